"""Folding of text: what two spellings of one name share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?\b")
NOT_A_WORD = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no accents or punctuation, words separated by one space: « I.M.E. L'Éveil » → « ime l eveil »."""
    if not text.isascii():
        text = text.translate(LIGATURES)
    if "." in text:
        text = DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = text.lower()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_A_WORD.sub(" ", text).strip()
