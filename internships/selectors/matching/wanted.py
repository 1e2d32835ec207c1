"""What is ranked for: a trainee's objectives, read, and their constraints in numbers of the database."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from hosts.selectors.search.criteria import MARGIN_KM, Centre
from internships.matching import goals
from internships.matching.criteria import DEFAULTS, Weights
from internships.matching.goals import Goal
from internships.matching.score import Asked
from internships.selectors.matching import lexicon as words


@dataclass(frozen=True)
class Wanted:
    """Everything that a ranking is asked; what is empty is not asked."""

    goals: tuple[Goal, ...] = ()
    centre: Centre | None = None
    radius: int = 30
    first: datetime.date | None = None
    last: datetime.date | None = None
    level: int | None = None
    share: str = ""
    sectors: tuple[int, ...] = ()
    occupations: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    person: int | None = None
    weights: Weights = field(default_factory=lambda: DEFAULTS)

    @property
    def radius_km(self) -> float:
        return self.radius + (MARGIN_KM if self.centre and self.centre.approximate else 0)

    @property
    def asked(self) -> Asked:
        days = (self.last - self.first).days + 1 if self.first and self.last else 0
        return Asked(
            radius_km=self.radius_km if self.centre else None,
            days=max(0, days),
            level=f"n:{self.level}" if self.level else "",
            share=f"t:{self.share}" if self.share else "",
            sectors=frozenset(f"s:{number}" for number in self.sectors),
            occupations=frozenset(f"m:{number}" for number in self.occupations),
            access=frozenset(f"a:{name}" for name in self.access),
            languages=frozenset(self.languages),
        )


def read_goals(objectives: Sequence[tuple[int, str, str]]) -> tuple[Goal, ...]:
    """Objectives as (number, specific, measurable), read. One query, none for words this process has seen before."""
    known = words.lexicon.get()
    lexemes = words.lexeme_of(word for _number, *texts in objectives for text in texts for word in goals.words_of(text))
    return tuple(
        goals.read(number, specific, measurable, known, lambda word: lexemes.get(word, ""))
        for number, specific, measurable in objectives
    )
