"""A practice on paper: what a version says, as a PDF. Pure: the same sheet gives the same pages."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings

from documents import pdf
from documents.models import StoredFile
from hosts.selectors.search.kept import KeptByKey
from practices.selectors.sheet import Sheet

# Making one takes half a second, and a practice that is read is printed by several people.
KEPT_FOR, MOST = 600.0, 40
MOST_PHOTOS = 3
_made: KeptByKey[bytes] = KeptByKey(KEPT_FOR, MOST)


def kept(sheet: Sheet, language: str) -> bytes:
    """The PDF of a version, made once in a while by each process."""
    version = sheet.version.pk if sheet.version else None
    names = tuple(str(one) for one in (sheet.organisation, *sheet.people))
    return _made.get((version, language, names), lambda: render(sheet, language))


def render(sheet: Sheet, language: str) -> bytes:
    """Two or three pages, accessible (PDF/UA)."""
    return pdf.render("practices/pdf/practice.html", context(sheet), language=language)


def context(sheet: Sheet) -> dict[str, Any]:
    photos = [
        {"source": as_data(photo.file), "words": photo.alternative}
        for photo in sheet.photos[:MOST_PHOTOS]
        if photo.file.media_type.startswith("image/")
    ]
    address = f"{settings.PUBLIC_URL.rstrip('/')}{sheet.practice.get_absolute_url()}"
    return {"sheet": sheet, "practice": sheet.practice, "photos": photos, "address": address, "title": sheet.title}


def as_data(file: StoredFile) -> str:
    """The picture itself, at 640 pixels: a document fetches nothing."""
    small = file.variants.order_by("width").filter(width__gte=600).first() or file
    return f"data:{small.media_type};base64,{base64.b64encode(small.read()).decode()}"
