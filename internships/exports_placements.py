"""The columns of the lists of placements that leave as CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from internships.enums import SupervisorCapacity
from internships.selectors import plans
from internships.selectors.journey import situation_words
from law.durations import hours


def _people(capacity: str) -> Any:
    return lambda placement: ", ".join(one.name for one in placement.companions if one.capacity == capacity)


PLACEMENTS = [
    Column(_("Trainee"), "person", 30),
    Column(_("Host"), lambda one: " · ".join(str(site.institution) for site in one.sites.all()), 40),
    Column(_("Site"), lambda one: " · ".join(str(site) for site in one.sites.all()), 40),
    Column(_("First day"), "start"),
    Column(_("Last day"), "end"),
    Column(_("Situation"), lambda one: situation_words(one)[0], 30),
    Column(_("Kind of placement"), "kind.name", 30),
    Column(_("School or employer"), "sending_organisation.name", 40),
    Column(_("Cohort"), "enrolment.cohort.name", 20),
    Column(_("Tutor"), _people(SupervisorCapacity.TUTOR), 30),
    Column(_("Referent teacher"), _people(SupervisorCapacity.REFERENT_TEACHER), 30),
    Column(_("Hours of presence"), lambda one: hours(plans.presence(one).minutes), 14),
]
