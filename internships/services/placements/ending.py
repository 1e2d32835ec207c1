"""A placement ends otherwise than foreseen: cancelled before or during it, or stopped early."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.services import seats
from internships import events, placement_emails
from internships.enums import PlacementState
from internships.models import Placement
from internships.services import locks
from internships.services.placements import covering
from internships.services.placements.dates import require_open
from internships.words import said


@transaction.atomic
def cancel(*, placement_id: int, actor: User | None, reason: str, agreed: bool = False) -> Placement:
    """Cancels a placement, with the reason; its seats are free again at once.

    `agreed`: an app above settled it, is not asked, and tells the parties itself; otherwise they are told here. Raises
    Refused when it was closed already, has no reason, or when an app above objects.
    """
    placement = locks.placement(placement_id)
    require_open(placement)
    _require(reason)
    if not agreed:
        events.ask(placement, change=events.Change.CANCEL, actor=actor)
    placement.state = PlacementState.CANCELLED
    placement.closed_on, placement.close_reason = timezone.localdate(), reason.strip()
    placement.closed_by_trainee = actor is not None and actor.pk == placement.person_id
    placement.version += 1
    placement.save()
    periods = placement.sites.filter(period__isnull=False).order_by("period_id")
    for period in periods.values_list("period_id", flat=True):
        seats.release_seat(period)
    audit.record(
        action="placement.cancelled",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"by_trainee": placement.closed_by_trainee},
        text=reason,
    )
    events.tell("cancelled", placement, actor=actor, reason=reason.strip())
    if not agreed:
        placement_emails.cancelled(placement, actor=actor)
    return placement


@transaction.atomic
def stop(
    *,
    placement_id: int,
    actor: User | None,
    on: datetime.date,
    reason: str,
    by_trainee: bool,
    agreed: bool = False,
) -> Placement:
    """Ends a placement that has begun: `on` is its last day. Whose wish it was decides about the waiting time of the
    post (C. éduc. L124-11). Raises Refused outside its dates, without a reason, or when an app above objects."""
    placement = locks.placement(placement_id)
    require_open(placement)
    _require(reason)
    if not placement.start <= on <= placement.end:
        raise Refused(
            _("Choose a last day between %(start)s and %(end)s. Before it begins, a placement is cancelled instead.")
            % {"start": said(placement.start), "end": said(placement.end)}
        )
    if not agreed:
        events.ask(placement, change=events.Change.STOP, actor=actor)
    planned = placement.end
    placement.state, placement.closed_on = PlacementState.STOPPED, on
    placement.close_reason, placement.closed_by_trainee = reason.strip(), by_trainee
    _shorten(placement, on)
    audit.record(
        action="placement.stopped",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"planned": planned.isoformat(), "on": on.isoformat(), "by_trainee": by_trainee},
        text=reason,
    )
    events.tell("stopped", placement, actor=actor, planned=planned, reason=reason.strip())
    if not agreed:
        placement_emails.stopped(placement, actor=actor)
    return placement


def _shorten(placement: Placement, on: datetime.date) -> None:
    """Fewer days need no check: the sites that had begun end that day; the others keep their dates, and no day."""
    stretches = list(placement.sites.filter(start__lte=on))
    for site in stretches:
        if site.end > on:
            site.end = on
            site.save(update_fields=["end"])
    wanted = covering.shares(stretches, covering.days_out(placement))
    if wanted:
        covering.apply(placement, wanted)
    placement.version += 1
    placement.save()


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why: everybody concerned is told."))
