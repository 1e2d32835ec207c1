"""The columns of the library's lists."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.tables import Column

DOCUMENTS = [
    Column(_("Title"), "title", 60),
    Column(_("Kind"), lambda one: one.get_kind_display(), 24),
    Column(_("Dated"), "dated_on"),
    Column(_("Territory"), lambda one: one.territory.name if one.territory else "", 24),
    Column(_("What it is about"), "summary", 80),
    Column(_("Address"), lambda one: f"{settings.PUBLIC_URL.rstrip('/')}{one.get_absolute_url()}", 50),
]
COMMITMENTS = [
    Column(_("Objective"), "objective", 50),
    Column(_("Commitment"), "commitment", 60),
    Column(_("Who is committed"), "who", 30),
    Column(_("How far it is"), lambda row: row.get_state_display(), 16),
    Column(_("Since"), "state_on"),
    Column(_("Until"), "due"),
    Column(_("What shows it"), "evidence", 60),
]
