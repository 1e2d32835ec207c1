"""The columns of lists of applications that leave as CSV or XLSX: never more than the page shows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from internships.disclosure import name_for_host

_WHEN = [
    Column(_("First day"), "start", 12),
    Column(_("Last day"), "end", 12),
    Column(_("Share of time"), "time_share", 12),
]
_STATE = [
    Column(_("State"), "get_state_display", 30),
    Column(_("Sent on"), "sent_at"),
    Column(_("Answered on"), "answered_at"),
    Column(_("Reason"), "reason", 40),
]
_HOST = [Column(_("Host"), "institution.organisation.name", 40), Column(_("Offer"), "offer.title", 40)]


def _known_name(application: Any) -> str:
    return name_for_host(application)


OWN = [*_HOST, Column(_("Kind of placement"), "kind.name", 30), *_WHEN, *_STATE]
RECEIVED = [
    Column(_("Trainee"), _known_name, 30),
    Column(_("Offer"), "offer.title", 40),
    Column(_("Kind of placement"), "kind.name", 30),
    *_WHEN,
    *_STATE,
]
SCHOOL = [
    Column(_("Trainee"), "person", 30),
    Column(_("Cohort"), "enrolment.cohort.name", 30),
    *_HOST,
    *_WHEN,
    *_STATE,
]
