"""What an application shows of its trainee to this reader: CV and objectives, as `internships.disclosure` decides."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from internships import disclosure
from internships.models import Application
from internships.selectors.profiles import cv_of, for_reader


def of_application(application: Application, *, inside: bool, is_trainee: bool, by_link: bool) -> dict[str, Any]:
    """For those inside (the trainee, their school), and for a host that may read it."""
    found: dict[str, Any] = {"shown_cv": None, "shown_objectives": []}
    if inside or disclosure.shows_objectives(application):
        found["shown_objectives"] = [one for one in application.objectives.all() if one.dropped_at is None]
    if inside or disclosure.shows_cv(application):
        cv = cv_of(application.person)
        if not cv.is_empty:
            route = "internships:application_cv_by_link" if by_link else "internships:application_cv"
            found["shown_cv"] = for_reader(cv, address=reverse(route, args=[application.pk]), by_link=by_link)
    found["may_choose_objectives"] = is_trainee and application.state in disclosure.OPEN_STATES
    return found
