"""A structure no longer takes part: requests that wait because of it are closed, whoever made them (B7)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import links
from accounts.models import User
from exchanges import request_emails as emails
from exchanges.models import ImmersionRequest, Structure
from exchanges.request_enums import WAITING_STATES, RequestState
from exchanges.request_workflow import VISA_LINK, Action
from exchanges.services import ledger
from exchanges.services.moving import locked, move
from exchanges.services.requests import clear_proposal

# No line of the table: nobody chooses it, it follows from what became of a structure.
GONE = Action(
    "structure_left",
    "",
    _("Request for an immersion closed: a structure left the exchanges"),
    frozenset(WAITING_STATES),
    RequestState.WITHDRAWN,
    frozenset(),
)


def structure_left(structure: Structure, *, actor: User) -> None:
    """Closes what waits of the structure and to it: seats are free again, rings fall apart, people are told. What is
    agreed takes place. Call it in the transaction in which the structure leaves."""
    waiting = ImmersionRequest.objects.filter(Q(structure=structure) | Q(offer__structure=structure))
    numbers = waiting.filter(state__in=WAITING_STATES).order_by("pk").values_list("pk", flat=True)
    for number in list(numbers):
        made = locked(number)
        if made.state not in WAITING_STATES:
            # Its ring fell apart with another one of these.
            continue
        was_sent = made.state == RequestState.SENT
        clear_proposal(made)
        move(made, GONE, actor=actor, structure=structure.pk)
        links.revoke(purpose=VISA_LINK, target=made)
        ledger.unbook(request=made, actor=actor)
        emails.structure_left(made, structure, was_sent=was_sent)
