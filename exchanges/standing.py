"""Whether a person has a place in a space, read with their memberships: what the navigation asks on every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef

from accounts.enums import Role
from accounts.models import Pupil
from accounts.workspace import Workspace
from exchanges.enums import StructureState
from exchanges.models import Structure
from internships.models import Employment

__all__ = ["in_a_space", "may_enter"]


def in_a_space() -> Exists:
    """On a membership: whether its organisation is an approved structure."""
    return Exists(
        Structure.objects.filter(institution__organisation=OuterRef("organisation"), state=StructureState.APPROVED)
    )


def may_enter(workspace: Workspace) -> bool:
    """Whether the space opens to this person, for the navigation: the pages of the space ask anew.

    Costs a query a minute, for those who are nowhere a member.
    """
    if workspace.user is None:
        return False
    rows = workspace.memberships
    if any(row.exchange_seat or row.role == Role.EXCHANGE_PILOT for row in rows):  # type: ignore[attr-defined]
        return True
    if rows:
        return False
    return bool(caches["memory"].get_or_set(f"exchange-seat-{workspace.user.pk}", lambda: _works(workspace.user), 60))


def _works(user: Any) -> bool:
    jobs = Employment.objects.current().filter(person=user, agreed_at__isnull=False)
    approved = Structure.objects.approved().values("institution__organisation")
    return jobs.filter(organisation__in=approved).exclude(person__in=Pupil.objects.values("user")).exists()
