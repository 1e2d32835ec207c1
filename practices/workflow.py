"""The states of a practice, as a table (E1): who may do what, from where to where.

`available_actions(practice, user)` is what pages show and what services ask before they act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.enums import PracticeState, Standing
from practices.models import GoodPractice
from practices.selectors.standing import standing

S = PracticeState


@dataclass(frozen=True)
class Action:
    """One line of the table. `published`: whether a validated version must be there (True), or must not (False)."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    icon: str = "check"
    needs_reason: bool = False
    destructive: bool = False
    published: bool | None = None


def _action(code: str, label: Any, sources: Iterable[str], target: str, who: Iterable[str], **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset(who), **more)


WRITERS = (Standing.AUTHOR, Standing.CO_AUTHOR, Standing.COLLEAGUE)
KEEPERS = (Standing.AUTHOR, Standing.COLLEAGUE)
VALIDATORS = (Standing.VALIDATOR,)

ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("submit", _("Send for validation"), (S.DRAFT, S.RETURNED), S.SUBMITTED, WRITERS, icon="send"),
        _action("withdraw", _("Take it back to change it"), (S.SUBMITTED,), S.DRAFT, WRITERS, icon="undo-2"),
        _action("revise", _("Write a new version"), (S.VALIDATED,), S.DRAFT, WRITERS, icon="pencil"),
        _action(
            "discard",
            _("Give the new version up"),
            (S.DRAFT, S.RETURNED),
            S.VALIDATED,
            KEEPERS,
            icon="rotate-ccw",
            destructive=True,
            published=True,
        ),
        _action("validate", _("Validate the practice"), (S.SUBMITTED,), S.VALIDATED, VALIDATORS),
        _action(
            "send_back",
            _("Send back to be completed"),
            (S.SUBMITTED,),
            S.RETURNED,
            VALIDATORS,
            icon="undo-2",
            needs_reason=True,
        ),
        _action(
            "archive",
            _("Archive the practice"),
            (S.VALIDATED, S.DRAFT, S.RETURNED, S.SUBMITTED),
            S.ARCHIVED,
            (*VALIDATORS, *KEEPERS),
            icon="archive",
            needs_reason=True,
            destructive=True,
            published=True,
        ),
        _action("restore", _("Show it again"), (S.ARCHIVED,), S.VALIDATED, VALIDATORS, icon="archive-restore"),
    )
}


class NotPossible(Exception):
    """The action is not open to this person, or not from this state; the message is for them."""


def available_actions(practice: GoodPractice, user: Any) -> list[Action]:
    """What this person may do with this practice now, in the order of the table."""
    who = standing(practice, user)
    return [action for action in ACTIONS.values() if _is_open(action, practice) and action.who & who]


def _is_open(action: Action, practice: GoodPractice) -> bool:
    published = practice.published_id is not None
    return practice.state in action.sources and action.published in (None, published)


def require(practice: GoodPractice, code: str, user: Any) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the practice's lock."""
    for action in available_actions(practice, user):
        if action.code == code:
            return action
    raise NotPossible(_("This is no longer possible: the state has changed meanwhile, or it is not yours to do."))
