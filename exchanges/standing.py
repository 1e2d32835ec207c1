"""Whether a person has a place in a space, read with their memberships: what the navigation asks on every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import Role
from accounts.workspace import Workspace
from exchanges.enums import StructureState
from exchanges.models import Structure
from exchanges.models.spaces import jobs
from internships.models import Employment

__all__ = ["has_a_job", "in_a_space", "may_enter"]


def in_a_space() -> Exists:
    """On a membership: whether its organisation is an approved structure."""
    return Exists(
        Structure.objects.filter(institution__organisation=OuterRef("organisation"), state=StructureState.APPROVED)
    )


def has_a_job() -> Exists:
    """On a membership: whether its person works for an approved structure without a role there."""
    return Exists(_employed().filter(person=OuterRef("user")))


def may_enter(workspace: Workspace) -> bool:
    """Whether the space opens to this person, for the navigation: the pages of the space ask anew.

    Costs a query a minute, for those who are nowhere a member.
    """
    if workspace.user is None:
        return False
    rows: list[Any] = list(workspace.memberships)
    if any(row.exchange_seat or row.exchange_job or row.role == Role.EXCHANGE_PILOT for row in rows):
        return True
    if rows:
        return False
    return bool(caches["memory"].get_or_set(f"exchange-seat-{workspace.user.pk}", lambda: _works(workspace.user), 60))


def _works(user: Any) -> bool:
    return _employed().filter(person=user).exists()


def _employed() -> QuerySet[Employment]:
    return jobs().filter(organisation__in=Structure.objects.approved().values("institution__organisation"))
