"""Documents: PDF/UA, our own fonts inside, nothing fetched from anywhere (quality.md, security)."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from documents import pdf

PAGE = "<!doctype html><html lang=fr><head><title>T</title>{head}</head><body><h1>Titre</h1>{body}</body></html>"


def page(head: str = "", body: str = "") -> str:
    return PAGE.format(head=head, body=body)


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def fonts(document: pypdf.PdfReader) -> Iterator[str]:
    for sheet in document.pages:
        for font in (sheet["/Resources"].get_object().get("/Font") or {}).values():
            yield font.get_object()["/BaseFont"]


def test_the_base_of_documents_is_accessible_and_brings_its_font() -> None:
    document = reader(pdf.render("pdf/base.html", {"title": "Convention de stage"}, language="fr"))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    names = set(fonts(document))
    assert names
    assert all("Source-Sans" in name or "SourceSans" in name for name in names), names


@pytest.mark.parametrize(
    "attack",
    [
        page(head="<link rel=attachment href='file:///etc/passwd'>"),
        page(head="<link rel=stylesheet href='file:///etc/passwd'>"),
        page(body="<img src='file:///etc/passwd' alt=''>"),
        page(body="<img src='http://127.0.0.1:1/x.png' alt=''>"),
        page(body="<img src='https://example.org/x.png' alt=''>"),
        page(head="<style>@import url(http://127.0.0.1:1/a.css);</style>"),
        page(head="<style>body{background:url(ftp://127.0.0.1/a.png)}</style>"),
        page(body="<img src='/static/../../../../etc/passwd' alt=''>"),
        page(body="<img src='/static/..%2f..%2f..%2f..%2fetc/passwd' alt=''>"),
        page(body="<img src='/fichiers/1/' alt=''>"),
        page(body="<a rel=attachment href='file:///etc/passwd'>x</a>"),
        page(body="<embed src='file:///etc/passwd'><object data='file:///etc/passwd'></object>"),
        page(body="<svg><image href='file:///etc/passwd'/></svg>"),
    ],
)
def test_nothing_is_fetched_from_elsewhere(attack: str) -> None:
    with pytest.raises(pdf.DocumentProblem):
        pdf.from_html(attack)


def test_what_is_allowed_is_fetched() -> None:
    """The guard above guards: the same page without an attack passes, with data and a static file of ours."""
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/%3E"
    content = page(
        head="<link rel=stylesheet href='/static/css/pdf.css'>", body=f'<img src="{dot}" alt="point"><p>Bonjour</p>'
    )
    document = reader(pdf.from_html(content))
    assert "Bonjour" in document.pages[0].extract_text()
    assert not document.attachments


def test_a_document_that_is_too_long_is_refused() -> None:
    with pytest.raises(pdf.DocumentProblem, match="long"):
        pdf.from_html("x" * (pdf.LONGEST_HTML + 1))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_document_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.3)
    rows = "<tr><td>a</td><td>b</td></tr>" * 3_000
    with pytest.raises(pdf.DocumentProblem, match="takes too long"):
        pdf.from_html(page(body=f"<table>{rows}</table>"))


def test_the_limit_does_not_strike_afterwards() -> None:
    with pdf.time_limit(0.05):
        pass
    time.sleep(0.1)


def test_the_language_of_the_reader(settings: Any) -> None:
    assert reader(pdf.render("pdf/base.html", {"title": "x"}, language="en")).trailer["/Root"]["/Lang"] == "en"
