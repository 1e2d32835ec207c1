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

GRANT_REQUESTS = [
    Column(_("Grant"), "grant.title", 40),
    Column(_("Funder"), "grant.funder.name", 30),
    Column(_("Trainee"), "person", 30),
    Column(_("First day"), "placement.start"),
    Column(_("Last day"), "placement.end"),
    Column(_("State"), lambda one: str(one.get_state_display()), 20),
    Column(_("Amount asked for"), "amount_asked", 16),
    Column(_("Amount granted"), "amount_granted", 16),
    Column(_("Currency"), "grant.currency", 10),
    Column(_("Sent on"), "sent_at"),
    Column(_("Answered on"), "decided_at"),
]
BUDGET = [
    Column(_("Expense or income"), lambda line: str(line.get_side_display()), 20),
    Column(_("Heading"), "category.name", 30),
    Column(_("What"), "label", 40),
    Column(_("Planned"), "planned", 14),
    Column(_("Actual"), "actual", 14),
    Column(_("Currency"), "currency", 10),
    Column(_("Receipt"), lambda line: line.receipt.name if line.receipt else "", 30),
]
