"""What each criterion gives to a host, an offer or a practice, from 0 to 1, and the sum that orders them.

Nothing of a host is hidden in the sum: what a reason says is what a component counts, and the other way round.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from internships.matching.criteria import MOST, Criterion, Weights
from internships.matching.goals import Likeness

# Beyond the radius closeness goes on to fall; at so many times the radius it is nothing.
REACH = 1.5
SEATS_ENOUGH = 3
FRESH_DAYS = 30
# A host that takes so many days to answer is worth half of one that answers at once.
HALF_DAYS = 14
OF_SECTOR = 0.6
OF_ANOTHER_SCHOOL = 0.5


@dataclass(frozen=True)
class Asked:
    """The constraints of a trainee, as far as a component needs them. What is not asked gives nothing to anybody."""

    radius_km: float | None = None
    days: int = 0
    level: str = ""
    share: str = ""
    sectors: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What is known of a host, an offer or a practice, beside its words."""

    tags: frozenset[str] = frozenset()
    distance_km: float | None = None
    # Of the days asked, those with a seat, the first of them and the last.
    days_open: int = 0
    first_open: datetime.date | None = None
    last_open: datetime.date | None = None
    seats_left: int = 0
    answered_percent: int | None = None
    answer_days: int | None = None
    qualified_here: bool = False
    qualified_elsewhere: bool = False
    languages: frozenset[str] = frozenset()
    practices: int = 0
    age_days: int | None = None


@dataclass(frozen=True)
class Component:
    criterion: Criterion
    value: float


@dataclass(frozen=True)
class Match:
    """The components of one host, offer or practice under the weights of one person."""

    components: tuple[Component, ...]
    weights: Weights = field(default_factory=dict)
    likenesses: tuple[Likeness, ...] = ()

    def part(self, component: Component) -> float:
        """What a component adds: at most its weight."""
        return self.weights.get(component.criterion, 0) * component.value

    @property
    def score(self) -> float:
        return sum(self.part(component) for component in self.components)

    @property
    def contributing(self) -> list[Component]:
        """What makes its rank, the most important first: exactly what its reasons say."""
        found = [component for component in self.components if self.part(component) > 0]
        return sorted(found, key=lambda component: -self.part(component))

    @property
    def served(self) -> list[Likeness]:
        return [one for one in self.likenesses if one.is_served]


def weigh(facts: Facts, likenesses: Sequence[Likeness], asked: Asked, weights: Weights) -> Match:
    """Every criterion's component; each grows, or stays, where what it looks at grows."""
    values: Mapping[Criterion, float] = {
        Criterion.GOALS: _goals(likenesses),
        Criterion.NEAR: _near(facts.distance_km, asked.radius_km),
        Criterion.DATES: min(1.0, facts.days_open / asked.days) if asked.days else 0.0,
        Criterion.LEVEL: float(bool(asked.level) and asked.level in facts.tags),
        Criterion.WISHES: _wishes(facts.tags, asked),
        Criterion.SHARE: float(bool(asked.share) and asked.share in facts.tags),
        Criterion.ACCESS: _shared(facts.tags, asked.access),
        Criterion.LANGUAGES: _shared(facts.languages, asked.languages),
        Criterion.SEATS: min(1.0, max(0, facts.seats_left) / SEATS_ENOUGH),
        Criterion.ANSWERS: _answers(facts.answered_percent, facts.answer_days),
        Criterion.QUALIFIED: 1.0 if facts.qualified_here else OF_ANOTHER_SCHOOL * facts.qualified_elsewhere,
        Criterion.PRACTICES: float(facts.practices > 0),
        Criterion.FRESH: 0.0 if facts.age_days is None else max(0.0, 1 - max(0, facts.age_days) / FRESH_DAYS),
    }
    return Match(tuple(Component(one, value) for one, value in values.items()), weights, tuple(likenesses))


def _goals(likenesses: Sequence[Likeness]) -> float:
    """The mean over the objectives: who serves all of them a little is worth who serves half of them well."""
    return sum(one.value for one in likenesses) / len(likenesses) if likenesses else 0.0


def _near(distance: float | None, radius: float | None) -> float:
    if distance is None or not radius:
        return 0.0
    return max(0.0, 1 - distance / (REACH * radius))


def _wishes(tags: frozenset[str], asked: Asked) -> float:
    if tags & asked.occupations:
        return 1.0
    return OF_SECTOR if tags & asked.sectors else 0.0


def _shared(there: frozenset[str], wanted: frozenset[str]) -> float:
    return len(there & wanted) / len(wanted) if wanted else 0.0


def _answers(percent: int | None, days: int | None) -> float:
    """Nobody asked yet gives nothing: who answers is rewarded, who is new is not punished by a reason."""
    if not percent:
        return 0.0
    speed = 1.0 if days is None else 0.5 ** (max(0, days - 1) / HALF_DAYS)
    return min(percent, 100) / 100 * speed


def highest(weights: Weights) -> int:
    return sum(min(MOST, weight) for weight in weights.values())
