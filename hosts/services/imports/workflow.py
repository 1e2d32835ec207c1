"""The states of an import, as a table: from where each action leads where."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hosts.enums import ImportState
from hosts.models import ImportBatch


class NotNow(Exception):
    """The action is not possible in the state the import is in; the message says so."""


@dataclass(frozen=True)
class Action:
    sources: frozenset[str]
    target: str


S = ImportState
ACTIONS: dict[str, Action] = {
    "configure": Action(frozenset({S.UPLOADED, S.CHECKED, S.FAILED}), S.CHECKING),
    "checked": Action(frozenset({S.CHECKING}), S.CHECKED),
    "start": Action(frozenset({S.CHECKED}), S.RUNNING),
    "finish": Action(frozenset({S.RUNNING}), S.DONE),
    "fail": Action(frozenset({S.CHECKING, S.RUNNING}), S.FAILED),
    "cancel": Action(frozenset({S.UPLOADED, S.CHECKING, S.CHECKED, S.RUNNING, S.FAILED}), S.CANCELLED),
}
REFUSALS: dict[str, str | Promise] = {
    "configure": _("This import is under way or over: its columns can no longer be changed."),
    "start": _("This import cannot be started now: look at where it stands."),
    "cancel": _("This import is over already."),
}


def available_actions(batch: ImportBatch) -> list[str]:
    """What may be done now; the same answer for the page's buttons and for its POSTs."""
    return [code for code, action in ACTIONS.items() if batch.state in action.sources]


def move(batch: ImportBatch, code: str) -> None:
    """Applies an action to the state (the caller saves). Raises NotNow."""
    action = ACTIONS[code]
    if batch.state not in action.sources:
        raise NotNow(str(REFUSALS.get(code, code)))
    batch.state = action.target
