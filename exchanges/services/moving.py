"""What every step of a request shares: its lock, its seat, its trace."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import PersonalLink, User
from exchanges import request_events
from exchanges.enums import StructureState
from exchanges.models import ImmersionRequest, Structure
from exchanges.request_enums import ACTIVE_STATES, Part
from exchanges.request_workflow import Action
from exchanges.selectors import ledger, requests
from exchanges.services import seats

BUSY = _("Somebody else is changing this request right now. Try again in a moment.")
REASON_LENGTH = 1000


class NoRight(Refused):
    """B2: the structure may not ask now; `refusal` says why."""

    def __init__(self, refusal: ledger.Refusal) -> None:
        super().__init__(str(refusal.sentence))
        self.refusal = refusal


def locked(request_id: int) -> ImmersionRequest:
    """The request under its row lock, with what a step and its e-mails need."""
    rows = requests.with_all(ImmersionRequest.objects.all())
    with busy_said(BUSY):
        return rows.select_for_update(of=("self",)).get(pk=request_id)


def require_right(structure: Structure) -> None:
    """B2: nobody asks, and nobody goes, without having something to offer in return."""
    if refusal := ledger.may_request(structure):
        raise NoRight(refusal)


def require_host(request: ImmersionRequest) -> None:
    """B7: nobody goes to a structure that is no longer in the space."""
    host = request.offer.structure
    if host.state != StructureState.APPROVED:
        raise Refused(_("No longer takes part in the exchanges: %(host)s.") % {"host": host.name})


def hold_seat(request: ImmersionRequest) -> None:
    """Takes a seat of the period that holds the request's days, unless the request has one already.

    Raises Refused where none is left: seats are taken late, under the lock of their period, and never given twice.
    """
    if request.holds_seat:
        return
    window = requests.window_of(request.offer, request.first_day, request.last_day)
    if window is None:
        raise Refused(_("No period of the sheet holds these days any more: add one, or propose other days."))
    try:
        request.window = seats.take(window_id=window.pk)
    except seats.NoSeatLeft as full:
        raise Refused(str(full)) from full
    request.holds_seat = True


def free_seat(request: ImmersionRequest) -> None:
    if request.holds_seat and request.window_id:
        seats.release(window_id=request.window_id)
    request.holds_seat = False


def move(
    request: ImmersionRequest,
    step: Action,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
    **details: Any,
) -> ImmersionRequest:
    """Applies one step of the table: state, moments, trace. Call it under the request's lock."""
    text = text.strip()[:REASON_LENGTH]
    if step.needs_reason and not text:
        raise Refused(_("Say why, in a sentence: it is sent to those concerned."))
    before, request.state = request.state, step.target
    request.version += 1
    if step.needs_reason:
        request.reason = text
    if step.target not in ACTIVE_STATES:
        request.closed_at = timezone.now()
        free_seat(request)
    request.save()
    trace(request, step.code, actor=actor, link=link, text=text, who=step.who, **{"from": before, **details})
    if step.target not in ACTIVE_STATES:
        request_events.tell_closed(request, actor=actor)
    return request


def trace(
    request: ImmersionRequest,
    code: str,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
    who: frozenset[Part] = frozenset(),
    **data: Any,
) -> None:
    """A line of the trace. The host structure reads what its own people did, the one that asks the rest."""
    structure = request.offer.structure if who == {Part.HOST} else request.structure
    if link is not None:
        data["link"] = link.pk
    audit.record(
        action=f"immersion.{code}",
        actor=actor,
        target=request,
        organisation=structure.organisation,
        data={**data, "to": request.state},
        text=text,
    )
