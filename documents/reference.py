"""Brings the pages of the site: what Escale says by itself, until an administrator says it better."""

from __future__ import annotations

from pathlib import Path

from documents import site

TEXTS = Path(__file__).resolve().parent / "pages"
# In the order administrators see them.
SLUGS = ("comment-ca-marche", "accessibilite", "donnees-personnelles", "cookies", "mentions-legales")


def delivered(slug: str, language: str) -> tuple[str, str]:
    """Title and text of a page as it comes with the software."""
    title, body = (TEXTS / language / f"{slug}.md").read_text(encoding="utf-8").split("\n", 1)
    return title.removeprefix("# ").strip(), body.strip()


def load_reference() -> None:
    for position, slug in enumerate(SLUGS):
        for language in ("fr", "en"):
            title, body = delivered(slug, language)
            site.bring(slug=slug, language=language, title=title, body=body, position=position)
