"""The states of requests for an immersion as a table: who may do what, from where to where (B2, B10, B13).

`available_actions(request, seat)` is what pages show and what services ask before they act. Somebody at human resources
without an account gives the visa by a personal link that points at the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.models import PersonalLink
from exchanges.models import ImmersionRequest
from exchanges.request_enums import Part, RequestState
from exchanges.selectors.hands import Hands, hands_of

if TYPE_CHECKING:
    from exchanges.access import Seat

S = RequestState
# The purpose of the personal link by which somebody without an account gives the visa.
VISA_LINK = "immersion.visa"
# What its bearer may do; everything else is done by account.
BY_LINK = ("visa", "visa_refuse")


@dataclass(frozen=True)
class Action:
    """One line of the table; `word` stands in the address, `needs_reason` asks for a sentence."""

    code: str
    word: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[Part]
    needs_reason: bool = False
    # Only while the host's other days wait for an answer, or only while none do; None: either way.
    proposed: bool | None = None
    icon: str = "check"
    destructive: bool = False


def _action(
    code: str, word: str, label: object, sources: set[str], target: str, who: set[Part], **more: object
) -> Action:
    return Action(code, word, label, frozenset(sources), target, frozenset(who), **more)  # type: ignore[arg-type]


TABLE: dict[str, Action] = {
    action.code: action
    for action in (
        _action("visa", "viser", _("Give the visa"), {S.VISA}, S.SENT, {Part.VISA}, icon="stamp"),
        _action(
            "visa_refuse",
            "ne-pas-viser",
            _("Refuse the visa"),
            {S.VISA},
            S.REFUSED,
            {Part.VISA},
            needs_reason=True,
            icon="circle-x",
            destructive=True,
        ),
        _action("accept", "accepter", _("Accept these days"), {S.SENT}, S.ACCEPTED, {Part.HOST}, proposed=False),
        _action("propose", "proposer", _("Propose other days"), {S.SENT}, S.SENT, {Part.HOST}, icon="calendar-clock"),
        _action(
            "refuse",
            "refuser",
            _("Refuse the request"),
            {S.SENT},
            S.REFUSED,
            {Part.HOST},
            needs_reason=True,
            icon="circle-x",
            destructive=True,
        ),
        _action(
            "agree",
            "accepter-les-jours",
            _("Accept the days proposed"),
            {S.SENT},
            S.ACCEPTED,
            {Part.PERSON},
            proposed=True,
        ),
        _action(
            "decline",
            "garder-mes-jours",
            _("Keep my own days"),
            {S.SENT},
            S.SENT,
            {Part.PERSON},
            proposed=True,
            icon="undo-2",
        ),
        _action(
            "withdraw",
            "retirer",
            _("Withdraw my request"),
            {S.VISA, S.SENT},
            S.WITHDRAWN,
            {Part.PERSON},
            icon="x",
            destructive=True,
        ),
        _action(
            "cancel",
            "annuler",
            _("Cancel the immersion"),
            {S.ACCEPTED},
            S.CANCELLED,
            {Part.PERSON, Part.VISA, Part.HOST},
            needs_reason=True,
            icon="calendar-x",
            destructive=True,
        ),
        # Of nobody: the machine closes what was not answered before its first day.
        _action("lapse", "sans-reponse", _("Not answered in time"), {S.VISA, S.SENT}, S.WITHDRAWN, set()),
    )
}
BY_WORD = {action.word: action for action in TABLE.values()}

WHY_NOT = {
    S.SENT: _("The visa has been given meanwhile: the request is with the host structure."),
    S.ACCEPTED: _("This request has been accepted meanwhile."),
    S.REFUSED: _("This request has been refused meanwhile."),
    S.WITHDRAWN: _("This request has been withdrawn meanwhile."),
    S.CANCELLED: _("This immersion has been cancelled meanwhile."),
}


class NotPossible(Refused):
    """The action is not open to this person, or not from this state any more."""


def standing(
    request: ImmersionRequest, seat: Seat | None, link: PersonalLink | None = None, hands: Hands | None = None
) -> frozenset[Part]:
    """What the person of that seat, or the bearer of the link, is to this request."""
    found: set[Part] = set()
    if link is not None and link.purpose == VISA_LINK and link.is_alive() and link.points_at(request):
        found.add(Part.VISA)
    if seat is None:
        return frozenset(found)
    hands = hands or hands_of(seat)
    if request.person_id == seat.user.pk:
        found.add(Part.PERSON)
    elif request.structure_id in hands.visas:
        # Nobody gives the visa to themselves.
        found.add(Part.VISA)
    host = request.offer.structure_id
    answers = host in hands.answers or (request.offer.written_by_id == seat.user.pk and host in seat.writes_for)
    if request.sent_at and answers and request.person_id != seat.user.pk:
        # Nobody accepts their own request.
        found.add(Part.HOST)
    if seat.is_pilot and request.space_id == seat.space.pk:
        found.add(Part.PILOT)
    return frozenset(found)


def available_actions(
    request: ImmersionRequest, seat: Seat | None, link: PersonalLink | None = None, who: frozenset[Part] | None = None
) -> list[Action]:
    """What this person may do with this request now, in the order of the table."""
    who = standing(request, seat, link) if who is None else who
    allowed = TABLE if seat is not None else BY_LINK
    return [
        action for action in TABLE.values() if action.code in allowed and action.who & who and _is_open(action, request)
    ]


def _is_open(action: Action, request: ImmersionRequest) -> bool:
    if request.state not in action.sources:
        return False
    if action.proposed is not None and action.proposed != request.is_proposed:
        return False
    return action.code != "cancel" or not _has_begun(request)


def _has_begun(request: ImmersionRequest) -> bool:
    """By its own days, and by those of its placement."""
    days = [request.first_day, *([request.placement.start] if request.placement else [])]
    return min(days) <= timezone.localdate()


def require(request: ImmersionRequest, code: str, seat: Seat | None, link: PersonalLink | None = None) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the request's lock."""
    for action in available_actions(request, seat, link):
        if action.code == code:
            return action
    raise NotPossible(str(why_not(request)))


def why_not(request: ImmersionRequest) -> str | Promise:
    return WHY_NOT.get(RequestState(request.state), _("This is not possible any more: look at it again."))
