"""The results on a map: single points where there are few, otherwise counts by the squares of a grid.

The browser never gets more than some hundred marks, whatever the search finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from hosts.models import SearchEntry
from hosts.selectors.search.criteria import Box, Criteria
from hosts.selectors.search.statement import Statement
from hosts.selectors.search.text import ask

# So many points are shown one by one.
FEW = 150
# A square of the grid is a quarter of a map tile: 64 pixels.
WORLD = 40_075_016.685578488
SQUARES_PER_TILE = 4
DEEPEST = 18
KEPT = 600


@dataclass(frozen=True)
class Cluster:
    """How many results one square holds, their middle, and the rectangle that holds them."""

    count: int
    latitude: float
    longitude: float
    box: Box


@dataclass
class MapAnswer:
    total: int = 0
    clusters: list[Cluster] = field(default_factory=list)
    entries: list[SearchEntry] = field(default_factory=list)


def look(criteria: Criteria, frame: Box, zoom: int) -> MapAnswer:
    """What lies in the frame. `zoom` as web maps count it, 0 to 18."""
    zoom = max(0, min(DEEPEST, zoom))
    if criteria.unfiltered:
        return _whole(frame, zoom)
    # Inside a zone chosen on the map, the map shows what lies around it too: that is what one moves it for.
    return _look(replace(criteria, zone=frame), zoom)


def _whole(frame: Box, zoom: int) -> MapAnswer:
    """Nothing asked: every visitor sees the same, so wide views are kept for some minutes."""
    step = 360 / 2**zoom
    west, south = frame.west // step * step, max(-85.0, frame.south // step * step)
    snapped = Box(west, south, -(-frame.east // step) * step, min(85.0, -(-frame.north // step) * step))
    if zoom > 8:
        return _look(Criteria(zone=frame), zoom)
    key = f"search:map:{zoom}:{snapped.text()}"
    kept: MapAnswer | None = caches["default"].get(key)
    if kept is None:
        kept = _look(Criteria(zone=snapped), zoom)
        if kept.clusters:
            caches["default"].set(key, kept, KEPT)
    return kept


def _look(criteria: Criteria, zoom: int) -> MapAnswer:
    statement = Statement(criteria, ask(criteria.q).query, today=timezone.localdate(), now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement.is_dense("zone"), statement.values)
        statement.wide_zone = bool((cursor.fetchone() or [False])[0])
        cursor.execute(statement.some(FEW + 1), statement.values)
        ids = [row[0] for row in cursor.fetchall()]
        if len(ids) > FEW:
            return _clusters(cursor, statement, zoom)
    entries = SearchEntry.objects.filter(pk__in=ids).defer("vector", "open_days", "point").order_by("title", "pk")
    return MapAnswer(total=len(ids), entries=list(entries))


def _clusters(cursor: Any, statement: Statement, zoom: int) -> MapAnswer:
    statement.values["square"] = WORLD / 2**zoom / SQUARES_PER_TILE
    cursor.execute(statement.squares(), statement.values)
    clusters = [
        Cluster(count, latitude, longitude, Box(west, south, east, north))
        for count, latitude, longitude, west, south, east, north in cursor.fetchall()
    ]
    return MapAnswer(total=sum(cluster.count for cluster in clusters), clusters=clusters)
