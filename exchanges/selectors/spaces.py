"""What the pages of the space show: its figures, whom it concerns, the structures by state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership, Organisation
from exchanges.enums import OfferState, StructureState, WishState
from exchanges.models import ExchangeSpace, ImmersionOffer, ImmersionWish, OfferWindow, Structure
from exchanges.models.spaces import jobs
from hosts.models import HostInstitution, HostSite


@dataclass(frozen=True)
class Figures:
    """What a space holds today."""

    structures: int = 0
    asked: int = 0
    sectors: int = 0
    offers: int = 0
    waiting: int = 0
    wishes: int = 0


def figures(space: ExchangeSpace) -> Figures:
    """One query."""
    live = OfferWindow.objects.live().filter(offer=OuterRef("pk"))
    offers = ImmersionOffer.objects.filter(structure__space=space).order_by()
    wishes = ImmersionWish.objects.open().filter(structure__space=space).order_by()

    def number(rows: QuerySet[Any]) -> Coalesce:
        return Coalesce(Subquery(rows.values("structure__space").annotate(n=Count("pk")).values("n")[:1]), 0)

    approved = Q(structures__state=StructureState.APPROVED)
    row: dict[str, Any] = dict(
        ExchangeSpace.objects.filter(pk=space.pk)
        .annotate(
            n_structures=Count("structures", filter=approved, distinct=True),
            n_asked=Count("structures", filter=Q(structures__state=StructureState.ASKED), distinct=True),
            n_sectors=Count("structures__institution__sector", filter=approved, distinct=True),
            n_offers=number(
                offers.filter(Exists(live), state=OfferState.PUBLISHED, structure__state=StructureState.APPROVED)
            ),
            n_waiting=number(offers.filter(state=OfferState.SUBMITTED)),
            n_wishes=number(wishes),
        )
        .values("n_structures", "n_asked", "n_sectors", "n_offers", "n_waiting", "n_wishes")
        .get()
    )
    return Figures(**{name.removeprefix("n_"): value for name, value in row.items()})


def counts_by_state(space: ExchangeSpace) -> dict[str, int]:
    rows = Structure.objects.filter(space=space).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))


def structures(space: ExchangeSpace, state: str) -> QuerySet[Structure]:
    """Those of a state, with their offers, wishes and professionals counted; those that wait, the oldest first."""
    rows = Structure.objects.filter(space=space, state=state).select_related(
        "institution__organisation", "institution__sector", "asked_by", "decided_by", "space__pilot"
    )
    order = ("asked_at", "pk") if state == StructureState.ASKED else ("institution__organisation__sort_name", "pk")
    return rows.annotate(
        offers_shown=Count("offers", filter=Q(offers__state=OfferState.PUBLISHED), distinct=True),
        wishes_open=Count("wishes", filter=Q(wishes__state=WishState.OPEN), distinct=True),
        staff=_staff(),
        town=main_town("institution"),
    ).order_by(*order)


def _staff() -> Any:
    """How many people work at a structure as far as Escale knows: those with a role, and those whose job it knows."""
    members = Membership.objects.current().filter(organisation=OuterRef("institution__organisation")).order_by()
    employed = jobs().filter(organisation=OuterRef("institution__organisation"))
    employed = employed.exclude(
        person__in=Membership.objects.current()
        .filter(organisation=OuterRef(OuterRef("institution__organisation")))
        .values("user")
    ).order_by()
    one = members.values("organisation").annotate(n=Count("user", distinct=True)).values("n")
    two = employed.values("organisation").annotate(n=Count("person", distinct=True)).values("n")
    return Coalesce(Subquery(one), 0) + Coalesce(Subquery(two), 0)


def main_site(institution: str) -> QuerySet[HostSite]:
    """For a subquery: the main site of the host that the row points to by `institution`."""
    return HostSite.objects.filter(institution=OuterRef(institution), active=True).order_by("-is_main", "pk")


def main_town(institution: str) -> Subquery:
    return Subquery(main_site(institution).values("city")[:1])


def spaces_for(institution: HostInstitution) -> list[ExchangeSpace]:
    """Spaces that a host may ask to enter: of its territory, by its sites or its organisation, or of no territory."""
    departments = set(
        institution.sites.filter(active=True, place__isnull=False).values_list("place__department", flat=True)
    )
    own = institution.organisation.territory_id
    rows = ExchangeSpace.objects.select_related("pilot", "territory", "image").order_by("pk")
    return [
        space
        for space in rows
        if space.territory is None or space.territory_id == own or departments & set(space.territory.departments)
    ]


def of_host(organisation: Organisation) -> list[Structure]:
    """What the host is to each space, the latest first."""
    rows = Structure.objects.filter(institution__organisation=organisation)
    return list(rows.select_related("space__pilot", "institution__organisation").order_by("-asked_at"))


def own_offers(numbers: Any) -> QuerySet[ImmersionOffer]:
    """The sheets of some structures, the latest changed first, with what is left of their periods."""
    today = timezone.localdate()
    ahead = OfferWindow.objects.filter(offer=OuterRef("pk"), end__gte=today)
    rows = ImmersionOffer.objects.filter(structure__in=numbers).defer("vector")
    return rows.annotate(
        has_ahead=Exists(ahead), has_seat=Exists(OfferWindow.objects.live().filter(offer=OuterRef("pk")))
    ).order_by("-updated_at", "-pk")
