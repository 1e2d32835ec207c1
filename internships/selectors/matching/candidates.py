"""The SQL of a ranking: which entries may suit, the best of them with the words of the objectives that they hold.

As in the search, at most 1,001 entries are compared: those that hold the rarest words, the nearest of them or the
newest. PostgreSQL puts them in a first order; the best two hundred are weighed in Python, where every part is visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from hosts.selectors.search.criteria import MOST, around, mercator
from hosts.selectors.search.statement import HAVERSINE, VISIBLE
from internships.matching.goals import Text
from internships.matching.score import REACH
from internships.selectors.matching.lexicon import SAMPLE, rarity
from internships.selectors.matching.wanted import Wanted

SHORTLIST = 200
# In a large index, words are looked for from the rarest on, until they are in about this share of all texts.
SHARE = 0.3
# The first order: the fields of a text as `goals.FIELDS` weighs them, from D to A, and some closeness.
FIRST_RANK = "ts_rank('{0.7, 0.75, 0.85, 1}', vector, %(query)s::tsquery)"
FIRST_NEAR = " + 0.15::float / (1 + distance / %(km)s::float)"

PLACES = """
WITH found AS MATERIALIZED (
  SELECT id, institution_id, site_id, tags, open_days, seats_left, published_at, vector, {distance} AS distance
  FROM hosts_searchentry WHERE {where} ORDER BY {order} LIMIT %(limit)s
), best AS MATERIALIZED (
  SELECT * FROM found ORDER BY {rank} DESC, id LIMIT %(shortlist)s
)
SELECT b.id, b.institution_id, b.tags, b.distance, b.seats_left, b.published_at, i.languages,
  seats.days, seats.first, seats.last, {words},
  EXISTS (SELECT 1 FROM hosts_sitequalification q WHERE q.site_id = b.site_id AND {in_force} AND q.school_id IN (
    SELECT c.school_id FROM internships_enrolment e JOIN internships_cohort c ON c.id = e.cohort_id
    WHERE e.person_id = %(person)s AND (e.left_on IS NULL OR e.left_on > %(today)s))),
  EXISTS (SELECT 1 FROM hosts_sitequalification q WHERE q.site_id = b.site_id AND {in_force}),
  (SELECT count(*) FROM practices_practiceentry p WHERE p.host_id = b.institution_id)
FROM best b JOIN hosts_hostinstitution i ON i.id = b.institution_id, {seats} AS seats
WHERE i.asleep_since IS NULL"""

PRACTICES = """
WITH found AS MATERIALIZED (
  SELECT id, tags, published_at, vector, {distance} AS distance
  FROM practices_practiceentry WHERE {where} ORDER BY {order} LIMIT %(limit)s
), best AS MATERIALIZED (
  SELECT * FROM found ORDER BY {rank} DESC, id LIMIT %(shortlist)s
)
SELECT b.id, b.tags, b.distance, b.published_at, {words} FROM best b"""

# The lexemes of the objectives that the text holds, each with its fields: « eveil:AD motric:D ».
WORDS = """(
  SELECT string_agg(u.lexeme || ':' || array_to_string(u.weights, ''), ' ')
  FROM unnest(b.vector) AS u WHERE u.lexeme = ANY(%(lexemes)s))"""
# Of the days wished, those with a seat: how many, the first and the last.
SEATS = """LATERAL (
  SELECT coalesce(sum(upper(part) - lower(part)), 0) AS days, min(lower(part)) AS first, max(upper(part)) - 1 AS last
  FROM unnest(b.open_days * datemultirange(daterange(%(first)s, %(last)s, '[]'))) AS part)"""
NO_SEATS = "(SELECT 0 AS days, NULL::date AS first, NULL::date AS last)"
IN_FORCE = "(q.until IS NULL OR q.until >= %(today)s)"
OPEN = "(offer_id IS NULL OR open_days && daterange(%(first)s, %(last)s, '[]'))"
WITHIN = "point <@ box(point(%(round_w)s, %(round_s)s), point(%(round_e)s, %(round_n)s))"


def places(wanted: Wanted) -> list[tuple[Any, ...]]:
    """Rows (entry, host, tags, km, seats left, published at, languages, days open, the first and the last of them,
    words, recognised by one's own school, by any school, practices seen there). No host whose offers are paused."""
    values = statement_values(wanted)
    where = [*VISIBLE, *([WITHIN] if wanted.centre else []), _suits(values)]
    if wanted.first or wanted.last:
        where.append(OPEN)
    seats = SEATS if wanted.first and wanted.last else NO_SEATS
    return _read(PLACES, where, wanted, values, seats=seats, in_force=IN_FORCE)


def practices(wanted: Wanted) -> list[tuple[Any, ...]]:
    """Rows (entry, tags, km, published at, words). Practices are read, not travelled to: those of everywhere suit."""
    values = statement_values(wanted)
    return _read(PRACTICES, [_suits(values)], wanted, values)


def _read(sql: str, where: list[str], wanted: Wanted, values: dict[str, Any], **parts: str) -> list[tuple[Any, ...]]:
    if not values["query"] and not values["tags"]:
        return []
    within = WITHIN in where
    statement = sql.format(
        distance=HAVERSINE if wanted.centre else "NULL::float",
        where=" AND ".join(where),
        order="point <-> point(%(x)s, %(y)s)" if within else "published_at DESC, id DESC",
        rank=(FIRST_RANK if values["query"] else "0::float") + (FIRST_NEAR if within else ""),
        words=WORDS,
        **parts,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def statement_values(wanted: Wanted) -> dict[str, Any]:
    """The parameters of both statements."""
    lexemes = sorted({lexeme for goal in wanted.goals for lexeme in goal.lexemes})
    tags = {tag for goal in wanted.goals for tag in goal.tags if tag.startswith("m:")}
    values: dict[str, Any] = {
        "lexemes": lexemes,
        "query": " | ".join(f"'{lexeme}'" for lexeme in _telling(lexemes)),
        "tags": sorted({*tags, *(f"m:{number}" for number in wanted.occupations)}),
        "today": timezone.localdate(),
        "first": wanted.first,
        "last": wanted.last,
        "limit": MOST + 1,
        "shortlist": SHORTLIST,
        "km": wanted.radius_km,
        "person": wanted.person,
    }
    if wanted.centre:
        x, y = mercator(wanted.centre.latitude, wanted.centre.longitude)
        box = around(wanted.centre, wanted.radius_km * REACH)
        west, south = mercator(box.south, box.west)
        east, north = mercator(box.north, box.east)
        values |= {"lat": wanted.centre.latitude, "lon": wanted.centre.longitude, "x": x, "y": y}
        values |= {"round_w": west, "round_s": south, "round_e": east, "round_n": north}
    return values


def _telling(lexemes: Iterable[str]) -> list[str]:
    """The words that candidates are found by: all of them in a small index, the rarest in a large one."""
    known = rarity.get()
    if known.texts < SAMPLE:
        return list(lexemes)
    told: list[str] = []
    share = 0.0
    for lexeme in sorted(lexemes, key=lambda one: known.holding.get(one, 0)):
        share += known.holding.get(lexeme, 0) / known.texts
        if told and share > SHARE:
            break
        told.append(lexeme)
    return told


def _suits(values: Mapping[str, Any]) -> str:
    parts = ["vector @@ %(query)s::tsquery"] if values["query"] else []
    parts += ["tags && %(tags)s::varchar[]"] if values["tags"] else []
    return f"({' OR '.join(parts)})" if parts else "false"


def text_of(tags: Iterable[str], words: str | None) -> Text:
    """A candidate's text: the best field of each lexeme that was looked for."""
    pairs = (part.rpartition(":") for part in (words or "").split())
    return Text({lexeme: min(fields or "D") for lexeme, _colon, fields in pairs}, frozenset(tags))
