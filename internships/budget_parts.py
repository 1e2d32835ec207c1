"""What the page of a placement says of its budget, to those who may read it (E9)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from internships.enums import PlacementState
from internships.models import Placement
from internships.parts import Part
from internships.selectors import budget
from internships.views.people import workspace


def part(request: HttpRequest, placement: Placement) -> Part | None:
    user = request.user
    if not user.is_authenticated or not budget.may_read(placement, user, workspace(request).memberships):
        return None
    rows = budget.read(placement)
    mine = placement.person_id == user.pk
    if not rows and (not mine or placement.state == PlacementState.CANCELLED):
        return None
    return Part(
        title=_("Budget"),
        template="internships/parts/budget.html",
        context={"balances": budget.balances(rows), "mine": mine},
        position=38,
        anchor="budget",
    )


def register() -> None:
    """Called when the site starts."""
    from internships import parts

    parts.register(part)
