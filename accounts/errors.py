from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """A command that the rules do not allow now; `str()` of it is a sentence for the person, saying what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
