"""Interruptions of a placement: leave that counts as presence, or days that do not (L124-5)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from internships import events
from internships.models import Interruption, Placement
from internships.services import locks
from internships.services.placements import covering
from internships.services.placements.creation import require_lawful
from internships.services.placements.dates import require_open, settle_days
from internships.words import said


@transaction.atomic
def add_interruption(
    *,
    placement_id: int,
    actor: User | None,
    start: datetime.date,
    end: datetime.date,
    authorised: bool,
    reason: str = "",
    agreed: bool = False,
) -> Interruption:
    """Notes days out. Unauthorised ones do not count, and free the person for another placement.

    Raises Refused outside the placement's dates, on days that are out already, or when an app above objects.
    """
    placement = locks.placement(placement_id)
    require_open(placement)
    covering.in_order(start, end)
    if start < placement.start or end > placement.end:
        raise Refused(
            _("Choose days between %(start)s and %(end)s, while the placement lasts.")
            % {"start": said(placement.start), "end": said(placement.end)}
        )
    known = placement.interruptions.filter(start__lte=end, end__gte=start).first()
    if known:
        raise Refused(
            _("The trainee is out from %(start)s to %(end)s already. Choose other days, or remove that line first.")
            % {"start": said(known.start), "end": said(known.end)}
        )
    if not agreed:
        events.ask(placement, change=events.Change.INTERRUPTION, actor=actor)
    made = Interruption.objects.create(
        placement=placement, start=start, end=end, authorised=authorised, reason=reason.strip(), created_by=actor
    )
    _settle(placement, made, actor, "placement.interruption_added")
    return made


@transaction.atomic
def remove_interruption(*, interruption_id: int, actor: User | None, agreed: bool = False) -> Placement:
    """Takes days out back: the trainee is there. Refused when they are placed elsewhere by now, or when it was done."""
    line = Interruption.objects.filter(pk=interruption_id)
    seen = line.first()
    placement = locks.placement(seen.placement_id) if seen else None
    # Whoever clicked at the same moment may have done it while this waited for the lock.
    gone = line.first()
    if placement is None or gone is None:
        raise Refused(_("These days out have been removed already."))
    require_open(placement)
    if not agreed:
        events.ask(placement, change=events.Change.INTERRUPTION, actor=actor)
    Interruption.objects.filter(pk=gone.pk).delete()
    _settle(placement, gone, actor, "placement.interruption_removed")
    return placement


def _settle(placement: Placement, line: Interruption, actor: User | None, action: str) -> None:
    settle_days(placement)
    require_lawful(placement, "placement-maximum")
    audit.record(
        action=action,
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"from": line.start.isoformat(), "to": line.end.isoformat(), "authorised": line.authorised},
    )
    events.tell("changed", placement, change=events.Change.INTERRUPTION, actor=actor)
