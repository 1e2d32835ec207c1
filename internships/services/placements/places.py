"""A second site joins a placement: two structures, each with its dates, share and tutor (A6, A9)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.services import seats
from internships import events
from internships.enums import SupervisorCapacity
from internships.models import PlacementMode, PlacementSite
from internships.services import locks
from internships.services.placements.creation import AT_ONCE, SiteData, add_site_row, require_lawful
from internships.services.placements.dates import require_open, settle_days


@transaction.atomic
def add_site(
    *,
    placement_id: int,
    actor: User | None,
    data: SiteData,
    mode: PlacementMode,
    shares: Mapping[int, int] | None = None,
    agreed: bool = False,
) -> PlacementSite:
    """Adds a site to a placement, whose mode becomes one of several structures. `shares` gives the sites that are
    there already another share of full time: {placement site id: per cent}. A period's seat is taken here.

    Raises Refused when it is the same place again, when a tutor is missing, when the days do not add up, or when the
    law or an app above stops it; hosts.services.seats.NoSeatLeft when the seat is gone.
    """
    placement = locks.placement(placement_id)
    require_open(placement)
    if not agreed:
        events.ask(placement, change=events.Change.SITES, actor=actor)
    known = list(placement.sites.all())
    if any(_same(data, site) for site in known):
        raise Refused(_("The placement takes place there already. Choose another host or another of its sites."))
    if not data.has_tutor:
        raise Refused(_("Name who will be the tutor there."))
    _require_tutors(known)
    for site in known:
        share = (shares or {}).get(site.pk)
        if share and share != site.time_share:
            site.time_share = share
            site.save(update_fields=["time_share"])
    made = add_site_row(placement, data, position=len(known))
    placement.mode = mode
    settle_days(placement)
    require_lawful(placement, *AT_ONCE)
    if data.period:
        seats.take_seat(data.period.pk)
    audit.record(
        action="placement.site_added",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"site": made.pk, "host": data.institution.pk},
    )
    events.tell("changed", placement, change=events.Change.SITES, actor=actor)
    return made


def _same(data: SiteData, site: PlacementSite) -> bool:
    return (data.institution.pk, data.site.pk if data.site else None) == (site.institution_id, site.site_id)


def _require_tutors(sites: list[PlacementSite]) -> None:
    for site in sites:
        if not site.supervisors.filter(capacity=SupervisorCapacity.TUTOR, until__isnull=True).exists():
            raise Refused(_("Name the tutor at %(site)s first: each site has its own.") % {"site": site})
