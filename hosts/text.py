"""Folding of text: what two spellings of one name share."""

from __future__ import annotations

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?\b")
NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, no accents or punctuation, words separated by one space: « I.M.E. L'Éveil » → « ime l eveil »."""
    text = DOTTED.sub(lambda found: found.group().replace(".", ""), text.translate(LIGATURES))
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return NOT_A_WORD.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()
