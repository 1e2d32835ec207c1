"""The states of agreements as a table: who may do what, from where to where. Buttons and POST ask the same function.

An action without `who` is the machine's: it follows from something else (the document is made, the last one signed).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from agreements.enums import AgreementState, Standing
from agreements.models import Agreement
from agreements.selectors.standing import standing

S = AgreementState


@dataclass(frozen=True)
class Action:
    """One line of the table; `needs_reason` asks for a sentence."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[str] = frozenset()
    needs_reason: bool = False
    icon: str = "check"
    destructive: bool = False


def _action(code: str, label: Any, sources: Iterable[str], target: str, who: Iterable[str] = (), **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset(who), **more)


STEWARD = (Standing.STEWARD,)

ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("send", _("Send for signature"), (S.PREPARING,), S.RENDERING, STEWARD, icon="send"),
        _action("rendered", _("The document is made"), (S.RENDERING,), S.SIGNING),
        _action(
            "reopen",
            _("Change the agreement"),
            (S.RENDERING, S.SIGNING),
            S.PREPARING,
            STEWARD,
            needs_reason=True,
            icon="pencil",
            destructive=True,
        ),
        _action("signed", _("All have signed"), (S.SIGNING,), S.SEALING),
        _action("seal", _("Sealed"), (S.SEALING,), S.SEALED),
        _action(
            "cancel",
            _("Cancel the agreement"),
            (S.PREPARING, S.RENDERING, S.SIGNING, S.SEALED),
            S.CANCELLED,
            STEWARD,
            needs_reason=True,
            icon="ban",
            destructive=True,
        ),
    )
}


class NotPossible(Refused):
    """The action is not open to this person, or not from this state; the message is for them."""


def available_actions(agreement: Agreement, user: Any, who: frozenset[Standing] | None = None) -> list[Action]:
    """What this person may do with the agreement now, in the order of the table; `who` they are where it is known."""
    possible = [action for action in ACTIONS.values() if agreement.state in action.sources and action.who]
    if not possible:
        return []
    who = standing(agreement, user) if who is None else who
    return [action for action in possible if action.who & who]


def may(agreement: Agreement, code: str, user: Any, who: frozenset[Standing] | None = None) -> bool:
    return any(action.code == code for action in available_actions(agreement, user, who))


def require(agreement: Agreement, code: str, user: Any, who: frozenset[Standing] | None = None) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the agreement's lock.

    `who` they are to the agreement, for a page that knows it.
    """
    for action in available_actions(agreement, user, who):
        if action.code == code:
            return action
    raise NotPossible(_("This is no longer possible: the agreement has changed meanwhile, or it is not yours to do."))


def apply(
    agreement: Agreement,
    code: str,
    *,
    actor: User | None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> Agreement:
    """Moves the agreement along the table, sets `fields`, and writes the trace.

    Call it under the agreement's lock (`agreements.locking.locked`), after `require` where a person acts; a move that
    the table does not know raises NotPossible.
    """
    action = ACTIONS[code]
    if agreement.state not in action.sources:
        raise NotPossible(_("This is no longer possible: the agreement has changed meanwhile."))
    agreement.state, agreement.state_since = action.target, timezone.now()
    for name, value in fields.items():
        setattr(agreement, name, value)
    agreement.version += 1
    agreement.save(update_fields=["state", "state_since", "updated_at", "version", *fields])
    audit.record(
        action=f"agreement.{code}",
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data=data or {},
        text=reason,
    )
    return agreement
