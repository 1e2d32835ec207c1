"""The columns of the lists of evaluations that leave as CSV or XLSX."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from internships.selectors.evaluation_lists import Line

SCHOOL = [
    Column(_("Trainee"), "evaluation.placement.person", 30),
    Column(_("Cohort"), "evaluation.placement.enrolment.cohort.name", 20),
    Column(_("Host"), "hosts", 40),
    Column(_("First day"), "evaluation.placement.start"),
    Column(_("Last day"), "evaluation.placement.end"),
    Column(_("Who answers"), lambda line: str(line.evaluation.get_source_display()), 20),
    Column(_("State"), lambda line: str(line.evaluation.get_state_display()), 18),
    Column(_("Opened on"), "evaluation.opened_at"),
    Column(_("Sent on"), lambda line: line.evaluation.sent_at if line.evaluation.is_sent else None),
    Column(_("Objectives judged"), "judged", 18),
    Column(_("Objectives reached"), "reached", 18),
    Column(_("Answers"), "answers", 80),
]


def _hosts(one: object) -> str:
    return Line(one, False).hosts  # type: ignore[arg-type]


OVERSEEN = [
    Column(_("School or employer"), "placement.sending_organisation.name", 40),
    Column(_("Host"), _hosts, 40),
    Column(_("Kind of placement"), "placement.kind.name", 30),
    Column(_("First day"), "placement.start"),
    Column(_("Last day"), "placement.end"),
    Column(_("Who answers"), lambda one: str(one.get_source_display()), 20),
    Column(_("State"), lambda one: str(one.get_state_display()), 18),
    Column(_("Opened on"), "opened_at"),
    Column(_("Sent on"), lambda one: one.sent_at if one.is_sent else None),
]
