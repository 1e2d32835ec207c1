"""What the public pages of hosts and offers show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.along import Branch, along
from hosts.locator import of_site
from hosts.models import HostInstitution, HostSite, PlacementOffer
from hosts.words import country_choices

PICTURES = Branch("photos", related=("file",))


def host_page(user: Any) -> QuerySet[HostInstitution]:
    """Sheets that the person may see, with what their page shows, in a fixed number of queries."""
    today = timezone.localdate()
    current = Q(until__isnull=True) | Q(until__gt=today)
    sites = along(_open_sites(), Branch("qualifications", related=("school",), where=current, to="qualified_by"))
    hosts = HostInstitution.objects.visible_to(user).select_related("organisation__territory", "sector", "merged_into")
    return along(hosts, "occupations", PICTURES).prefetch_related(Prefetch("sites", sites))


def shown(sites: Iterable[HostSite], institution: HostInstitution) -> list[HostSite]:
    """The host's sites with what their block shows besides: the picture of where they are, the name of the country."""
    countries: dict[str, str] = {}
    found = list(sites)
    for site in found:
        site.institution = institution
        if site.country != "FR" and not countries:
            countries = dict(country_choices())
        site.locator = of_site(site)  # type: ignore[attr-defined]
        site.country_name = countries.get(site.country, site.country)  # type: ignore[attr-defined]
    return found


def open_offers(institution: HostInstitution) -> QuerySet[PlacementOffer]:
    """The host's offers that still take people, soonest first."""
    return with_periods(PlacementOffer.objects.open().filter(institution=institution)).order_by("title")


def with_periods(offers: QuerySet[PlacementOffer], day: date | None = None) -> QuerySet[PlacementOffer]:
    """Adds the levels and `coming`: the periods that are not over."""
    coming = Q(end__gte=day or timezone.localdate())
    return along(offers, "levels", Branch("periods", where=coming, to="coming"))


def offer_page(user: Any) -> QuerySet[PlacementOffer]:
    """Offers that the person may see, with what their page shows."""
    rows = (
        PlacementOffer.objects.visible_to(user)
        .with_situation()
        .select_related("institution__organisation", "institution__sector", "occupation", "position")
    )
    rows = along(rows, "levels", "diplomas", "periods", Branch("institution__photos", related=("file",)))
    return rows.prefetch_related(Prefetch("sites", _open_sites()))


def _open_sites() -> QuerySet[HostSite]:
    return HostSite.objects.filter(active=True).select_related("place")


def offers_near(offer: PlacementOffer, limit: int = 4) -> list[PlacementOffer]:
    """Open offers to show kindly beside one that is full or over: same host first, then the same postcode's area."""
    site = offer.sites.first()
    others = PlacementOffer.objects.open().exclude(pk=offer.pk)
    around = Q(pk__in=[])
    if site is not None and site.latitude is not None and site.longitude is not None:
        nearby = HostSite.objects.filter(
            offers=OuterRef("pk"),
            active=True,
            latitude__range=(site.latitude - 0.27, site.latitude + 0.27),
            longitude__range=(site.longitude - 0.4, site.longitude + 0.4),
        )
        around = Q(Exists(nearby))
    found = with_periods(others.filter(Q(institution=offer.institution_id) | around)).select_related(
        "institution__organisation", "institution__sector"
    )
    same_first = sorted(found.order_by("-published_at")[:40], key=lambda one: _distance_rank(one, offer))
    return same_first[:limit]


def _distance_rank(one: PlacementOffer, offer: PlacementOffer) -> tuple[bool, bool]:
    return (one.institution_id != offer.institution_id, one.occupation_id != offer.occupation_id)
