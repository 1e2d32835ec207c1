"""The map's answers: the country, a region, a town, with and without filters, beside the nearest twenty in SQL."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from benchmarks.bench_search import GOAL_SIZE, fill, person
from benchmarks.report import Figure, middle, quantile

NAME = "map"
FRAMES = ("-5,42,8,51&z=6", "-2.6,47.2,-0.9,48.7&z=8", "2.1,48.7,2.6,49.0&z=11", "4.75,45.7,4.92,45.8&z=14")
FILTERS = ("", "&q=IME", "&q=creche&fauteuil=1", "&lieu=Paris&rayon=50", "&temps=mi&secteur=social")
ROUNDS = 5


def run(*, full: bool) -> Iterable[Figure]:
    fill(GOAL_SIZE)
    client = person()
    for filters in FILTERS:
        samples = []
        for frame in FRAMES:
            path = f"/recherche/carte/?cadre={frame}{filters}"
            client.get(path)
            for _ in range(ROUNDS):
                began = time.perf_counter()
                assert client.get(path).status_code == 200
                samples.append((time.perf_counter() - began) * 1000)
        yield Figure(f"clusters {filters or 'of everything'}, p50", middle(samples))
        yield Figure(f"clusters {filters or 'of everything'}, slowest", max(samples))
    yield Figure("nearest twenty in bare SQL, p95", quantile(list(nearest()), 0.95), note="the floor of places")


def nearest() -> Iterable[float]:
    from django.db import connection

    sql = "SELECT id FROM hosts_searchentry ORDER BY point <-> point(%s, %s) LIMIT 20"
    points: list[Any] = [(261_000 + step * 5_000, 6_250_000 - step * 9_000) for step in range(40)]
    with connection.cursor() as cursor:
        for point in points:
            began = time.perf_counter()
            cursor.execute(sql, point)
            cursor.fetchall()
            yield (time.perf_counter() - began) * 1000
