"""A search, run: one page of entries, how many there are, what they could be narrowed to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from hosts.models import SearchEntry
from hosts.selectors.search import ways
from hosts.selectors.search.criteria import MOST, PAGE_SIZE, Box, Criteria, Cursor, distance_km
from hosts.selectors.search.kept import Kept
from hosts.selectors.search.statement import Statement
from hosts.selectors.search.text import Question, ask
from hosts.selectors.search.words import correct

# Fewer results than this make a typo likely.
FEW = 5
# Counts of the whole index, shared by all processes; a beat task keeps them fresh.
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
    found, ids = _page(statement, criteria, question)
    if criteria.by_keyset and criteria.cursor:
        _follow(statement, found)
        return found
    found.entries = entries_of(ids, criteria)
    found.previous = str(criteria.page - 1) if criteria.page > 1 else ""
    found.following = str(criteria.page + 1) if criteria.page < found.pages else ""
    if criteria.by_keyset and found.capped and found.entries:
        # The newest can be followed beyond those that are counted.
        found.following = _at(found.entries[-1])
    return found


def _statement(criteria: Criteria, question: Question) -> Statement:
    return Statement(criteria, question.query, today=timezone.localdate(), now=timezone.now())


def _page(statement: Statement, criteria: Criteria, question: Question) -> tuple[Results, list[int]]:
    """What was found, and the ids of one page of it."""
    offset = (min(criteria.page, MOST // PAGE_SIZE) - 1) * PAGE_SIZE
    row = _one(statement.page(_way(statement), offset=offset, size=PAGE_SIZE), statement)
    if not row[3]:
        row = _one(statement.page(ways.Way(), offset=offset, size=PAGE_SIZE), statement)
    number, ids, bounds, _enough, *tags = row
    found = Results(criteria, question, total=min(number, MOST), capped=number > MOST)
    found.counts = _counted(statement, tags)
    if bounds and bounds[0] is not None:
        found.bounds = Box(*bounds)
    return found, ids


def _way(statement: Statement) -> ways.Way:
    """Looks where a look can shorten the way. What was seen is kept: words are as frequent around any place."""
    asked, newest = statement.criteria, ways.looked_from()
    around: int | None = None
    if asked.centre:
        place = (asked.centre.latitude, asked.centre.longitude, asked.radius_km)
        around = ways.crowds.get(place, lambda: _one(statement.around(), statement)[0])
        if around <= MOST:
            return ways.Way()
    if newest is None or (asked.centre and not statement.narrowed):
        return ways.choose(around, None, zone=False)
    anywhere = replace(asked.without_place(), q="", cursor=None, exact=False, radius=0)
    number, *suiting = ways.seen.get((anywhere, statement.query), lambda: _one(statement.look(newest), statement))
    look = ways.Look(number, dict(zip(["", *statement.alone], suiting, strict=True)))
    return ways.choose(around, look, zone=asked.zone is not None)


def _counted(statement: Statement, tags: list[str | None]) -> dict[str, int]:
    """How many results bear each tag; those of a chosen dimension as if nothing were chosen in it."""
    counts = Counter((tags[0] or "").split())
    for name, text in zip(statement.alone, tags[1:], strict=True):
        for tag, number in Counter((text or "").split()).items():
            if tag in ("offre", "hote") if name == "kind" else tag.startswith(f"{name}:"):
                counts[tag] = max(counts[tag], number)
    return {tag: min(number, MOST) for tag, number in counts.items()}


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
        found.previous = _at(first)
    if more or backwards:
        found.following = _at(last)


def _at(entry: SearchEntry) -> str:
    return Cursor(entry.published_at, entry.pk).text()


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
