"""The SQL of a search: which entries are candidates, in which order, and what is counted among them.

Every statement looks at `MOST + 1` results at most (see docs/architecture.md, Search): a count that stops there says
« more than 1,000 », and facets, relevance and dates near a place are taken among those: the newest, or the nearest.

Names of columns and operators are constants of this file; whatever came from outside is a parameter.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from hosts.selectors.search.criteria import EARTH_KM, MOST, Box, Criteria, around, mercator
from hosts.selectors.search.ways import CROWD, Way

# In a rectangle of the map that holds more, other conditions find the results sooner than the place.
SPARSE = 3_000
# Dimensions of which several may be ticked, or one chosen among several: each is counted as if it were not chosen.
COUNTED_ALONE = ("kind", "s", "m", "n", "t")

HAVERSINE = (
    f"{2 * EARTH_KM} * asin(least(1, sqrt(power(sin(radians(latitude - %(lat)s) / 2), 2)"
    " + cos(radians(%(lat)s)) * cos(radians(latitude)) * power(sin(radians(longitude - %(lon)s) / 2), 2))))"
)
# What relevance is made of. Weights of ts_rank: description, town, kind and occupation, title and name.
RELEVANCE = (
    # As floats: the same with PostgreSQL's exact numbers takes fifty times as long.
    "{text} + 0.25::float * exp(extract(epoch FROM published_at - %(now)s)::float / 7776000)"
    " + 0.003::float * reply_score + CASE WHEN 'offre' = ANY(tags) THEN 0.15 ELSE 0 END{near}"
)
TEXT_RANK = "2 * ts_rank('{{0.05, 0.2, 0.5, 1}}', vector, %(query)s::tsquery, 1)"
# What a candidate is counted, ranked and ordered by.
COLUMNS = "id, tags, latitude, longitude, published_at, reply_score"
VISIBLE = ("visible_from <= %(today)s", "visible_until >= %(today)s")
# An expression, since the index on the date itself tempts PostgreSQL to walk it to its end for a thousand rare entries.
NEWEST = "published_at + interval '0' DESC, id DESC"
NEAR_RANK = " + 0.6 / (1 + coalesce(distance, %(km)s) / 10)"


@dataclass
class Statement:
    """Conditions in SQL and their parameters."""

    criteria: Criteria
    query: str
    today: datetime.date
    now: datetime.datetime
    values: dict[str, Any] = field(default_factory=dict)
    wide_zone: bool = False

    def __post_init__(self) -> None:
        asked = self.criteria
        self.values |= {"today": self.today, "now": self.now, "query": self.query, "limit": MOST + 1}
        self.values |= {"first": asked.first, "last": asked.last, "seats": asked.seats}
        self.values["required"] = list(asked.required())
        for dimension, tags in asked.groups().items():
            self.values[f"any_{dimension}"] = list(tags)
        if asked.centre:
            self.values |= {"lat": asked.centre.latitude, "lon": asked.centre.longitude, "km": asked.radius_km}
            self.values["x"], self.values["y"] = mercator(asked.centre.latitude, asked.centre.longitude)
            self._corners("round", around(asked.centre, asked.radius_km))
        if asked.zone:
            self._corners("zone", asked.zone)
            self.values |= {f"zone_{side}": value for side, value in asked.zone._asdict().items()}

    def _corners(self, name: str, box: Box) -> None:
        west, south = mercator(box.south, box.west)
        east, north = mercator(box.north, box.east)
        self.values |= {f"{name}_w": west, f"{name}_s": south, f"{name}_e": east, f"{name}_n": north}

    @staticmethod
    def within(name: str) -> str:
        return f"point <@ box(point(%({name}_w)s, %({name}_s)s), point(%({name}_e)s, %({name}_n)s))"

    def conditions(self, *, without: str = "", tags: bool = True, since: str = "") -> list[str]:
        """What a result must satisfy, but for its distance. `without` leaves one dimension out.

        `since` names a parameter: published since that moment.
        """
        asked = self.criteria
        parts = list(VISIBLE)
        if since:
            parts.append(f"published_at >= %({since})s")
        if self.query:
            parts.append("vector @@ %(query)s::tsquery")
        if asked.first or asked.last:
            parts.append("open_days && daterange(%(first)s, %(last)s, '[]')")
        if asked.seats:
            parts.append("seats_left >= %(seats)s")
        if asked.zone:
            parts.append(self._in_zone(by_index=not since and not self.wide_zone))
        return [*parts, *self.tag_conditions(without)] if tags else parts

    def _in_zone(self, *, by_index: bool) -> str:
        """By the index where few entries lie inside; in a wide zone the other conditions find them sooner."""
        if by_index:
            return self.within("zone")
        return (
            "latitude BETWEEN %(zone_south)s AND %(zone_north)s AND longitude BETWEEN %(zone_west)s AND %(zone_east)s"
        )

    def tag_conditions(self, without: str = "") -> list[str]:
        parts = ["tags @> %(required)s::varchar[]"] if self.values["required"] else []
        for dimension in self.criteria.groups():
            if dimension != without:
                # One tag is asked for as « contains »: the index knows better how frequent it is.
                operator = "@>" if len(self.values[f"any_{dimension}"]) == 1 else "&&"
                parts.append(f"tags {operator} %(any_{dimension})s::varchar[]")
        return parts

    def round(self) -> list[str]:
        return [self.within("round"), f"{HAVERSINE} <= %(km)s"] if self.criteria.centre else []

    @property
    def alone(self) -> list[str]:
        """Dimensions in which something is chosen, and that are counted as if nothing were."""
        return [dimension for dimension in COUNTED_ALONE if f"any_{dimension}" in self.values]

    @property
    def narrowed(self) -> bool:
        """Whether anything but a place is asked."""
        return bool(self.query or self.values["required"]) or len(self.conditions()) > len(VISIBLE)

    # Candidates: each gives the rows (id, tags, latitude, longitude, published_at, distance, rank columns).

    def found(self, way: Way) -> str:
        """CTEs `found`, and `found_…` for each dimension that is counted as if it were not chosen."""
        self.values |= {f"since_{name}": moment for name, moment in way.since.items()}
        if way.nearest:
            parts = [self._nearest(way.nearest), f"found AS MATERIALIZED ({self._among_nearest()})"]
            parts += [f"found_{name} AS ({self._tags_among_nearest(name)})" for name in self.alone]
        else:
            parts = [f"found AS MATERIALIZED ({self._directly(way)})"]
            parts += [f"found_{name} AS MATERIALIZED ({self._all('tags', name, way)})" for name in self.alone]
        return ", ".join(parts)

    @property
    def _text_rank(self) -> str:
        return TEXT_RANK.format() if self.query and self.criteria.order == "pertinence" else "0"

    def _directly(self, way: Way) -> str:
        """What is dear to compute is computed after the LIMIT."""
        distance = HAVERSINE if self.criteria.centre else "NULL::float"
        vector = ", vector" if self._text_rank != "0" else ""
        found = self._all(f"{COLUMNS}{vector}", "", way)
        return f"SELECT {COLUMNS}, {distance} AS distance, {self._text_rank} AS text_rank FROM ({found}) AS candidate"

    def _all(self, columns: str, without: str, way: Way) -> str:
        since = f"since_{without}" if without in way.since else ""
        where = " AND ".join([*self.conditions(without=without, since=since), *self.round()])
        order = "point <-> point(%(x)s, %(y)s)" if self.criteria.centre else NEWEST
        return f"SELECT {columns} FROM hosts_searchentry WHERE {where} ORDER BY {order} LIMIT %(limit)s"

    def _nearest(self, number: int) -> str:
        """The nearest entries, whatever they are, and whether they suit but for their tags and the distance."""
        suits = " AND ".join(self.conditions(tags=False)[len(VISIBLE) :]) or "true"
        rank = f"CASE WHEN {suits} THEN {self._text_rank} END" if self._text_rank != "0" else "0"
        return (
            f"nearest AS MATERIALIZED (SELECT {COLUMNS}, {suits} AS suits, {HAVERSINE} AS distance, {rank} AS text_rank"
            f" FROM hosts_searchentry WHERE {' AND '.join(VISIBLE)}"
            f" ORDER BY point <-> point(%(x)s, %(y)s) LIMIT {number:d})"
        )

    def _among_nearest(self, without: str = "") -> str:
        where = " AND ".join(["suits", "distance <= %(km)s", *self.tag_conditions(without)])
        return f"SELECT * FROM nearest WHERE {where} LIMIT %(limit)s"

    def _tags_among_nearest(self, dimension: str) -> str:
        return f"SELECT tags FROM ({self._among_nearest(dimension)}) AS f"

    def capped(self) -> str:
        """The results, in no order, one more than are ever counted."""
        where = " AND ".join([*self.conditions(), *self.round()])
        return f"SELECT 1 FROM hosts_searchentry WHERE {where} LIMIT %(limit)s"

    def since(self, moment: datetime.datetime, search: int, number: int) -> str:
        """Results that first appeared after `moment` and that the kept search `search` has not told yet."""
        self.values |= {"moment": moment, "search": search, "number": number}
        told = (
            "NOT EXISTS (SELECT 1 FROM hosts_savedsearchhit h WHERE h.search_id = %(search)s"
            " AND (h.offer_id = e.offer_id OR (e.offer_id IS NULL AND h.site_id = e.site_id)))"
        )
        where = " AND ".join([*self.conditions(), *self.round(), "since > %(moment)s", told])
        return f"SELECT id FROM hosts_searchentry e WHERE {where} ORDER BY published_at DESC, id DESC LIMIT %(number)s"

    # The map

    def some(self, number: int) -> str:
        """Ids of results that have a position, `number` of them at most, in no order."""
        self.values["number"] = number
        where = " AND ".join([*self.conditions(), *self.round(), "point IS NOT NULL"])
        return f"SELECT id FROM hosts_searchentry WHERE {where} LIMIT %(number)s"

    def squares(self) -> str:
        """Results by square of a grid of `square` Mercator metres: count, middle, and the rectangle around them."""
        where = " AND ".join([*self.conditions(), *self.round(), "point IS NOT NULL"])
        return f"""
SELECT count(*), avg(latitude), avg(longitude), min(longitude), min(latitude), max(longitude), max(latitude)
FROM hosts_searchentry WHERE {where}
GROUP BY floor(point[0] / %(square)s), floor(point[1] / %(square)s)"""

    # Questions

    def is_dense(self, name: str) -> str:
        """Whether more than `SPARSE` entries lie in the rectangle: an index-only count that stops there."""
        inside = f"SELECT 1 FROM hosts_searchentry WHERE {self.within(name)} LIMIT {SPARSE + 1}"
        return f"SELECT count(*) > {SPARSE} FROM ({inside}) AS inside"

    def order(self) -> str:
        orders = {
            "distance": "distance, id",
            "recent": "published_at DESC, id DESC",
            "pertinence": "score DESC, id DESC",
        }
        return orders[self.criteria.order]

    def score(self) -> str:
        near = NEAR_RANK if self.criteria.centre else ""
        return RELEVANCE.format(text="text_rank", near=near) if self.criteria.order == "pertinence" else "0"

    def around(self) -> str:
        """How many entries the rectangle around the place holds: an index-only count that stops at `CROWD`."""
        return f"SELECT count(*) FROM (SELECT 1 FROM hosts_searchentry WHERE {self.within('round')} LIMIT {CROWD}) AS i"

    def look(self, newest: datetime.datetime) -> str:
        """One row: how many were published since `newest`, and how many of them suit wherever they are.

        These by dimension left out, like the tables of `found`.
        """
        self.values["newest"] = newest
        suiting = [self._number(self.conditions(without=name, since="newest")) for name in ["", *self.alone]]
        return f"SELECT {', '.join([self._number(['published_at >= %(newest)s']), *suiting])}"

    @staticmethod
    def _number(conditions: list[str]) -> str:
        return f"(SELECT count(*) FROM hosts_searchentry WHERE {' AND '.join(conditions)})"

    def page(self, way: Way, *, offset: int, size: int) -> str:
        """One row: how many, one page of ids, their rectangle, whether this way found enough, tags of each CTE."""
        self.values |= {"offset": offset, "size": size}
        scored = f"SELECT id, published_at, distance, {self.score()} AS score FROM found"
        enough = [f"(SELECT count(*) > {MOST} FROM {self._cte(name)})" for name in way.since] or ["true"]
        if way.nearest:
            all_within = f"(SELECT count(*) < {way.nearest:d} OR max(distance) > %(km)s FROM nearest)"
            enough = [f"((SELECT count(*) > {MOST} FROM found) OR {all_within})"]
        # Tags are counted by the reader: grouping eight thousand of them here takes longer than handing them over.
        tags = [
            f"(SELECT string_agg(array_to_string(tags, ' '), ' ') FROM {self._cte(name)})" for name in ["", *self.alone]
        ]
        return f"""
WITH {self.found(way)}
SELECT (SELECT count(*) FROM found),
  ARRAY(SELECT id FROM ({scored}) AS scored ORDER BY {self.order()} LIMIT %(size)s OFFSET %(offset)s),
  (SELECT ARRAY[min(longitude), min(latitude), max(longitude), max(latitude)] FROM found),
  {" AND ".join(enough)},
  {", ".join(tags)}"""

    @staticmethod
    def _cte(without: str) -> str:
        return f"found_{without}" if without else "found"

    def keyset(self, size: int) -> str:
        """One page of ids of « newest first », from a cursor on."""
        cursor = self.criteria.cursor
        where = self.conditions()
        compare, direction = (">", "ASC") if cursor and cursor.backwards else ("<", "DESC")
        if cursor:
            self.values |= {"at": cursor.published_at, "entry": cursor.entry}
            where.append(f"(published_at, id) {compare} (%(at)s, %(entry)s)")
        self.values["size"] = size
        return (
            f"SELECT id FROM hosts_searchentry WHERE {' AND '.join(where)}"
            f" ORDER BY published_at {direction}, id {direction} LIMIT %(size)s"
        )
