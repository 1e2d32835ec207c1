"""What placements changed, over all of them: public figures without names, in one query (E13, E19, E21, E22).

Only what was sent counts, each figure says of how many answers it is made, and none is made of fewer than three
people, nor lets such a one be computed (`internships.small_numbers`).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from accounts.models import Territory
from hosts import counts as hosts_counts
from internships.enums import REACHED_FROM, PlacementState, Source
from internships.evaluation_enums import CLEAR_EFFECT, CriterionType, EvaluationState, ImpactLevel, Meaning, Moment
from internships.models import Skill
from internships.selectors import _impact_sql as sql
from internships.selectors.objectives import Reached, percent
from internships.small_numbers import ALL, LEAST, Where, publishable
from practices import figures as practices_figures

__all__ = [
    "LEAST",
    "Counted",
    "Growth",
    "Impact",
    "LevelShare",
    "Mean",
    "Table",
    "forget",
    "impact",
    "refresh",
    "table",
]

KEY = "impact-figures"
# Counting takes at most this share of the time: what was quick is counted anew for nearly every reader.
SHARE = 20
# What takes longer is not counted while somebody waits for a page: the worker does it, every ten minutes.
SLOW_SECONDS = 0.4
KEPT_BY_WORKER = 3_600

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """How many people stand behind a figure (who it is about, or who answers), how many answers, their sums."""

    people: int
    number: int
    one: int = 0
    two: int = 0


@dataclass
class Table:
    """Every figure at every place: read once, then any filter is a look into it."""

    cells: dict[Key, dict[Where, Cell]]
    practices: Mapping[Where, int] = field(default_factory=dict)
    hosts: Mapping[Where, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._shown: dict[Key, set[Where]] = {}

    def shown(self, key: Key) -> set[Where]:
        """Where this figure may be published."""
        if key not in self._shown:
            self._shown[key] = publishable({where: cell.people for where, cell in self.cells.get(key, {}).items()})
        return self._shown[key]

    def at(self, key: Key, where: Where) -> Cell | None:
        return self.cells[key][where] if where in self.shown(key) else None

    def keys(self, figure: str) -> Iterator[Key]:
        return (key for key in self.cells if key[0] == figure)


@dataclass(frozen=True)
class Mean:
    """The mean of a rating from 1 to 5 in the eyes of one source, with its n."""

    meaning: Meaning
    source: Source
    average: float
    number: int


@dataclass(frozen=True)
class Growth:
    """A skill before and after, as trainees rate it; only those that rated both."""

    skill: Skill
    before: float
    after: float
    number: int


@dataclass(frozen=True)
class LevelShare:
    """On one of the four levels: after how many placements the effect is clear, by the last word on it."""

    level: ImpactLevel
    clear: int
    number: int

    @property
    def share(self) -> int:
        return percent(self.clear, self.number)


@dataclass(frozen=True)
class Counted:
    """Practices, hosts and placements of a year or a territory; None where there are too few people to say."""

    label: str
    practices: int
    hosts: int
    placements: int | None


STAY: Key = ("stay", "", "")


@dataclass(frozen=True)
class Impact:
    """The figures of one place: a territory, a year, both, or all."""

    table: Table
    where: Where
    skills: Sequence[Growth]

    def _at(self, figure: str, side: str = "", name: str = "") -> Cell | None:
        return self.table.at((figure, side, name), self.where)

    @cached_property
    def objectives(self) -> list[Reached]:
        """E21, in the order of the sources."""
        found = ((source, self._at("objective", str(source))) for source in Source)
        return [Reached(source, cell.one, cell.number) for source, cell in found if cell]

    @cached_property
    def ratings(self) -> list[Mean]:
        """E22, with satisfaction and relationship, by source."""
        found = ((one, side, self._at("rating", str(side), str(one))) for one in Meaning for side in Source)
        return [Mean(one, side, cell.one / cell.number, cell.number) for one, side, cell in found if cell]

    @cached_property
    def levels(self) -> list[LevelShare]:
        """E13."""
        found = ((level, self._at("effect", name=str(level))) for level in ImpactLevel)
        return [LevelShare(level, cell.one, cell.number) for level, cell in found if cell]

    @property
    def placements(self) -> int | None:
        """None where there are too few people to say."""
        if not self.table.cells.get(STAY, {}).get(self.where):
            return 0
        cell = self._at(*STAY)
        return cell.number if cell else None

    @property
    def follow_ups(self) -> int:
        cell = self._at("follow_up")
        return cell.number if cell else 0

    @property
    def practices(self) -> int:
        return self.table.practices.get(self.where, 0)

    @property
    def hosts(self) -> int:
        return self.table.hosts.get(self.where, 0)

    def by_year(self) -> list[Counted]:
        """The years from the first in which anything happened; one line where a year was chosen."""
        territory, chosen = self.where
        years = [chosen] if chosen else years_of(self.table)
        return [self._counted(str(year), (territory, year)) for year in years]

    def by_territory(self, territories: Iterable[Territory]) -> list[Counted]:
        """Those in which there is anything, the most placements first; last, what belongs to none of them."""
        chosen, year = self.where
        rows = [self._counted(one.name, (one.pk, year)) for one in territories if chosen in (None, one.pk)]
        rows.sort(key=lambda row: (-(row.placements or 0), -row.hosts, -row.practices, row.label))
        if chosen is None:
            rows.append(self._counted("", (0, year)))
        return [row for row in rows if row.practices or row.hosts or row.placements != 0]

    def _counted(self, label: str, where: Where) -> Counted:
        there = Impact(self.table, where, ())
        return Counted(label, there.practices, there.hosts, there.placements)

    def __bool__(self) -> bool:
        """Whether placements say anything here."""
        return bool(self.objectives or self.ratings or self.skills or self.levels)


def impact(territory: int | None = None, year: int | None = None, *, known: Table | None = None) -> Impact:
    """The figures of all placements that have begun and were not cancelled, or of those of a territory, of a year."""
    read_from = known or table()
    where = (territory, year)
    return Impact(read_from, where, _growth(read_from, where))


def _growth(known: Table, where: Where) -> list[Growth]:
    """E19: the mean level before and after; one query for the names of the skills."""
    cells = {int(key[2]): cell for key in known.keys("skill") if (cell := known.at(key, where))}
    if not cells:
        return []
    return [
        Growth(skill, cell.two / cell.number, cell.one / cell.number, cell.number)
        for skill in Skill.objects.filter(pk__in=cells)
        if (cell := cells[skill.pk])
    ]


def years_of(known: Table) -> list[int]:
    """All the years that have figures, without gaps, the ten last at most."""
    places = [*known.practices, *known.hosts, *known.cells.get(STAY, {})]
    years = sorted({year for _territory, year in places if year})
    return list(range(years[0], years[-1] + 1))[-10:] if years else []


# What this process knows, and until when: read by every reader, so what was worked out of it is kept with it.
_known: dict[str, tuple[float, Table]] = {}


def table() -> Table:
    """The figures, counted now where that is quick; otherwise those that the worker counted last."""
    until, known = _known.get(KEY, (0.0, None))
    if known is None or until < time.monotonic():
        known = caches["default"].get(KEY)
        if known is None or known.seconds < SLOW_SECONDS:
            known = _count()
        _known[KEY] = (time.monotonic() + min(max(known.seconds * SHARE, 1), 600), known)
    return known


def refresh() -> None:
    """Counts, and keeps it for every process: called by the worker."""
    caches["default"].set(KEY, _count(), KEPT_BY_WORKER)


def forget() -> None:
    """Lets the next reader count anew."""
    _known.clear()


def _count() -> Table:
    began = time.perf_counter()
    found = Table(_cells(), practices_figures.by_place(), hosts_counts.by_place())
    found.seconds = time.perf_counter() - began
    return found


def _cells() -> dict[Key, dict[Where, Cell]]:
    values: dict[str, Any] = {
        "today": timezone.localdate(),
        "cancelled": PlacementState.CANCELLED.value,
        "reached": int(REACHED_FROM),
        "sent": EvaluationState.SENT.value,
        "scale": CriterionType.SCALE.value,
        "trainee": Source.TRAINEE.value,
        "of_host": Source.HOST.value,
        "before": Moment.BEFORE.value,
        "after": Moment.AFTER.value,
        "clear": int(CLEAR_EFFECT),
    }
    found: dict[Key, dict[Where, Cell]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.CUBE, values)
        for figure, side, name, territory, year, people, number, one, two in cursor.fetchall():
            cell = Cell(people, number, int(one or 0), int(two or 0))
            found.setdefault((figure, side, name), {})[territory, year] = cell
    # Without a row there is nothing to add up: the whole of nothing.
    return {key: cells for key, cells in found.items() if ALL in cells}
