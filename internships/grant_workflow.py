"""The states of requests for grants as a table: who may do what, from where to where (E5).

`available_actions(application, user)` is what pages show and what services ask before they act. Somebody at a funder
without an account acts by a personal link that points at the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.models import PersonalLink
from internships.enums import GrantRequestState
from internships.models import GrantApplication
from internships.models.grants import funding_seats

S = GrantRequestState
DECIDE_LINK = "grant.decide"


class Who(StrEnum):
    TRAINEE = "trainee"
    FUNDER = "funder"


@dataclass(frozen=True)
class Action:
    """One line of the table; `word` stands in the address, `needs_reason` asks for a sentence."""

    code: str
    word: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: Who
    needs_reason: bool = False
    icon: str = "check"
    destructive: bool = False


TABLE: dict[str, Action] = {
    action.code: action
    for action in (
        Action("send", "envoyer", _("Send to the funder"), frozenset({S.DRAFT}), S.SENT, Who.TRAINEE, icon="send"),
        Action("grant", "accorder", _("Grant it"), frozenset({S.SENT}), S.GRANTED, Who.FUNDER),
        Action(
            "refuse",
            "refuser",
            _("Refuse the request"),
            frozenset({S.SENT}),
            S.REFUSED,
            Who.FUNDER,
            needs_reason=True,
            icon="circle-x",
            destructive=True,
        ),
        Action(
            "withdraw",
            "retirer",
            _("Withdraw my request"),
            frozenset({S.DRAFT, S.SENT}),
            S.WITHDRAWN,
            Who.TRAINEE,
            icon="x",
            destructive=True,
        ),
    )
}
BY_WORD = {action.word: action for action in TABLE.values()}

WHY_NOT = {
    S.SENT: _("This request has been sent meanwhile."),
    S.GRANTED: _("This request has been granted meanwhile."),
    S.REFUSED: _("This request has been refused meanwhile."),
    S.WITHDRAWN: _("This request has been withdrawn meanwhile."),
}


class NotPossible(Refused):
    """The action is not open to this person, or not from this state any more."""


def standing(application: GrantApplication, user: Any, link: PersonalLink | None = None) -> frozenset[Who]:
    """What the person, or the bearer of the link, is to this request. One query at most."""
    found: set[Who] = set()
    if link is not None and link.purpose == DECIDE_LINK and link.is_alive() and link.points_at(application):
        found.add(Who.FUNDER)
    if user is None or not user.is_authenticated:
        return frozenset(found)
    if application.person_id == user.pk:
        return frozenset({Who.TRAINEE})
    if application.sent_at and funding_seats(user).filter(organisation=application.grant.funder_id).exists():
        found.add(Who.FUNDER)
    return frozenset(found)


def available_actions(application: GrantApplication, user: Any, link: PersonalLink | None = None) -> list[Action]:
    """What this person may do with this request now, in the order of the table."""
    who = standing(application, user, link)
    return [action for action in TABLE.values() if application.state in action.sources and action.who in who]


def require(application: GrantApplication, code: str, user: Any, link: PersonalLink | None = None) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the request's lock."""
    for action in available_actions(application, user, link):
        if action.code == code:
            return action
    raise NotPossible(why_not(application))


def why_not(application: GrantApplication) -> Any:
    return WHY_NOT.get(GrantRequestState(application.state), _("This is not possible any more: look at it again."))
