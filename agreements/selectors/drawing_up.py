"""Who may begin an agreement: those who will lead it."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership
from agreements.selectors.standing import LEADING_HOST_ROLES, SENDER_ROLES
from internships.models import Placement


def may_draw_up(placement: Placement, user: Any) -> bool:
    """The school's or employer's people; the host's where nobody sends the trainee."""
    if not user.is_authenticated:
        return False
    mine = Membership.objects.current().filter(user=user)
    sender = placement.sending_organisation
    if sender is not None:
        return mine.filter(organisation=sender, role__in=SENDER_ROLES.get(sender.kind, ())).exists()
    hosts = placement.sites.values("institution__organisation_id")
    return mine.filter(organisation__in=hosts, role__in=LEADING_HOST_ROLES).exists()
