"""How dates are said within the sentences of this app."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language


def said(day: datetime.date | None) -> str:
    """« 3 mars 2027 », « 1er mars 2027 »."""
    if day is None:
        return ""
    words = date_format(day, "j F Y")
    french = (get_language() or "fr").startswith("fr")
    return words.replace("1 ", "1er ", 1) if french and day.day == 1 else words
