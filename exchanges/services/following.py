"""An agreed request follows its placement: moved, ended early or cancelled on its own page (B2, B3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from exchanges.models import ImmersionRequest
from exchanges.request_enums import RequestState
from exchanges.request_workflow import TABLE
from exchanges.selectors import requests
from exchanges.services import ledger, wishes
from exchanges.services.moving import free_seat, hold_seat, locked, move, trace
from internships.events import Change
from internships.models import Placement


def follow_changed(placement: Placement, *, change: str = "", actor: User | None = None, **_more: Any) -> None:
    """New days are those of the request too, within what the space and the sheet allow; the place stays.

    Raises Refused, which takes the change back.
    """
    if change not in (Change.DATES, Change.SITES) or (made := _agreed(placement)) is None:
        return
    if change == Change.SITES:
        raise Refused(_("An immersion takes place where it was agreed: cancel it, and ask for another one."))
    if (placement.start, placement.end) != (made.first_day, made.last_day):
        _move_days(made, placement, actor)


def _move_days(made: ImmersionRequest, placement: Placement, actor: User | None) -> None:
    first, last = placement.start, placement.end
    if wrong := requests.wrong_length(made.offer, first, last):
        raise Refused(wrong)
    made.first_day, made.last_day = first, last
    if made.window is None or first < made.window.start or last > made.window.end:
        free_seat(made)
        hold_seat(made)
    _save(made, actor)


def follow_stopped(placement: Placement, *, actor: User | None = None, **_more: Any) -> None:
    """Ended early: its last day is the request's."""
    made = _agreed(placement)
    if made is not None and placement.closed_on is not None and placement.closed_on < made.last_day:
        made.last_day = max(made.first_day, placement.closed_on)
        _save(made, actor)


def follow_cancelled(placement: Placement, *, actor: User | None = None, reason: str = "", **_more: Any) -> None:
    """Its request, its seat and the ledger follow; the wish that it answered is open again."""
    if (made := _agreed(placement)) is not None:
        move(made, TABLE["cancel"], actor=actor, text=reason or _("The placement was cancelled."))
        ledger.unbook(request=made, actor=actor)
        if made.wish_id:
            wishes.open_again(wish_id=made.wish_id, actor=actor)


def _agreed(placement: Placement) -> ImmersionRequest | None:
    """The request of a placement under its lock, while it stands; the placement is locked already."""
    rows = ImmersionRequest.objects.filter(placement=placement, state=RequestState.ACCEPTED)
    number = rows.values_list("pk", flat=True).first()
    if number is None:
        return None
    made = locked(number)
    return made if made.state == RequestState.ACCEPTED else None


def _save(made: ImmersionRequest, actor: User | None) -> None:
    made.version += 1
    made.save()
    trace(made, "moved", actor=actor, first=made.first_day.isoformat(), last=made.last_day.isoformat())
