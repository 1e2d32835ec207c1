"""What the views of placements share."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.models import User
from accounts.workspace import Workspace
from internships import rights
from internships.models import Placement
from internships.selectors.placements import for_page
from internships.selectors.plans import with_hours


def person(request: HttpRequest) -> User:
    """Who is signed in; for views that only signed-in people reach."""
    return cast(User, request.user)


def workspace(request: HttpRequest) -> Workspace:
    return cast(Workspace, request.workspace)  # type: ignore[attr-defined]


def seen(request: HttpRequest, pk: int) -> Placement:
    """A placement that the person may see; otherwise a 404."""
    return get_object_or_404(for_page(Placement.objects.visible_to(request.user)), pk=pk)


def glimpsed(request: HttpRequest, pk: int, *, hours: bool = False) -> Placement:
    """The same, without all that its own page shows; with its sites and their hours where they are wanted."""
    rows = Placement.objects.visible_to(request.user).select_related(
        "person__trainee_profile__level", "kind", "sending_organisation", "enrolment__cohort__course__level"
    )
    return get_object_or_404(with_hours(rows) if hours else rows, pk=pk)


def allowed(request: HttpRequest, pk: int, *needed: rights.Action) -> Placement:
    """A placement with which the person may do one of these things: a 404 where they do not see it, otherwise a 403."""
    placement = seen(request, pk)
    if not rights.actions(placement, person(request)) & set(needed):
        raise PermissionDenied
    return placement


def back(request: HttpRequest, placement: Placement, said: str = "", anchor: str = "") -> HttpResponse:
    """To the placement's page, with what was done in words."""
    if said:
        messages.success(request, said)
    answer = redirect("internships:placement", pk=placement.pk)
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer
