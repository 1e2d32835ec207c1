"""The columns of the lists that leave as CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from practices.models import PracticeEntry
from practices.selectors import lists


def _named(entry: PracticeEntry, numbers: list[int], rows: Any) -> str:
    known = rows.get().by_number
    return ", ".join(known[pk].name for pk in numbers if pk in known)


PRACTICES = [
    Column(_("Title"), "title", 50),
    Column(_("In one sentence"), "summary", 60),
    Column(_("Sector"), lambda entry: _named(entry, entry.sectors, lists.sectors), 30),
    Column(_("Occupation"), lambda entry: _named(entry, entry.occupations, lists.occupations), 30),
    Column(_("Origin"), lambda entry: gettext("Observed") if entry.observed else gettext("Told by the team"), 20),
    Column(_("Where"), "where", 40),
    Column(_("Town"), "city", 20),
    Column(_("Département or province"), "department", 20),
    Column(_("Validated on"), "published_at"),
    Column(_("Address"), lambda entry: f"{settings.PUBLIC_URL.rstrip('/')}{entry.address}", 60),
]
