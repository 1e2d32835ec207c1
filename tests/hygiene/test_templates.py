"""Nothing inline: the Content-Security-Policy would refuse it, and a page would silently lose its look or its work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hygiene.sources import ROOT, name, templates, tracked

INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a script without a file": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a script in an htmx attribute": re.compile(r"\shx-(?:on|vals=[\"']js:|headers=[\"']js:)", re.IGNORECASE),
}
# Mail programs and the PDF engine read no style sheet of ours; their templates are not pages.
NOT_PAGES = re.compile(r"(?:^|/)(?:emails?|pdf|documents/pdf)/")
# Addresses that leave the site: people may follow a link, the page itself fetches nothing.
FETCHED = re.compile(
    r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
)


def pages() -> list[Path]:
    return [path for path in templates() if path.suffix == ".html" and not NOT_PAGES.search(name(path))]


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what: str) -> None:
    files = pages()
    assert len(files) > 30
    assert not [name(path) for path in files if INLINE[what].search(path.read_text())]


def test_no_page_fetches_from_elsewhere() -> None:
    """A26: no third party at all."""
    assert not [name(path) for path in pages() if FETCHED.search(path.read_text())]


def test_what_is_asked_as_one_types_leaves_the_key_of_the_form_alone() -> None:
    """Otherwise it meets the form that is sent at that moment, and the person is told that it had been sent already."""
    form = re.compile(r"<form\b(?:[^>{]|\{[{%].*?[%}]\})*>.*?</form>", re.DOTALL)
    typed = re.compile(r"hx-trigger=[\"'][^\"']*\b(?:change|input)\b")
    found = [match.group() for path in pages() for match in form.finditer(path.read_text())]
    asking = [
        one
        for one in found
        if "hx-post" in (head := one.partition(">")[0]) and typed.search(head) and "idempotency_key %}" in one
    ]
    assert asking
    assert not [one[:200] for one in asking if 'hx-params="not idempotency_key"' not in one]


def test_no_script_of_ours_evaluates_or_calls_elsewhere() -> None:
    scripts = [path for path in tracked() if path.is_relative_to(ROOT / "static" / "js")]
    assert scripts
    bad = re.compile(r"\beval\(|new Function\(|innerHTML\s*=|document\.write|https?://(?!www\.w3\.org)")
    assert not [name(path) for path in scripts if bad.search(path.read_text())]


def test_colours_are_named_in_one_file_only() -> None:
    """One file of tokens; nothing else names a colour, save the PDF's sheet, which stands alone."""
    sheets = [path for path in tracked() if path.is_relative_to(ROOT / "static" / "css")]
    others = [path for path in sheets if path.name not in {"tokens.css", "pdf.css"}]
    assert len(others) > 3
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    found = {name(path): colour.findall(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)) for path in others}
    assert not {path: colours for path, colours in found.items() if colours}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("a script without a file", "<script>alert(1)</script>"),
        ("an event attribute", '<a href="#" onclick="go()">'),
        ("a script in an htmx attribute", '<a hx-on:click="go()">'),
    ],
)
def test_the_guard_sees(what: str, text: str) -> None:
    assert INLINE[what].search(text)
    assert not INLINE[what].search('<script src="/static/js/x.js" defer></script><p class="on style">=</p>')


def test_no_two_templates_are_the_same() -> None:
    """What two pages share is a frame or an include; a few lines may stand under two names that packages ask for."""
    copies: dict[str, list[str]] = {}
    for path in templates():
        copies.setdefault(" ".join(path.read_text().split()), []).append(name(path))
    assert len(copies) > 100
    assert not [names for words, names in copies.items() if len(words) > 700 and len(names) > 1]
