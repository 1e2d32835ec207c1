"""The states of host sheets and of offers, as tables: who may do what, from where to where (E24, S5).

`available_actions(obj, user)` is what pages show and what services ask before they act: buttons and POST agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hosts.enums import HostState, OfferState, Standing
from hosts.models import HostInstitution, PlacementOffer
from hosts.selectors.standing import standing

S, O = HostState, OfferState  # noqa: E741


@dataclass(frozen=True)
class Action:
    """One line of a table: by whom, from which states, to which; `needs_reason` asks for a sentence."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    needs_reason: bool = False
    icon: str = "check"
    destructive: bool = False


def _action(code: str, label: Any, sources: Iterable[str], target: str, who: Iterable[str], **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset(who), **more)


MODERATORS = (Standing.MODERATOR,)
KEEPERS = (Standing.MANAGER, Standing.DISCOVERER)

HOST_ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("submit", _("Send to moderation"), (S.RETURNED,), S.PENDING, KEEPERS, icon="send"),
        _action("resubmit", _("Ask to be published again"), (S.ARCHIVED,), S.PENDING, (Standing.MANAGER,), icon="send"),
        _action("publish", _("Publish the sheet"), (S.PENDING, S.RETURNED, S.ARCHIVED), S.PUBLISHED, MODERATORS),
        _action(
            "send_back",
            _("Send back to be completed"),
            (S.PENDING,),
            S.RETURNED,
            MODERATORS,
            needs_reason=True,
            icon="undo-2",
        ),
        _action(
            "refuse",
            _("Refuse the sheet"),
            (S.PENDING, S.RETURNED),
            S.REFUSED,
            MODERATORS,
            needs_reason=True,
            icon="circle-x",
            destructive=True,
        ),
        _action("reopen", _("Examine again"), (S.REFUSED,), S.PENDING, MODERATORS, icon="rotate-ccw"),
        _action(
            "archive",
            _("Archive the sheet"),
            (S.PUBLISHED,),
            S.ARCHIVED,
            (Standing.MODERATOR, Standing.MANAGER),
            icon="archive",
            destructive=True,
        ),
        _action(
            "merge",
            _("Merge into another sheet"),
            (S.PENDING, S.RETURNED, S.PUBLISHED, S.ARCHIVED),
            S.MERGED,
            MODERATORS,
            icon="merge",
            destructive=True,
        ),
    )
}

OFFER_ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("publish", _("Publish the offer"), (O.DRAFT, O.WITHDRAWN), O.PUBLISHED, (Standing.MANAGER,)),
        _action(
            "withdraw",
            _("Withdraw the offer"),
            (O.PUBLISHED,),
            O.WITHDRAWN,
            (Standing.MANAGER,),
            icon="eye-off",
            destructive=True,
        ),
    )
}


class NotPossible(Exception):
    """The action is not open to this person, or not from this state; the message is for them."""


def available_actions(obj: HostInstitution | PlacementOffer, user: Any) -> list[Action]:
    """What this person may do with this sheet or offer now, in the order of the table."""
    institution = obj if isinstance(obj, HostInstitution) else obj.institution
    table = HOST_ACTIONS if isinstance(obj, HostInstitution) else OFFER_ACTIONS
    who = standing(institution, user)
    return [action for action in table.values() if obj.state in action.sources and action.who & who]


def require(obj: HostInstitution | PlacementOffer, code: str, user: Any) -> Action:
    """The action, if it is open to this person now; otherwise NotPossible. Call it under the object's lock."""
    for action in available_actions(obj, user):
        if action.code == code:
            return action
    raise NotPossible(_("This is no longer possible: the state has changed meanwhile, or it is not yours to do."))
