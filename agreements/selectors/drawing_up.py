"""Who may begin an agreement: those who will lead it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import Membership
from agreements.selectors.standing import LEADING_HOST_ROLES, SENDER_ROLES, hosts_of
from internships.models import Placement


def may_draw_up(placement: Placement, user: Any, seats: Iterable[Membership] | None = None) -> bool:
    """The school's or employer's people; the host's where nobody sends the trainee. `seats`: their memberships."""
    if not user.is_authenticated:
        return False
    mine = Membership.objects.current().filter(user=user) if seats is None else seats
    sender = placement.sending_organisation
    if sender is not None:
        roles = SENDER_ROLES.get(sender.kind, ())
        return any(seat.organisation_id == sender.pk and seat.role in roles for seat in mine)
    hosts = hosts_of(placement)
    return any(seat.organisation_id in hosts and seat.role in LEADING_HOST_ROLES for seat in mine)
