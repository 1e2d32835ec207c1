"""The texts of a space on paper. Pure: the same version gives the same pages (B9, B12)."""

from __future__ import annotations

from documents import pdf, richtext
from exchanges.models import CharterVersion, ExchangeSpace
from exchanges.selectors.charters import Standing
from practices.models import LibraryVersion


def render(charter: CharterVersion, standing: Standing, language: str) -> bytes:
    """The cahier des charges: its text, and who validated it. A few pages, accessible (PDF/UA)."""
    context = {"charter": charter, "html": richtext.render(charter.text), "standing": standing, "space": charter.space}
    return pdf.render("exchanges/pdf/charter.html", {**context, "title": str(charter.space)}, language=language)


def render_text(version: LibraryVersion, space: ExchangeSpace, language: str) -> bytes:
    """A text of the space’s library that was written here rather than sent as a file."""
    document = version.document
    context = {"document": document, "version": version, "space": space, "html": richtext.render(version.text)}
    return pdf.render("exchanges/pdf/text.html", {**context, "title": document.title}, language=language)
