"""What agreements say to changes of a placement, and how they follow them. Wired in `AppConfig.ready()`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.models import User
from agreements.enums import AgreementState
from agreements.services import cancelling, following
from hosts.services import merging
from internships import events
from internships.events import Change
from internships.models import Placement, Supervisor

# What stands in the signed document. Absences, an early end and notes are told otherwise, and pass.
SIGNED_FOR = (Change.DATES, Change.SITES, Change.WEEK, Change.SUPERVISOR)
UNDER_WAY = (AgreementState.RENDERING, AgreementState.SIGNING, AgreementState.SEALING)


def register() -> None:
    events.register_guard(guard)
    events.register("changed", changed)
    events.register("cancelled", cancelling.follow_placement)
    merging.register_follower(following.follow_merge)


def guard(placement: Placement, *, change: Change, actor: User | None) -> None:
    """What all have signed, or are signing, changes by an amendment or by taking the agreement back."""
    if change not in (*SIGNED_FOR, Change.AGE):
        return
    states = set(placement.agreements.originals().values_list("state", flat=True))
    if AgreementState.SEALED in states and change != Change.AGE:
        raise Refused(_("The agreement is signed by all. Prepare an amendment on its page: it changes the placement."))
    if states & set(UNDER_WAY):
        raise Refused(
            _("The agreement is being signed. Take it back on its page first: the signatures given will be cancelled.")
        )


def changed(placement: Placement, *, change: str = "", **details: Any) -> None:
    """While it is being completed, an agreement's signatories follow the people of the placement."""
    standing = placement.agreements.originals().filter(state=AgreementState.PREPARING).first()
    if standing is None:
        return
    if change == Change.SUPERVISOR:
        made, replaced = details.get("supervisor"), details.get("replaced")
        if isinstance(made, Supervisor):
            following.follow_supervisor(standing, made, replaced)
    elif change == Change.EMPLOYER:
        following.follow_employer(standing)
    elif change in (Change.DATES, Change.AGE):
        following.follow_age(standing)
    elif change == Change.SITES:
        following.follow_hosts(standing)
