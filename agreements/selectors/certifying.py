"""Who may certify a placement, and in whose name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import Membership
from agreements.selectors.leading import LEADING_HOST_ROLES, SENDER_ROLES, hosts_of
from internships.models import Placement


def certifies_for(placement: Placement, user: Any, seats: Iterable[Membership] | None = None) -> str:
    """The name of the host or school in whose name the person certifies; empty for nobody. `seats`: memberships."""
    if not user.is_authenticated:
        return ""
    if seats is None:
        seats = Membership.objects.current().filter(user=user).select_related("organisation").order_by("pk")
    mine, hosts = list(seats), hosts_of(placement)
    for seat in mine:
        if seat.organisation_id in hosts and seat.role in LEADING_HOST_ROLES:
            return str(seat.organisation)
    sender = placement.sending_organisation
    roles = SENDER_ROLES.get(sender.kind, ()) if sender else ()
    sent = any(seat.organisation_id == placement.sending_organisation_id and seat.role in roles for seat in mine)
    return str(sender) if sent else ""
