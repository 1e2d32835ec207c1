"""An innovation on paper: what its page says, as an accessible PDF. Pure."""

from __future__ import annotations

from django.conf import settings

from documents import pdf, richtext
from practices.documents import as_data
from practices.models import Innovation
from practices.selectors.innovations import parts


def render_pdf(innovation: Innovation, language: str) -> bytes:
    """One of `selectors.innovations.public_page`: with the people who let their names be shown."""
    context = {
        "innovation": innovation,
        "title": innovation.title,
        "story": richtext.render(innovation.story),
        "parts": parts(innovation),
        "named": innovation.named,  # type: ignore[attr-defined]
        "photo": as_data(innovation.photo) if innovation.photo else "",
        "address": f"{settings.PUBLIC_URL.rstrip('/')}{innovation.get_absolute_url()}",
    }
    return pdf.render("practices/pdf/innovation.html", context, language=language)
