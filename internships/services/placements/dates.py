"""New dates for a placement: moved, shortened, prolonged."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from internships import events, placement_emails
from internships.enums import PlacementState
from internships.fields import Span
from internships.models import Placement
from internships.services import locks
from internships.services.placements import covering
from internships.services.placements.creation import require_lawful
from internships.words import said


@transaction.atomic
def change_dates(
    *,
    placement_id: int,
    actor: User | None,
    dates: Mapping[int, Span],
    shares: Mapping[int, int] | None = None,
    agreed: bool = False,
) -> Placement:
    """Gives sites of the placement new first and last days, {placement site id: (first, last)}, and another share of
    full time, {placement site id: per cent}.

    `agreed`: a signed amendment settled it, so that nobody is asked again, and whoever settled it tells the parties.
    Raises Refused when the person has no room, when the law stops it, or when an app above objects.
    """
    placement = locks.placement(placement_id)
    require_open(placement)
    if not agreed:
        events.ask(placement, change=events.Change.DATES, actor=actor)
    before = (placement.start, placement.end)
    moved = []
    for site in placement.sites.all():
        new, share = dates.get(site.pk, (site.start, site.end)), (shares or {}).get(site.pk, site.time_share)
        if (*new, share) != (site.start, site.end, site.time_share):
            covering.in_order(*new)
            site.start, site.end, site.time_share = *new, share
            site.save(update_fields=["start", "end", "time_share"])
            moved.append(site.pk)
    if not moved:
        return placement
    settle_days(placement)
    _move_people(placement)
    require_lawful(placement)
    _trace(placement, before, moved, actor)
    events.tell("changed", placement, change=events.Change.DATES, actor=actor)
    if not agreed:
        placement_emails.moved(placement, actor=actor)
    return placement


def _trace(placement: Placement, before: Span, moved: list[int], actor: User | None) -> None:
    after = (placement.start, placement.end)
    audit.record(
        action="placement.dates_changed",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={
            "from": [day.isoformat() for day in before],
            "to": [day.isoformat() for day in after],
            "sites": moved,
        },
    )


@transaction.atomic
def prolong(*, placement_id: int, actor: User | None, until: datetime.date, agreed: bool = False) -> Placement:
    """Moves the last day further: the sites that end last go on until then."""
    placement = locks.placement(placement_id)
    if until <= placement.end:
        raise Refused(_("The placement runs until %(end)s already. Choose a later day.") % {"end": said(placement.end)})
    last = {site.pk: (site.start, until) for site in placement.sites.all() if site.end == placement.end}
    return change_dates(placement_id=placement_id, actor=actor, dates=last, agreed=agreed)


def settle_days(placement: Placement) -> None:
    """Writes what follows from sites and interruptions, once the person is found free. Under the locks."""
    wanted = covering.shares(placement.sites.all(), covering.days_out(placement))
    covering.require_free(placement.person_id, wanted, besides=placement.pk)
    covering.apply(placement, wanted)
    placement.version += 1
    try:
        with transaction.atomic():
            placement.save()
    except IntegrityError as error:
        if covering.is_overlap(error):
            raise Refused(covering.overlap_words(placement.person_id, wanted, placement.pk)) from error
        raise


def require_open(placement: Placement) -> None:
    if placement.state == PlacementState.CANCELLED:
        raise Refused(_("This placement was cancelled: nothing of it changes any more."))
    if placement.state == PlacementState.STOPPED:
        raise Refused(_("This placement was ended early: its dates do not change any more."))


def _move_people(placement: Placement) -> None:
    """Those who accompany from the first day still do when it moves."""
    for supervisor in placement.supervisors.filter(until__isnull=True, replaces__isnull=True):
        site = supervisor.placement_site
        first = site.start if site else placement.start
        if supervisor.since != first:
            supervisor.since = first
            supervisor.save(update_fields=["since"])
