"""On the page of a placement: the trainee's CV, their objectives, and the step where the agreement needs one."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from internships import disclosure, rights
from internships.enums import PlacementState
from internships.models import Placement
from internships.parts import Part, Step
from internships.selectors import objective_pages
from internships.selectors import objectives as selectors
from internships.selectors.profiles import cv_of, for_reader
from internships.views.common import person, workspace


def part(request: HttpRequest, placement: Placement) -> Part | None:
    """What the trainee wants to reach, with what the others say of it."""
    user = person(request)
    context = objective_pages.of_part(placement, user, rights.parties(placement, user, workspace(request).memberships))
    if context is None:
        return None
    return Part(
        title=_("Objectives of the stay"),
        template="internships/objectives/part.html",
        context=context,
        position=35,
        anchor="objectifs",
    )


def step(request: HttpRequest, placement: Placement) -> Step | None:
    """Writing one, before the agreement, where the kind of stay needs it."""
    if placement.state == PlacementState.CANCELLED or not placement.kind.needs_objective:
        return None
    done = bool(selectors.of_placement(placement))
    own = placement.person_id == person(request).pk
    address = f"{reverse('internships:objective_new')}?stage={placement.pk}" if own and not done else ""
    return Step(title=_("An objective written"), position=15, done=done, address=address)


def cv_card(request: HttpRequest, placement: Placement) -> Part | None:
    """The CV of whoever comes, for those of the placement who read it, while it lasts (E6)."""
    user, seats = person(request), workspace(request).memberships
    if placement.person_id == user.pk or not disclosure.reads_cv(placement, user, seats):
        return None
    cv = cv_of(placement.person)
    if cv.is_empty:
        return None
    context = for_reader(cv, address=reverse("internships:placement_cv", args=[placement.pk]))
    return Part(title=_("Who comes"), template="internships/cv/view.html", context=context, position=32, anchor="cv")
