"""The columns of the lists that leave as CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.tables import Column


def _situation(enrolment: Any) -> Any:
    if enrolment.has_placement:
        return _("Has a placement")
    return _("Has applied") if enrolment.has_applied else _("Without a placement")


TRAINEES = [
    Column(_("Last name"), "person.last_name"),
    Column(_("First name"), "person.first_name"),
    Column(_("E-mail address"), "person.email", 30),
    Column(_("Referent teacher"), lambda one: one.referent or one.cohort.referent or "", 26),
    Column(_("Situation"), _situation, 24),
    Column(_("Enrolled on"), "enrolled_on"),
    Column(_("Left on"), "left_on"),
]

COHORTS = [
    Column(_("Name"), "name", 30),
    Column(_("Course"), "course.title", 40),
    Column(_("Kind of placement"), "kind.name", 30),
    Column(_("First day of the year"), "start"),
    Column(_("Last day of the year"), "end"),
    Column(_("Placement from"), "placement_start"),
    Column(_("Placement until"), "placement_end"),
    Column(_("Referent teacher"), lambda cohort: cohort.referent or "", 26),
    Column(_("Trainees"), "trainees", 10),
]

COURSES = [
    Column(_("Title of the course"), "title", 50),
    Column(_("Diploma"), "diploma.name", 30),
    Column(_("Level"), "level.name", 24),
    Column(_("Hours of teaching"), "hours", 12),
    Column(_("In use"), "active", 10),
]
