"""What someone typed in the one box, made into a question for the index.

Words and phrases in quotes pass through `hosts_query`, the SQL function that folds and stems both sides; acronyms of
the field count as what they stand for, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from hosts.models import Acronym
from hosts.selectors.search.kept import Kept
from hosts.text import fold

LONGEST = 200
MOST_TERMS = 12
ACRONYMS_KEPT = 300
QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]+)[\"“”«»„]")
# What people write around what they look for. Dropped where something else is left to look for.
NOISE = frozenset(
    {"stage", "stages", "offre", "offres", "placement", "internship", "demande", "cherche", "recherche", "rechercher"}
    | {"trouver", "trouve", "je", "j", "un", "une", "looking", "for"}
)


@dataclass(frozen=True)
class Term:
    """A word or a phrase as typed, and its alternatives in the index's language (never empty)."""

    typed: str
    alternatives: tuple[str, ...]
    quoted: bool = False

    @property
    def query(self) -> str:
        return self.alternatives[0] if len(self.alternatives) == 1 else f"({' | '.join(self.alternatives)})"


@dataclass(frozen=True)
class Question:
    """`query` is a tsquery as text; empty when no word of what was typed means anything to the index."""

    typed: str = ""
    terms: tuple[Term, ...] = ()
    dropped: tuple[str, ...] = field(default=(), compare=False)

    @property
    def query(self) -> str:
        return " & ".join(term.query for term in self.terms)

    @property
    def words(self) -> list[str]:
        return [term.typed for term in self.terms if not term.quoted]


def ask(typed: str) -> Question:
    """Reads what was typed. At most two queries, none for words seen before by this process."""
    typed = " ".join(typed.replace("\x00", " ").split())[:LONGEST]
    phrases, words = _split(typed)
    kept = [word for word in words if fold(word) not in NOISE] if len(words) > 1 or phrases else words
    words = kept or words
    acronyms = known_acronyms.get()
    lexemes = stems([*phrases, *words])
    terms = [Term(phrase, (lexemes[phrase],), quoted=True) for phrase in phrases if lexemes[phrase]]
    terms += _words_to_terms([word for word in words if lexemes[word]], lexemes, acronyms)
    dropped = tuple(text for text in [*phrases, *words] if not lexemes[text])
    return Question(typed=typed, terms=tuple(terms[:MOST_TERMS]), dropped=dropped)


def _split(typed: str) -> tuple[list[str], list[str]]:
    """Phrases in quotes, and the words around them."""
    phrases = [phrase.strip() for phrase in QUOTED.findall(typed) if phrase.strip()]
    rest = QUOTED.sub(" ", typed)
    # « I.M.E. » is one word, « médico-éducatif » two, « l'enfance » too: as the index divides them.
    rest = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", rest)
    words = re.findall(r"\w+", rest)
    return list(dict.fromkeys(phrases))[:MOST_TERMS], list(dict.fromkeys(words))[: 2 * MOST_TERMS]


@dataclass(frozen=True)
class Acronyms:
    """Both directions, in the index's language: « ime » → phrases, and the lexemes of a phrase → « ime »."""

    expansions: dict[str, tuple[str, ...]]
    shorts: dict[tuple[str, ...], str]

    @property
    def longest(self) -> int:
        return max(map(len, self.shorts), default=0)


def _words_to_terms(words: Sequence[str], lexemes: dict[str, str], acronyms: Acronyms) -> list[Term]:
    terms: list[Term] = []
    start = 0
    while start < len(words):
        for length in range(min(acronyms.longest, len(words) - start), 1, -1):
            run = words[start : start + length]
            short = acronyms.shorts.get(tuple(lexemes[word] for word in run))
            if short:
                together = " & ".join(lexemes[word] for word in run)
                terms.append(Term(" ".join(run), (f"({together})", short)))
                start += length
                break
        else:
            word = words[start]
            terms.append(Term(word, (lexemes[word], *acronyms.expansions.get(lexemes[word], ()))))
            start += 1
    return terms


def _read_acronyms() -> Acronyms:
    rows = list(Acronym.objects.filter(active=True).order_by("short", "country").values_list("short", "expansion"))
    lexemes = stems([text for row in rows for text in row])
    expansions: dict[str, tuple[str, ...]] = {}
    shorts: dict[tuple[str, ...], str] = {}
    for short, expansion in rows:
        one, phrase = lexemes[short], lexemes[expansion]
        if not one or not phrase or " " in one:
            continue
        expansions[one] = (*expansions.get(one, ()), f"({phrase})")
        shorts.setdefault(tuple(phrase.split(" <-> ")), one)
    return Acronyms(expansions, shorts)


# Administrators extend the list on screen.
known_acronyms = Kept(_read_acronyms, ACRONYMS_KEPT)


# The function never changes while the process lives, so neither does what it answered.
_stems: dict[str, str] = {}
STEMS_KEPT = 20_000


def stems(texts: Iterable[str]) -> dict[str, str]:
    """What the index makes of each text: a lexeme, a phrase of them, or nothing for small words."""
    known = {text: _stems.get(text) for text in texts}
    missing = [text for text, stem in known.items() if stem is None]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT t, hosts_query(t)::text FROM unnest(%s::text[]) AS t", [missing])
            fresh = dict(cursor.fetchall())
        if len(_stems) > STEMS_KEPT:
            _stems.clear()
        _stems.update(fresh)
        known.update(fresh)
    return {text: stem or "" for text, stem in known.items()}
