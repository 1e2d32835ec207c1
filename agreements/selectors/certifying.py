"""Who may certify a placement, and in whose name."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership
from agreements.selectors.standing import LEADING_HOST_ROLES, SENDER_ROLES
from internships.models import Placement


def certifies_for(placement: Placement, user: Any) -> str:
    """The name of the host or school in whose name the person certifies; empty for nobody."""
    if not user.is_authenticated:
        return ""
    mine = Membership.objects.current().filter(user=user).select_related("organisation")
    hosts = mine.filter(
        organisation__in=placement.sites.values("institution__organisation_id"), role__in=LEADING_HOST_ROLES
    ).first()
    if hosts:
        return str(hosts.organisation)
    sender = placement.sending_organisation
    if sender and mine.filter(organisation=sender, role__in=SENDER_ROLES.get(sender.kind, ())).exists():
        return str(sender)
    return ""
