"""Merging a sheet into its twin: everything it holds moves to the survivor, its address leads there for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Membership, User
from hosts import notifications
from hosts.enums import LIVE_STATES, HostState
from hosts.models import ContactPerson, HostClaim, HostInstitution, HostPhoto, HostSite, PlacementOffer, RegisterEntry
from hosts.selectors.standing import standing
from hosts.selectors.twins import distance
from hosts.services.indexing import reindex_institutions
from hosts.text import fold
from hosts.workflow import NotPossible, Standing, require

SAME_PLACE_METRES = 200
# Called inside the transaction with (twin, survivor, {old site id: its site at the survivor}).
Follower = Callable[[HostInstitution, HostInstitution, dict[int, HostSite]], None]
_followers: list[Follower] = []

BLANKS = (
    "sector",
    "activity",
    "presentation",
    "public_served",
    "staff_number",
    "website",
    "hosting_since",
)
SITE_BLANKS = (
    "name",
    "address",
    "place",
    "public_transport",
    "transport_details",
    "meals",
    "wheelchair",
    "lodging",
    "telephone",
)


def register_follower(follower: Follower) -> Follower:
    """Declares what else must follow when two sheets become one (favourites, placements…)."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def proposed_pairs(twin: HostInstitution, survivor: HostInstitution) -> dict[int, HostSite | None]:
    """For each site of the twin, the survivor's site at the same place, or None: it then moves as one more site."""
    known = list(survivor.sites.all())
    return {site.pk: next((other for other in known if same_place(site, other)), None) for site in twin.sites.all()}


def same_place(one: HostSite, other: HostSite) -> bool:
    """Whether two sites stand at the same address: known points 200 m apart at most, or the same words."""
    exact = not one.approximate and not other.approximate
    if exact and None not in (one.latitude, one.longitude, other.latitude, other.longitude):
        points = (float(one.latitude or 0), float(one.longitude or 0), float(other.latitude or 0))
        return distance(*points, float(other.longitude or 0)) <= SAME_PLACE_METRES
    if (one.country, one.postcode) != (other.country, other.postcode):
        return False
    return not one.address or not other.address or fold(one.address) == fold(other.address)


@transaction.atomic
def merge(*, twin_id: int, survivor_id: int, actor: User, pairs: Mapping[int, int | None]) -> HostInstitution:
    """Merges a sheet into another for good. `pairs`: site of the twin → the survivor's at the same place, or None.

    Raises workflow.NotPossible when the person may not moderate both, or when one of them is no longer a live sheet.
    """
    sheets = _both(twin_id, survivor_id)
    twin, survivor = sheets[twin_id], sheets[survivor_id]
    require(twin, "merge", actor)
    if survivor.state not in LIVE_STATES or Standing.MODERATOR not in standing(survivor, actor):
        raise NotPossible(_("The sheet that stays must be a live one of your territory."))
    concerned = list(notifications.keepers(twin))
    moved = _move_sites(twin, survivor, pairs)
    _move_offers(twin, survivor, moved)
    _move_contacts(twin, survivor, moved)
    _move_photos(twin, survivor)
    _move_people(twin, survivor)
    _fill_blanks(twin, survivor)
    for follower in _followers:
        follower(twin, survivor, moved)
    HostInstitution.objects.filter(merged_into=twin).update(merged_into=survivor)
    HostClaim.objects.pending().filter(institution=twin).exclude(
        user__in=HostClaim.objects.pending().filter(institution=survivor).values("user")
    ).update(institution=survivor)
    before, twin.state, twin.state_reason, twin.merged_into = twin.state, HostState.MERGED, "", survivor
    twin.save()
    audit.record(
        action="host.merge",
        actor=actor,
        target=twin,
        organisation=survivor.organisation,
        data={
            "from": before,
            "into": survivor.pk,
            "sites": {str(old): site.pk for old, site in moved.items()},
        },
    )
    notifications.sheets_merged(twin, survivor, concerned, actor)
    reindex_institutions([twin.pk, survivor.pk])
    return survivor


def _both(twin_id: int, survivor_id: int) -> dict[int, HostInstitution]:
    if twin_id == survivor_id:
        raise NotPossible(_("A sheet cannot be merged into itself."))
    both = HostInstitution.objects.select_for_update(of=("self",)).select_related("organisation")
    return {sheet.pk: sheet for sheet in both.filter(pk__in=[twin_id, survivor_id]).order_by("pk")}


def _move_sites(
    twin: HostInstitution, survivor: HostInstitution, pairs: Mapping[int, int | None]
) -> dict[int, HostSite]:
    known = {site.pk: site for site in survivor.sites.all()}
    has_main = any(site.is_main for site in known.values())
    moved: dict[int, HostSite] = {}
    for site in twin.sites.select_related("place"):
        other = known.get(pairs.get(site.pk) or 0)
        if other is None:
            site.institution, site.is_main = survivor, site.is_main and not has_main
            has_main = has_main or site.is_main
            site.name = site.name or twin.organisation.name
            site.save()
            moved[site.pk] = site
        else:
            _join_sites(site, other)
            moved[site.pk] = other
    return moved


def _join_sites(site: HostSite, other: HostSite) -> None:
    """One place entered twice: what the first one bears goes to the other, and it stays behind, closed."""
    for name in SITE_BLANKS:
        if not getattr(other, name) and getattr(site, name):
            setattr(other, name, getattr(site, name))
    if other.approximate and not site.approximate:
        other.latitude, other.longitude, other.approximate = site.latitude, site.longitude, False
    other.active = other.active or site.active
    other.save()
    RegisterEntry.objects.filter(site=site).update(site=other)
    granted = other.qualifications.filter(until__isnull=True).values("school")
    site.qualifications.filter(until__isnull=True, school__in=granted).update(until=timezone.localdate())
    site.qualifications.update(site=other)
    site.active = False
    site.save(update_fields=["active"])


def _move_offers(twin: HostInstitution, survivor: HostInstitution, moved: dict[int, HostSite]) -> None:
    for offer in twin.offers.prefetch_related("sites"):
        offer.sites.set([moved.get(site.pk, site) for site in offer.sites.all()])
    PlacementOffer.objects.filter(institution=twin).update(institution=survivor, version=F("version") + 1)


def _move_contacts(twin: HostInstitution, survivor: HostInstitution, moved: dict[int, HostSite]) -> None:
    addresses = {address.lower() for address in survivor.contacts.exclude(email="").values_list("email", flat=True)}
    for contact in ContactPerson.objects.filter(institution=twin):
        if contact.email and contact.email.lower() in addresses:
            continue
        contact.institution, contact.site = survivor, moved.get(contact.site_id or 0)
        contact.save()


def _move_photos(twin: HostInstitution, survivor: HostInstitution) -> None:
    last = survivor.photos.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    HostPhoto.objects.filter(institution=twin).update(institution=survivor, position=F("position") + first)


def _move_people(twin: HostInstitution, survivor: HostInstitution) -> None:
    """The twin's people keep their roles, at the survivor; the old ones end today, never deleted."""
    today = timezone.localdate()
    for old in Membership.objects.current().filter(organisation=twin.organisation):
        role = {"user": old.user, "organisation": survivor.organisation, "role": old.role}
        if not Membership.objects.current().filter(**role).exists():
            Membership.objects.create(**role, since=today)
        old.until = max(today, old.since)
        old.save(update_fields=["until"])


def _fill_blanks(twin: HostInstitution, survivor: HostInstitution) -> None:
    for name in BLANKS:
        if not getattr(survivor, name) and getattr(twin, name):
            setattr(survivor, name, getattr(twin, name))
    survivor.languages = sorted({*survivor.languages, *twin.languages})
    survivor.occupations.add(*twin.occupations.all())
    if not survivor.organisation.siret and twin.organisation.siret:
        survivor.organisation.siret = twin.organisation.siret
        survivor.organisation.save(update_fields=["siret"])
    if survivor.organisation.territory_id is None and twin.organisation.territory_id:
        survivor.organisation.territory_id = twin.organisation.territory_id
        survivor.organisation.save(update_fields=["territory"])
    survivor.version += 1
    survivor.save()
