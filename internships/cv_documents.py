"""The CV as a PDF: accessible, one page or two, in the language of the moment."""

from __future__ import annotations

import base64

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from documents import pdf
from documents.models import StoredFile
from internships.selectors.profiles import Cv, for_reader


def cv(found: Cv, *, contact: bool) -> bytes:
    """The bytes of the document; `contact` where the reader may also know how to reach the person."""
    photo = found.profile.photo
    context = for_reader(
        found,
        contact=contact,
        photo=picture(photo) if photo else "",
        made_on=timezone.localdate(),
    )
    return pdf.render("internships/pdf/cv.html", context)


def picture(file: StoredFile) -> str:
    """A stored picture inside the document: documents fetch nothing."""
    smaller = file.variants.order_by("width").first() or file
    try:
        with default_storage.open(smaller.path) as content:
            words = base64.b64encode(content.read()).decode("ascii")
    except FileNotFoundError:
        return ""
    return f"data:{smaller.media_type};base64,{words}"


def file_name(found: Cv) -> str:
    return f"cv-{slugify(str(found.person)) or found.person.pk}.pdf"
