"""The states of an innovation, as a table (E18): who may do what, from where to where."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from practices.editing import VALIDATORS, covered_by
from practices.innovation_enums import InnovationState, Part
from practices.models import Innovation, InnovationPerson
from practices.workflow import Action

S = InnovationState
SENT = (S.DECLARED, S.PLANNED, S.WRITTEN)
TELLERS = (Part.AUTHOR, Part.CO_AUTHOR)


def _line(code: str, label: Any, sources: Any, target: str, who: Any, **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset(who), **more)


ACTIONS: dict[str, Action] = {
    line.code: line
    for line in (
        _line("declare", _("Declare it to the network"), (S.DRAFT, S.RETURNED), S.DECLARED, TELLERS, icon="send"),
        _line("take_back", _("Take it back to change it"), (S.DECLARED,), S.DRAFT, TELLERS, icon="undo-2"),
        _line(
            "plan",
            _("Plan the interview"),
            (S.DECLARED, S.PLANNED),
            S.PLANNED,
            (Part.VALIDATOR,),
            icon="calendar-days",
        ),
        _line("write", _("Put the story to those it names"), (S.PLANNED, S.WRITTEN), S.WRITTEN, (Part.VALIDATOR,)),
        _line("publish", _("Publish the innovation"), (S.WRITTEN,), S.PUBLISHED, (Part.VALIDATOR,)),
        _line(
            "send_back",
            _("Send back to be completed"),
            SENT,
            S.RETURNED,
            (Part.VALIDATOR,),
            icon="undo-2",
            needs_reason=True,
        ),
        _line(
            "withdraw",
            _("Withdraw the innovation"),
            (*SENT, S.PUBLISHED, S.RETURNED),
            S.WITHDRAWN,
            (Part.AUTHOR, Part.VALIDATOR),
            icon="archive",
            needs_reason=True,
            destructive=True,
        ),
        _line("reopen", _("Tell it again"), (S.WITHDRAWN,), S.DRAFT, (Part.AUTHOR,), icon="rotate-ccw"),
    )
}


def part_of(innovation: Innovation, user: Any) -> frozenset[Part]:
    """What the person is to this innovation. Nobody publishes what they tell themselves."""
    if user is None or not user.is_authenticated:
        return frozenset()
    mine = [one for one in innovation.people.all() if is_row_of(one, user)]
    found = {Part.AUTHOR if one.is_author else Part.CO_AUTHOR for one in mine if one.is_author or one.invited_at}
    if not mine and Innovation.objects.filter(pk=innovation.pk).filter(covered_by(user, VALIDATORS)).exists():
        found.add(Part.VALIDATOR)
    return frozenset(found)


def is_row_of(row: InnovationPerson, user: Any) -> bool:
    """By account, or by the address at which somebody without one was named."""
    if row.user_id is not None:
        return bool(row.user_id == user.pk)
    return bool(row.email) and row.email.casefold() == (user.email or "").casefold()


def available_actions(innovation: Innovation, user: Any) -> list[Action]:
    who = part_of(innovation, user)
    return [line for line in ACTIONS.values() if innovation.state in line.sources and line.who & who]


def require(innovation: Innovation, code: str, user: Any) -> Action:
    """The action, if it is open to this person now. Call it under the innovation's lock."""
    for action in available_actions(innovation, user):
        if action.code == code:
            return action
    raise Refused(_("This is no longer possible: the state has changed meanwhile, or it is not yours to do."))
