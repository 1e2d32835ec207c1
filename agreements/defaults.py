"""Sentences offered where nobody has written any yet, by kind of placement and language. People change them freely."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from agreements.reference import model_kind
from internships.models import PlacementKind

FILE = Path(__file__).parent / "data" / "sentences.toml"


def sentence(kind: PlacementKind, code: str, language: str) -> str:
    """The sentence for a mention; empty where none is offered."""
    kinds = _sentences()
    own = kinds.get(kind.code) or kinds.get(model_kind(kind), {})
    return own.get(f"{code}_{language}") or own.get(f"{code}_fr", "")


@cache
def _sentences() -> dict[str, dict[str, str]]:
    """By kind; a kind's section begins with those it is `like`."""
    content = tomllib.loads(FILE.read_text())
    return {code: {**content.get(own.get("like", ""), {}), **own} for code, own in content.items()}
