"""Search of practices (E2): at most 1,000 are counted, ranked and sorted; the page and its facets are one statement.

Words, places and tags are read as in the search of hosts (docs/architecture.md, Search): the same SQL functions fold
and stem both sides, acronyms count as what they stand for, a dimension in which something is chosen is counted as if
it were not chosen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from hosts.selectors.search.criteria import MOST, PAGE_SIZE, Box, Centre, around, distance_km, mercator
from hosts.selectors.search.kept import Kept
from hosts.selectors.search.map import FEW, SQUARES_PER_TILE, WORLD, Cluster
from hosts.selectors.search.statement import HAVERSINE, TEXT_RANK
from hosts.selectors.search.text import Question, ask
from hosts.selectors.search.words import correct
from practices.models import PracticeEntry

TABLE = "practices_practiceentry"
DEFERRED = ("vector", "point", "sort_title")
SORTS = ("pertinence", "distance", "recent", "titre")
# Of a facet in which something is ticked, the others are counted as well.
DIMENSIONS = ("s", "v", "m", "z", "o", "l")
COUNTS, COUNTS_KEPT = "practices:counts", 300


@dataclass(frozen=True)
class Criteria:
    """Everything that the list can be asked, in numbers of the database."""

    q: str = ""
    centre: Centre | None = None
    radius: int = 50
    sectors: tuple[int, ...] = ()
    audiences: tuple[int, ...] = ()
    occupations: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    origin: str = ""
    languages: tuple[str, ...] = ()
    host: int = 0
    sort: str = ""
    zone: Box | None = None
    page: int = 1
    exact: bool = False

    @property
    def order(self) -> str:
        if (
            self.sort
            and not (self.sort == "distance" and self.centre is None)
            and (self.q or self.sort != "pertinence")
        ):
            return self.sort
        if self.q:
            return "pertinence"
        return "distance" if self.centre else "recent"

    @property
    def unfiltered(self) -> bool:
        return self == Criteria(page=self.page, radius=self.radius, sort=self.sort, exact=self.exact)

    def groups(self) -> dict[str, list[str]]:
        """Tags by dimension; a result needs one of each."""
        found = {
            "s": [f"s:{pk}" for pk in self.sectors],
            "v": [f"v:{pk}" for pk in self.audiences],
            "m": [f"m:{pk}" for pk in self.occupations],
            "z": [f"z:{pk}" for pk in self.territories],
            "o": [{"observee": "o:1", "vecue": "o:0"}[self.origin]] if self.origin else [],
            "l": [f"l:{code}" for code in self.languages],
        }
        return {dimension: tags for dimension, tags in found.items() if tags}


@dataclass
class Results:
    """`total` is exact up to `MOST`; `capped` says that there are more. `counts`: tag → practices, capped likewise."""

    criteria: Criteria
    question: Question
    entries: list[PracticeEntry] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    bounds: Box | None = None
    corrected_from: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PAGE_SIZE))

    def __bool__(self) -> bool:
        return bool(self.total)


def run(criteria: Criteria) -> Results:
    """Searches; where words that the network's index does not know find nothing, looks for the nearest it knows."""
    found = _run(criteria, ask(criteria.q))
    if found or criteria.exact or not found.question.terms:
        return found
    mended = correct(found.question)
    better = _run(replace(criteria, q=mended), ask(mended)) if mended else None
    if not better:
        return found
    better.corrected_from = criteria.q
    return better


class Statement:
    """The SQL of one search. Names of columns and operators are constants; what came from outside is a parameter."""

    def __init__(self, criteria: Criteria, question: Question) -> None:
        self.criteria, self.query = criteria, question.query
        self.values: dict[str, Any] = {"query": self.query, "limit": MOST + 1, "now": timezone.now()}
        self.values["host"] = criteria.host
        for dimension, tags in criteria.groups().items():
            self.values[f"any_{dimension}"] = tags
        if criteria.centre:
            self.values |= {"lat": criteria.centre.latitude, "lon": criteria.centre.longitude, "km": criteria.radius}
            self.values["x"], self.values["y"] = mercator(criteria.centre.latitude, criteria.centre.longitude)
            self._corners("round", around(criteria.centre, criteria.radius))
        if criteria.zone:
            self._corners("zone", criteria.zone)

    def _corners(self, name: str, box: Box) -> None:
        west, south = mercator(box.south, box.west)
        east, north = mercator(box.north, box.east)
        self.values |= {f"{name}_w": west, f"{name}_s": south, f"{name}_e": east, f"{name}_n": north}

    def where(self, without: str = "") -> str:
        parts = ["true"]
        if self.query:
            parts.append("vector @@ %(query)s::tsquery")
        if self.criteria.host:
            parts.append("host_id = %(host)s")
        for name, wanted in (("round", self.criteria.centre), ("zone", self.criteria.zone)):
            if wanted:
                corners = f"point(%({name}_w)s, %({name}_s)s), point(%({name}_e)s, %({name}_n)s)"
                parts.append(f"point <@ box({corners})")
        if self.criteria.centre:
            parts.append(f"{HAVERSINE} <= %(km)s")
        parts += [f"tags && %(any_{name})s::varchar[]" for name in self.criteria.groups() if name != without]
        return " AND ".join(parts)

    @property
    def ranked(self) -> bool:
        return bool(self.query) and self.criteria.order == "pertinence"

    @property
    def alone(self) -> list[str]:
        return list(self.criteria.groups())

    def candidates(self, without: str = "") -> str:
        """The newest, the nearest or the first by title: one more than are counted. Those of a facet in no order."""
        if without:
            return f"SELECT tags FROM {TABLE} WHERE {self.where(without)} LIMIT %(limit)s"
        order = {
            "distance": "point <-> point(%(x)s, %(y)s)",
            "titre": "sort_title, id",
        }.get(self.criteria.order, "published_at DESC, id DESC")
        ranked = ", vector" if self.ranked else ""
        columns = f"id, tags, latitude, longitude, published_at, sort_title{ranked}"
        return f"SELECT {columns} FROM {TABLE} WHERE {self.where()} ORDER BY {order} LIMIT %(limit)s"

    def page(self, offset: int) -> str:
        """One row: how many, one page of numbers, the rectangle around all, the tags of each dimension."""
        self.values |= {"offset": offset, "size": PAGE_SIZE}
        distance = HAVERSINE if self.criteria.centre else "NULL::float"
        rank = "0"
        if self.ranked:
            fresh = "0.1::float * exp(extract(epoch FROM published_at - %(now)s)::float / 31536000)"
            rank = f"{TEXT_RANK.format()} + {fresh}"
        ctes = [f"found AS MATERIALIZED ({self.candidates()})"]
        ctes += [f"found_{name} AS ({self.candidates(name)})" for name in self.alone]
        scored = f"SELECT id, published_at, sort_title, {distance} AS distance, {rank} AS score FROM found"
        order = {
            "distance": "distance, id",
            "titre": "sort_title, id",
            "pertinence": "score DESC, id DESC",
            "recent": "published_at DESC, id DESC",
        }[self.criteria.order]
        tags = [f"(SELECT string_agg(array_to_string(tags, ' '), ' ') FROM {cte})" for cte in self._ctes()]
        return f"""
WITH {", ".join(ctes)}
SELECT (SELECT count(*) FROM found),
  ARRAY(SELECT id FROM ({scored}) AS scored ORDER BY {order} LIMIT %(size)s OFFSET %(offset)s),
  (SELECT ARRAY[min(longitude), min(latitude), max(longitude), max(latitude)] FROM found),
  {", ".join(tags)}"""

    def _ctes(self) -> list[str]:
        return ["found", *(f"found_{name}" for name in self.alone)]

    def ids(self) -> str:
        """Everything that suits, newest first: what an export holds."""
        return f"SELECT id FROM {TABLE} WHERE {self.where()} ORDER BY published_at DESC, id DESC"

    def some(self, number: int) -> str:
        self.values["number"] = number
        return f"SELECT id FROM {TABLE} WHERE {self.where()} AND point IS NOT NULL LIMIT %(number)s"

    def squares(self) -> str:
        return f"""
SELECT count(*), avg(latitude), avg(longitude), min(longitude), min(latitude), max(longitude), max(latitude)
FROM {TABLE} WHERE {self.where()} AND point IS NOT NULL
GROUP BY floor(point[0] / %(square)s), floor(point[1] / %(square)s)"""


def _run(criteria: Criteria, question: Question) -> Results:
    if criteria.unfiltered and criteria.order in ("recent", "titre"):
        return _everything(criteria, question)
    statement = Statement(criteria, question)
    offset = (min(criteria.page, MOST // PAGE_SIZE) - 1) * PAGE_SIZE
    with connection.cursor() as cursor:
        cursor.execute(statement.page(offset), statement.values)
        row = cursor.fetchone()
    assert row is not None
    number, ids, bounds, *tags = row
    found = Results(criteria, question, total=min(number, MOST), capped=number > MOST)
    found.counts = _counted(statement, tags)
    if bounds and bounds[0] is not None:
        found.bounds = Box(*bounds)
    found.entries = entries_of(ids, criteria)
    return found


def _counted(statement: Statement, tags: list[str | None]) -> dict[str, int]:
    counts = Counter((tags[0] or "").split())
    for name, text in zip(statement.alone, tags[1:], strict=True):
        for tag, number in Counter((text or "").split()).items():
            if tag.startswith(f"{name}:"):
                counts[tag] = max(counts[tag], number)
    return {tag: min(number, MOST) for tag, number in counts.items()}


def _everything(criteria: Criteria, question: Question) -> Results:
    """Nothing asked: the newest or the first by title, and exact counts, kept for a minute."""
    counts = whole_counts.get()
    found = Results(criteria, question, total=counts.get("", 0), counts=counts)
    order = ("sort_title", "id") if criteria.order == "titre" else ("-published_at", "-id")
    offset = (min(criteria.page, MOST // PAGE_SIZE) - 1) * PAGE_SIZE
    rows = PracticeEntry.objects.select_related("picture").defer(*DEFERRED).order_by(*order)
    found.entries = list(rows[offset : offset + PAGE_SIZE])
    return found


def _read_counts() -> dict[str, int]:
    """How many practices bear each tag; « » counts them all. Shared by all processes, made anew when one changes."""
    number = PracticeEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    total = PracticeEntry.objects.count()
    key = f"{COUNTS}:{total}:{number}"
    known: dict[str, int] | None = caches["default"].get(key)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT tag, count(*) FROM {TABLE}, unnest(tags) AS tag GROUP BY tag")
            known = {**dict(cursor.fetchall()), "": total}
        caches["default"].set(key, known, COUNTS_KEPT)
    return known


whole_counts = Kept(_read_counts, 20)


def entries_of(ids: list[int], criteria: Criteria) -> list[PracticeEntry]:
    """Entries in the order of `ids`, each with its distance from where one looks."""
    rows = PracticeEntry.objects.filter(pk__in=ids).select_related("picture").defer(*DEFERRED)
    by_id = {entry.pk: entry for entry in rows}
    entries = [by_id[pk] for pk in ids if pk in by_id]
    for entry in entries:
        if criteria.centre and entry.latitude is not None and entry.longitude is not None:
            entry.distance = distance_km(entry.latitude, entry.longitude, criteria.centre)
    return entries


def every(criteria: Criteria) -> list[int]:
    """The numbers of all that suit, for an export."""
    statement = Statement(criteria, ask(criteria.q))
    with connection.cursor() as cursor:
        cursor.execute(statement.ids(), statement.values)
        return [row[0] for row in cursor.fetchall()]


@dataclass
class MapAnswer:
    total: int = 0
    clusters: list[Cluster] = field(default_factory=list)
    entries: list[PracticeEntry] = field(default_factory=list)


def look(criteria: Criteria, frame: Box, zoom: int) -> MapAnswer:
    """What lies in the part of the map: single practices where there are few, otherwise counts by squares."""
    criteria = replace(criteria, zone=frame)
    statement = Statement(criteria, ask(criteria.q))
    with connection.cursor() as cursor:
        cursor.execute(statement.some(FEW + 1), statement.values)
        ids = [row[0] for row in cursor.fetchall()]
        if len(ids) <= FEW:
            rows = PracticeEntry.objects.filter(pk__in=ids).defer(*DEFERRED).order_by("title", "pk")
            return MapAnswer(total=len(ids), entries=list(rows))
        statement.values["square"] = WORLD / 2 ** max(0, min(18, zoom)) / SQUARES_PER_TILE
        cursor.execute(statement.squares(), statement.values)
        clusters = [Cluster(n, lat, lon, Box(*box)) for n, lat, lon, *box in cursor.fetchall()]
    return MapAnswer(total=sum(one.count for one in clusters), clusters=clusters)
