"""What can be done with a structure of the space and with a sheet « offre accueil », as two tables.

`available_actions(obj, seat)` is what pages show and what services ask before they act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import MANAGING_ROLES
from accounts.models import Membership
from exchanges.enums import OfferState, Standing, StructureState
from exchanges.models import ImmersionOffer, Structure
from exchanges.models.spaces import JOINING_ROLES

if TYPE_CHECKING:
    from exchanges.access import Seat

S, T = OfferState, StructureState


@dataclass(frozen=True)
class Action:
    """One line of a table."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    icon: str = "check"
    needs_reason: bool = False
    destructive: bool = False


def _action(code: str, label: Any, sources: Iterable[str], target: str, who: Iterable[str], **more: Any) -> Action:
    return Action(code, label, frozenset(sources), target, frozenset(who), **more)


PILOT, WRITER, MANAGER = (Standing.PILOT,), (Standing.WRITER,), (Standing.MANAGER,)

STRUCTURES: dict[str, Action] = {
    action.code: action
    for action in (
        _action("approve", pgettext_lazy("structure", "Approve"), (T.ASKED, T.REFUSED), T.APPROVED, PILOT),
        _action(
            "refuse",
            pgettext_lazy("structure", "Refuse"),
            (T.ASKED,),
            T.REFUSED,
            PILOT,
            icon="x",
            needs_reason=True,
            destructive=True,
        ),
        _action(
            "exclude",
            pgettext_lazy("structure", "End its participation"),
            (T.APPROVED,),
            T.LEFT,
            PILOT,
            icon="log-out",
            needs_reason=True,
            destructive=True,
        ),
        _action("ask", _("Ask to take part"), (T.REFUSED, T.LEFT), T.ASKED, MANAGER, icon="send"),
        _action("withdraw", _("Take the request back"), (T.ASKED,), T.LEFT, MANAGER, icon="undo-2"),
        _action("leave", _("Leave the exchanges"), (T.APPROVED,), T.LEFT, MANAGER, icon="log-out", destructive=True),
    )
}

OFFERS: dict[str, Action] = {
    action.code: action
    for action in (
        _action("submit", _("Send to the pilot"), (S.DRAFT, S.RETURNED), S.SUBMITTED, WRITER, icon="send"),
        _action("withdraw", _("Take it back to change it"), (S.SUBMITTED,), S.DRAFT, WRITER, icon="undo-2"),
        _action("publish", pgettext_lazy("immersion offer", "Publish"), (S.SUBMITTED,), S.PUBLISHED, PILOT),
        _action(
            "send_back",
            _("Send back to be completed"),
            (S.SUBMITTED, S.PUBLISHED),
            S.RETURNED,
            PILOT,
            icon="undo-2",
            needs_reason=True,
        ),
        _action("revise", _("Change the text"), (S.PUBLISHED,), S.DRAFT, WRITER, icon="pencil"),
        _action(
            "close",
            pgettext_lazy("immersion offer", "Close the offer"),
            (S.PUBLISHED,),
            S.CLOSED,
            WRITER,
            icon="archive",
            destructive=True,
        ),
        _action(
            "reopen", _("Open the offer again"), (S.CLOSED,), S.PUBLISHED, WRITER, icon="archive-restore"
        ),
    )
}  # fmt: skip


class NotPossible(Exception):
    """The action is not open to this person, or not from this state; the message is for them."""


class ReasonNeeded(Exception):
    """Refusals and returns say why, to the people concerned."""


def offer_actions(offer: ImmersionOffer, seat: Seat | None) -> list[Action]:
    """What may be done with a sheet now, in the order of the table."""
    who = offer_standing(offer, seat)
    return [action for action in OFFERS.values() if offer.state in action.sources and action.who & who]


def offer_standing(offer: ImmersionOffer, seat: Seat | None) -> frozenset[str]:
    if seat is None or offer.structure.space_id != seat.space.pk:
        return frozenset()
    who = {Standing.PILOT} if seat.is_pilot else set()
    return frozenset(who | ({Standing.WRITER} if offer.structure_id in seat.writes_for else set()))


def structure_actions(structure: Structure, user: Any) -> list[Action]:
    """What may be done with a structure now. Its managers need no seat: they ask before they have one."""
    who = structure_standing(structure, user)
    return [action for action in STRUCTURES.values() if structure.state in action.sources and action.who & who]


def structure_standing(structure: Structure, user: Any) -> frozenset[str]:
    seats = Membership.objects.current().filter(user=user)
    bodies = {structure.space.pilot_id, structure.institution.organisation_id}
    roles = set(seats.filter(organisation__in=bodies).values_list("organisation", "role"))
    who = set()
    if (structure.space.pilot_id, "exchange_pilot") in roles:
        who.add(Standing.PILOT)
    if any((structure.institution.organisation_id, role) in roles for role in (*JOINING_ROLES, *MANAGING_ROLES)):
        who.add(Standing.MANAGER)
    return frozenset(who)


def require(actions: list[Action], code: str, reason: str = "") -> Action:
    """The action, if it is open now and its reason given. Call it under the row's lock."""
    step = next((one for one in actions if one.code == code), None)
    if step is None:
        raise NotPossible(_("This is no longer possible: the state has changed meanwhile, or it is not yours to do."))
    if step.needs_reason and not reason:
        raise ReasonNeeded(_("Say why, in a sentence: it is sent to the people concerned."))
    return step
