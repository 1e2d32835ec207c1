"""An objective in concepts: each a word or a phrase, with the other ways in which a text may say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# What the words of « measurable » count beside those of « specific ».
OF_MEASURE = 0.15
# What a text says in its title, its occupation, its audience, its description.
FIELDS = {"A": 1.0, "B": 0.8, "C": 0.7, "D": 0.6}
# So much of what is rare in an objective, found in one text, is half of what there is to find.
HALF = 0.6
# From here on an objective counts as one that the host, offer or practice serves.
SERVED = 0.35
WORD = re.compile(r"\w+")
DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """Lexemes that must all occur, or a tag; `strength` is how nearly it means the same, from 0 to 1."""

    lexemes: Phrase = ()
    strength: float = 1.0
    tag: str = ""


@dataclass(frozen=True)
class Concept:
    typed: str
    ways: tuple[Way, ...]
    importance: float = 1.0


@dataclass(frozen=True)
class Goal:
    """An objective, read. `number` is its own in the database."""

    number: int
    text: str
    concepts: tuple[Concept, ...] = ()

    @property
    def lexemes(self) -> set[str]:
        return {lexeme for concept in self.concepts for way in concept.ways for lexeme in way.lexemes}

    @property
    def tags(self) -> set[str]:
        return {way.tag for concept in self.concepts for way in concept.ways if way.tag}


@dataclass(frozen=True)
class Lexicon:
    """Other ways to say a phrase, and lexemes that say nothing of a field (« mener », « semaine »)."""

    ways: Mapping[Phrase, tuple[Way, ...]] = field(default_factory=dict)
    vacuous: frozenset[str] = frozenset()

    @property
    def longest(self) -> int:
        return max(map(len, self.ways), default=1)


@dataclass(frozen=True)
class Text:
    """What a host, an offer or a practice says: the field of each lexeme (A to D), and its tags."""

    lexemes: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How far a text serves one objective, from 0 to 1, and the words of the objective found in it."""

    goal: Goal
    value: float = 0.0
    words: tuple[str, ...] = ()

    @property
    def is_served(self) -> bool:
        return self.value >= SERVED


def words_of(text: str) -> list[str]:
    """The words of a text as the index divides them: « médico-éducatif » is two, « I.M.E. » is one."""
    return WORD.findall(DOTTED.sub(r"\1", text))


def read(number: int, specific: str, measurable: str, lexicon: Lexicon, lexeme_of: Callable[[str], str]) -> Goal:
    """An objective made into concepts; `lexeme_of` gives what the index makes of a word, "" for small words."""
    known: dict[tuple[Way, ...], Concept] = {}
    for text, importance in ((specific, 1.0), (measurable, OF_MEASURE)):
        for concept in _concepts(text, lexicon, lexeme_of, importance):
            known.setdefault(concept.ways, concept)
    return Goal(number, specific, tuple(known.values()))


def _concepts(text: str, lexicon: Lexicon, lexeme_of: Callable[[str], str], importance: float) -> Iterable[Concept]:
    words = [(word, lexeme) for word in words_of(text) if (lexeme := lexeme_of(word))]
    at = 0
    while at < len(words):
        length = _longest_run([lexeme for _word, lexeme in words[at:]], lexicon)
        run = words[at : at + length]
        phrase = tuple(lexeme for _word, lexeme in run)
        at += length
        others = lexicon.ways.get(phrase, ())
        if others or phrase[0] not in lexicon.vacuous:
            typed = " ".join(word for word, _lexeme in run)
            yield Concept(typed, (Way(phrase), *others), importance)


def _longest_run(lexemes: Sequence[str], lexicon: Lexicon) -> int:
    for length in range(min(lexicon.longest, len(lexemes)), 1, -1):
        if tuple(lexemes[:length]) in lexicon.ways:
            return length
    return 1


def likeness(goal: Goal, text: Text, rarity: Mapping[str, float]) -> Likeness:
    """How far the text serves the objective. More of it found, in a better field, never makes it less."""
    found = [(concept, _found(concept, text, rarity)) for concept in goal.concepts]
    total = sum(concept.importance * value for concept, value in found)
    words = tuple(concept.typed for concept, value in found if value > 0)
    # Each further finding adds less: half at HALF, three quarters at twice that.
    return Likeness(goal, 1 - 0.5 ** (total / HALF), words)


def _found(concept: Concept, text: Text, rarity: Mapping[str, float]) -> float:
    return max((_by(way, text, rarity) for way in concept.ways), default=0.0)


def _by(way: Way, text: Text, rarity: Mapping[str, float]) -> float:
    """What one way gives: nothing unless all of it is there, and the more the rarer its rarest word is."""
    if way.tag:
        return way.strength * rarity.get(way.tag, 1.0) if way.tag in text.tags else 0.0
    if not way.lexemes or any(lexeme not in text.lexemes for lexeme in way.lexemes):
        return 0.0
    place = min(FIELDS[text.lexemes[lexeme]] for lexeme in way.lexemes)
    return way.strength * place * max(rarity.get(lexeme, 1.0) for lexeme in way.lexemes)
