"""The states of applications as a table: who may do what, from where to where (S4 to S6).

`available_actions(application, user)` is what pages show and what services ask before they act: buttons and POST agree.
Somebody at a host without an account acts by a personal link that points at the application; the machine acts alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import Membership, PersonalLink
from accounts.models.pupils import PUPIL_ROLES
from internships.enums import ApplicationState
from internships.models import Application, PlacementSettings

S = ApplicationState
# The purpose of the personal link by which a host without an account answers.
ANSWER_LINK = "application.answer"


class Who(StrEnum):
    """What somebody is to an application."""

    TRAINEE = "trainee"
    HOST = "host"
    COLLEAGUE = "colleague"
    SCHOOL = "school"
    MACHINE = "machine"


@dataclass(frozen=True)
class Action:
    """One line of the table: by whom, from which states, to which; `needs_reason` asks for a sentence."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[Who]
    needs_reason: bool = False
    icon: str = "check"
    destructive: bool = False


def _action(code: str, label: Any, sources: Iterable[str], target: str, who: Who, **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset({who}), **more)


TABLE: dict[str, Action] = {
    action.code: action
    for action in (
        _action("send", _("Send to the host"), (S.HELD,), S.SENT, Who.MACHINE, icon="send"),
        _action("drop", _("Close: the host was not accepted"), (S.HELD,), S.REFUSED, Who.MACHINE, needs_reason=True),
        _action("accept", _("Accept the application"), (S.SENT, S.READ), S.ACCEPTED, Who.HOST),
        _action("read", _("Mark as read"), (S.SENT,), S.READ, Who.HOST, icon="mail-open"),
        _action(
            "refuse",
            _("Refuse the application"),
            (S.SENT, S.READ),
            S.REFUSED,
            Who.HOST,
            needs_reason=True,
            icon="circle-x",
            destructive=True,
        ),
        _action("undo_refusal", _("Take the refusal back"), (S.REFUSED,), S.READ, Who.HOST, icon="undo-2"),
        _action("expire", _("Close: no answer in time"), (S.SENT, S.READ), S.EXPIRED, Who.MACHINE),
        _action("confirm", _("Confirm my placement"), (S.ACCEPTED,), S.CONFIRMED, Who.TRAINEE),
        _action("lapse", _("Close: not confirmed in time"), (S.ACCEPTED,), S.LAPSED, Who.MACHINE),
        _action(
            "withdraw",
            _("Withdraw my application"),
            (S.HELD, S.SENT, S.READ, S.ACCEPTED),
            S.WITHDRAWN,
            Who.TRAINEE,
            icon="x",
            destructive=True,
        ),
        _action(
            "release",
            _("Release: another placement was confirmed"),
            (S.HELD, S.SENT, S.READ, S.ACCEPTED),
            S.RELEASED,
            Who.MACHINE,
        ),
    )
}


class NotPossible(Refused):
    """The action is not open to this person, or not from this state any more; the message is for them."""


def standing(
    application: Application,
    user: Any,
    link: PersonalLink | None = None,
    seats: Iterable[Membership] | None = None,
) -> frozenset[Who]:
    """What the person, or the bearer of the link, is to this application: by the memberships given, or one query."""
    found: set[Who] = set()
    if link is not None and link.purpose == ANSWER_LINK and link.is_alive() and link.points_at(application):
        found.add(Who.HOST)
    if user is None or not user.is_authenticated:
        return frozenset(found)
    if application.person_id == user.pk:
        found.add(Who.TRAINEE)
    host = application.institution.organisation_id
    for membership in Membership.objects.current().filter(user=user) if seats is None else seats:
        if membership.organisation_id == host:
            found.add(Who.HOST if membership.role == Role.HOST_MANAGER else Who.COLLEAGUE)
        elif membership.organisation_id == application.school_id and membership.role in PUPIL_ROLES:
            found.add(Who.SCHOOL)
    return frozenset(found)


def available_actions(
    application: Application,
    user: Any,
    *,
    link: PersonalLink | None = None,
    settings: PlacementSettings | None = None,
    who: frozenset[Who] | None = None,
) -> list[Action]:
    """What this person may do with this application now, in the order of the table; `who` they are where known."""
    who = standing(application, user, link) if who is None else who
    open_now = [action for action in TABLE.values() if application.state in action.sources and action.who & who]
    return [action for action in open_now if action.code != "undo_refusal" or may_undo(application, settings)]


def may_undo(application: Application, settings: PlacementSettings | None = None) -> bool:
    """A mistaken refusal can be taken back for a few days. What the machine closed stays closed."""
    if application.state != S.REFUSED or application.answered_at is None:
        return False
    settings = settings or PlacementSettings.current()
    return timezone.now() < application.answered_at + datetime.timedelta(days=settings.undo_days)


def require(application: Application, code: str, user: Any, link: PersonalLink | None = None) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the application's lock."""
    for action in available_actions(application, user, link=link):
        if action.code == code:
            return action
    raise NotPossible(_why_not(application))


def of_machine(application: Application, code: str) -> Action:
    """A step that nobody decides: a deadline, a sheet that was published, another placement confirmed."""
    action = TABLE[code]
    if Who.MACHINE not in action.who or application.state not in action.sources:
        raise NotPossible(_why_not(application))
    return action


WHY_NOT = {
    S.ACCEPTED: _("This application has been accepted meanwhile."),
    S.CONFIRMED: _("This placement has been confirmed meanwhile."),
    S.REFUSED: _("This application has been refused meanwhile."),
    S.WITHDRAWN: _("The trainee has withdrawn this application meanwhile."),
    S.EXPIRED: _("The time to answer this application is over."),
    S.LAPSED: _("The time to confirm this placement is over."),
    S.RELEASED: _("The trainee has confirmed another placement meanwhile."),
}


def _why_not(application: Application) -> Any:
    return WHY_NOT.get(ApplicationState(application.state), _("This is not possible any more: look at it again."))
