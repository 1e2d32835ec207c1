"""A search, run: one page of entries, how many there are, what they could be narrowed to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from hosts.models import SearchEntry
from hosts.selectors.search.criteria import MOST, PAGE_SIZE, Box, Criteria, Cursor, distance_km
from hosts.selectors.search.kept import Kept
from hosts.selectors.search.statement import Statement
from hosts.selectors.search.text import Question, ask
from hosts.selectors.search.words import correct

# Counts of the whole index, shared by all processes; a beat task keeps them fresh.
# Fewer results than this make a typo likely.
FEW = 5
COUNTS, COUNTS_KEPT = "search:counts", 1_800


@dataclass
class Results:
    """`total` is exact up to `MOST`; `capped` says that there are more. `counts`: tag → entries, capped likewise."""

    criteria: Criteria
    question: Question
    entries: list[SearchEntry] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    bounds: Box | None = None
    corrected_from: str = ""
    suggestion: str = ""
    previous: str = ""
    following: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PAGE_SIZE))

    def __bool__(self) -> bool:
        return bool(self.total)


def run(criteria: Criteria) -> Results:
    """Searches; with no result for words that the index does not know, searches for the nearest words it knows.

    With a few results only, proposes those words instead.
    """
    question = ask(criteria.q)
    found = _run(criteria, question)
    if found.total >= FEW or criteria.exact or not question.terms:
        return found
    mended = correct(question)
    if mended is None:
        return found
    if found:
        found.suggestion = mended
        return found
    better = _run(replace(criteria, q=mended), ask(mended))
    if not better:
        return found
    better.corrected_from = criteria.q
    return better


def _run(criteria: Criteria, question: Question) -> Results:
    if criteria.unfiltered:
        return _everything(criteria, question)
    statement = _statement(criteria, question)
    found = _page(statement, criteria, question)
    if criteria.by_keyset and (criteria.cursor or found.capped):
        _follow(statement, found)
    else:
        found.previous = str(criteria.page - 1) if criteria.page > 1 else ""
        found.following = str(criteria.page + 1) if criteria.page < found.pages else ""
    return found


def _statement(criteria: Criteria, question: Question) -> Statement:
    return Statement(criteria, question.query, today=timezone.localdate(), now=timezone.now())


def _page(statement: Statement, criteria: Criteria, question: Question) -> Results:
    offset = (min(criteria.page, MOST // PAGE_SIZE) - 1) * PAGE_SIZE
    if criteria.zone:
        statement.wide_zone = bool(_one(statement.is_dense("zone"), statement)[0])
    dense = bool(criteria.centre and _one(statement.is_dense("round"), statement)[0])
    row = _one(statement.page(dense=dense, offset=offset, size=PAGE_SIZE), statement)
    if dense and row[0] <= MOST and not row[4]:
        # Not enough of the nearest suit: all within the radius are looked at, by what makes them rare.
        row = _one(statement.page(dense=False, offset=offset, size=PAGE_SIZE), statement)
    number, ids, counts, bounds, _enough = row
    found = Results(criteria, question, total=min(number, MOST), capped=number > MOST)
    found.counts = {tag: min(n, MOST) for tag, n in json.loads(counts or "{}").items()}
    if bounds and bounds[0] is not None:
        found.bounds = Box(*bounds)
    found.entries = entries_of(ids, criteria)
    return found


def _follow(statement: Statement, found: Results) -> None:
    """Replaces the page by the one at the cursor, with both neighbours."""
    cursor = found.criteria.cursor
    with connection.cursor() as reader:
        reader.execute(statement.keyset(PAGE_SIZE + 1), statement.values)
        ids = [row[0] for row in reader.fetchall()]
    more, ids = len(ids) > PAGE_SIZE, ids[:PAGE_SIZE]
    backwards = bool(cursor and cursor.backwards)
    found.entries = entries_of(ids[::-1] if backwards else ids, found.criteria)
    if not found.entries:
        return
    first, last = found.entries[0], found.entries[-1]
    if cursor and (more or not backwards):
        found.previous = Cursor(first.published_at, first.pk).text()
    if more or backwards:
        found.following = Cursor(last.published_at, last.pk).text()


def _everything(criteria: Criteria, question: Question) -> Results:
    """Nothing asked yet: the newest, and exact counts of all, from the cache."""
    kept = whole_counts.get()
    total = kept.get("offre", 0) + kept.get("hote", 0)
    found = Results(criteria, question, total=total, capped=False, counts=kept)
    statement = _statement(criteria, question)
    _follow(statement, found)
    return found


def _read_counts() -> dict[str, int]:
    counts: dict[str, int] | None = caches["default"].get(COUNTS)
    return count_everything() if counts is None else counts


def count_everything() -> dict[str, int]:
    """How many entries bear each tag over the whole index; told to all processes through the shared cache."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tag, count(*) FROM hosts_searchentry, unnest(tags) AS tag"
            " WHERE visible_from <= %s AND visible_until >= %s GROUP BY tag",
            [today, today],
        )
        counts = dict(cursor.fetchall())
    caches["default"].set(COUNTS, counts, COUNTS_KEPT)
    return counts


whole_counts = Kept(_read_counts, 60)


def entries_of(ids: list[int], criteria: Criteria) -> list[SearchEntry]:
    """Entries in the order of `ids`, each with its `distance` in km from where one looks, or None."""
    by_id = {entry.pk: entry for entry in SearchEntry.objects.filter(pk__in=ids).defer("vector", "open_days", "point")}
    entries = [by_id[pk] for pk in ids if pk in by_id]
    for entry in entries:
        entry.distance = None
        if criteria.centre and entry.latitude is not None and entry.longitude is not None:
            entry.distance = distance_km(entry.latitude, entry.longitude, criteria.centre)
    return entries


def _one(sql: str, statement: Statement) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, statement.values)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
