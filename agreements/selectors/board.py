"""The school's board: where each trainee stands, whose turn it is, what is late (S4). One statement at any size."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from accounts.text import fold
from agreements.selectors import _board_sql as sql
from agreements.stages import PATIENCE, SEARCHING, SOON, Late, Stage

PER_COLUMN = 8
PER_PAGE = 50
MOST_WORDS = 4


@dataclass(frozen=True)
class Asked:
    """What the address asks for: filters, and the page of lines."""

    cohort: int | None = None
    referent: int | None = None
    late_only: bool = False
    query: str = ""
    stage: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """A trainee on the board, with the placement this line is about if there is one."""

    person_id: int
    first_name: str
    last_name: str
    email: str
    stage: Stage
    late: Late | None
    late_since: datetime.date | None
    enrolment_id: int | None
    cohort_id: int | None
    cohort: str
    referent: str
    placement_id: int | None
    start: datetime.date | None
    end: datetime.date | None
    placement_start: datetime.date | None
    hosts: str
    waiting: int
    accepted: int
    agreement_id: int | None
    agreement_state: str
    since: datetime.datetime | None
    number: str
    amending: bool
    sides: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    asked_at: datetime.datetime | None
    signatures: int
    signatories: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def key(self) -> str:
        """What a box to tick sends."""
        return f"p{self.placement_id}" if self.placement_id else f"e{self.enrolment_id}"


@dataclass(frozen=True)
class Count:
    total: int = 0
    late: int = 0


@dataclass
class Board:
    """The counts of every stage under the filters, and the lines shown."""

    counts: dict[str, Count]
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(count.total for count in self.counts.values())

    @property
    def late(self) -> int:
        return sum(count.late for count in self.counts.values())

    def count(self, stage: str) -> Count:
        return self.counts.get(stage, Count())

    def of(self, stage: str) -> list[Line]:
        return [line for line in self.lines if line.stage == stage]


def columns(schools: Iterable[Organisation], asked: Asked, *, per_column: int = PER_COLUMN) -> Board:
    """The first lines of each column, the late ones before the others, and the counts. One query."""
    return _board(sql.COLUMNS, {**_parameters(schools, asked), "limit": per_column})


def page(schools: Iterable[Organisation], asked: Asked, *, per_page: int = PER_PAGE) -> Board:
    """One page of lines, the late ones first, and the counts. One query."""
    offset = (max(asked.page, 1) - 1) * per_page
    return _board(sql.LINES, {**_parameters(schools, asked), "limit": per_page, "offset": offset})


def lines(schools: Iterable[Organisation], asked: Asked) -> list[Line]:
    """All lines, for an export."""
    return _board(sql.LINES, {**_parameters(schools, asked), "limit": None, "offset": 0}).lines


def chosen(school: Organisation, keys: Iterable[str]) -> list[Line]:
    """The lines of these keys, as far as they are the school's."""
    wanted = set(keys)
    return [line for line in lines([school], Asked()) if line.key in wanted] if wanted else []


@dataclass
class CohortFigures:
    """Figures of one cohort of a school: numbers by stage, and nobody's name."""

    school_id: int
    school: str
    cohort_id: int | None
    cohort: str
    counts: dict[str, Count] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(count.total for count in self.counts.values())

    @property
    def late(self) -> int:
        return sum(count.late for count in self.counts.values())

    @property
    def by_stage(self) -> list[int]:
        return [self.counts.get(stage, Count()).total for stage in Stage.values]


def figures(schools: Iterable[Organisation]) -> list[CohortFigures]:
    """For those who oversee schools: one row per cohort. One query."""
    found: dict[tuple[int, int | None], CohortFigures] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.FIGURES, _parameters(schools, Asked()))
        for school_id, school, cohort_id, cohort, stage, total, late in cursor.fetchall():
            row = found.setdefault((school_id, cohort_id), CohortFigures(school_id, school, cohort_id, cohort or ""))
            row.counts[stage] = Count(total, late)
    return list(found.values())


def _parameters(schools: Iterable[Organisation], asked: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    words = [f"%{_escape(word)}%" for word in fold(asked.query).split()[:MOST_WORDS]]
    return {
        "schools": [school.pk for school in schools],
        "cohort": asked.cohort,
        "referent": asked.referent,
        "late_only": asked.late_only,
        "words": words or ["%"],
        "stage": asked.stage,
        "today": today,
        "soon": today + SOON,
        "soon_days": SOON.days,
        "searching": today + SEARCHING,
        "searching_days": SEARCHING.days,
        "patience": timezone.now() - PATIENCE,
        "pressing": Late.values,
        "zone": timezone.get_current_timezone_name(),
    }


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _board(statement: str, parameters: dict[str, Any]) -> Board:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    counts = {stage: Count(*numbers) for stage, numbers in _json(rows[0]["counts"]).items()}
    return Board(counts, [_line(row) for row in rows if row["person_id"] is not None])


def _line(row: dict[str, Any]) -> Line:
    words: dict[str, Any] = {name: row[name] or "" for name in ("email", "hosts", "agreement_state", "number")}
    numbers: dict[str, Any] = {name: row[name] or 0 for name in ("waiting", "accepted", "signatures", "signatories")}
    same = ("person_id", "first_name", "last_name", "late_since", "enrolment_id", "cohort_id", "placement_id")
    return Line(
        **{name: row[name] for name in (*same, "start", "end", "placement_start", "agreement_id", "asked_at")},
        **words,
        **numbers,
        stage=Stage(row["stage"]),
        late=Late(row["late"]) if row["late"] else None,
        cohort=row["cohort_name"] or "",
        referent=row["referent_name"] or "",
        since=row["state_since"],
        amending=bool(row["amending"]),
        sides=tuple(row["sides"] or ()),
        asked=tuple((name, capacity) for name, capacity in _json(row["asked"]) or ()),
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
