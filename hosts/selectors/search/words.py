"""« Did you mean »: the words of the index nearest to a word that it does not hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hosts.models import SearchWord
from hosts.selectors.search.kept import Kept
from hosts.selectors.search.text import Question, known_acronyms, stems
from hosts.text import fold

KEPT = 600
SHORTEST = 4


@dataclass(frozen=True)
class Word:
    shown: str
    entries: int


@dataclass
class Words:
    """Every word, folded; by length, since a typo changes it by a letter or two; and what the index makes of them."""

    known: dict[str, Word] = field(default_factory=dict)
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lexemes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, int]]) -> Words:
        words = cls()
        for word, shown, lexeme, entries in rows:
            words.known[word] = Word(shown, entries)
            words.by_length[len(word)].append(word)
            words.lexemes.add(lexeme)
        return words

    def nearest(self, word: str) -> str | None:
        """The likeliest correction of a folded word, as people write it: few letters away, then frequent."""
        allowed = errors_allowed(word)
        if not allowed:
            return None
        near = [
            (candidate, distance)
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for candidate, distance, _place in process.extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=40
            )
        ]
        best = min(near, key=lambda found: self._unlikely(word, *found), default=None)
        return self._cut(word) if best is None else self.known[best[0]].shown

    def _unlikely(self, word: str, candidate: str, distance: float) -> tuple[float, int]:
        """People rarely miss the first letter; a letter more or less is worth three tenfold frequencies."""
        entries = self.known[candidate].entries
        return distance + (candidate[0] != word[0]) * 0.6 - min(len(str(entries)), 5) * 0.35, -entries

    def _cut(self, word: str) -> str | None:
        """Two words written as one: « petiteenfance »."""
        cuts = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
        known = [(self.known[one], self.known[two]) for one, two in cuts if one in self.known and two in self.known]
        best = max(known, key=lambda pair: min(pair[0].entries, pair[1].entries), default=None)
        return f"{best[0].shown} {best[1].shown}" if best else None


def errors_allowed(word: str) -> int:
    """None in a very short word or a number, one in a short word, at most three in a long one."""
    if len(word) < SHORTEST or word.isdigit():
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _read_words() -> Words:
    return Words.of(SearchWord.objects.values_list("word", "shown", "lexeme", "entries"))


known_words = Kept(_read_words, KEPT)


def correct(question: Question) -> str | None:
    """What was typed with its unknown words replaced by the nearest known ones; None when there is nothing to mend."""
    words = known_words.get()
    acronyms = known_acronyms.get().expansions
    lexemes = stems(question.words)
    mended = question.typed
    for typed in question.words:
        folded = fold(typed)
        if folded in words.known or lexemes[typed] in words.lexemes or lexemes[typed] in acronyms:
            continue
        if nearest := words.nearest(folded):
            mended = re.sub(rf"\b{re.escape(typed)}\b", nearest, mended)
    return mended if mended != question.typed else None
