"""The pages of practices at 300 and at 30,000: queries that do not grow, p50 and p95 beside the bare page.

The bare page is the list with twenty rows fetched by their keys and no search: what session, template and layout cost.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from benchmarks.report import Figure, middle, quantile

NAME = "practices"
SIZES = (300, 30_000)
GOAL_MS = 60.0
ROUNDS = 12
LISTS = (
    "/pratiques/",
    "/pratiques/?q=accompagner",
    "/pratiques/?q=atelier+parents",
    "/pratiques/?secteur=medico-social&origine=observee",
    "/pratiques/?secteur=social&public=adolescents&tri=titre",
    "/pratiques/?lieu=Rennes&rayon=50",
    "/pratiques/?q=accueil&lieu=Lyon&rayon=100",
    "/pratiques/?page=12",
)
BARE = "/pratiques/?q=zzzz&exact=1"


def fill(size: int) -> None:
    from hosts.selectors.search.kept import forget_everything
    from practices.models import PracticeEntry
    from practices.services import scale

    missing = size - PracticeEntry.objects.count()
    if missing > 0:
        scale.seed(missing, seed=size)
    forget_everything()


def run(*, full: bool) -> Iterable[Figure]:
    for size in SIZES:
        fill(size)
        yield from at(size)


def at(size: int) -> Iterable[Figure]:
    from django.test import Client

    from practices.models import PracticeEntry

    client = Client(headers={"accept-encoding": "identity"})
    newest = PracticeEntry.objects.order_by("-published_at").values_list("slug", flat=True)[:ROUNDS]
    details = [f"/pratiques/{slug}/" for slug in newest]
    words = f"{size:,} practices".replace(",", " ")
    floor = [measure(client, BARE)[0] for _round in range(ROUNDS + 2)][2:]
    for name, addresses in (("list", LISTS), ("page of a practice", details)):
        for address in addresses:
            measure(client, address)
        samples = [measure(client, address) for _round in range(ROUNDS) for address in addresses]
        times, queries = [one[0] for one in samples], [one[1] for one in samples]
        goal = GOAL_MS if size == SIZES[-1] else None
        yield Figure(f"{words}: {name}, p50", middle(times), floor=middle(floor))
        yield Figure(f"{words}: {name}, p95", quantile(times, 0.95), floor=quantile(floor, 0.95), goal=goal)
        yield Figure(f"{words}: {name}, queries at most", max(queries), unit="", goal=12)
    address = "/pratiques/carte/?cadre=-5,42,8.3,51.2&z=6"
    measure(client, address)
    times = [measure(client, address)[0] for _round in range(ROUNDS)]
    yield Figure(f"{words}: map, p95", quantile(times, 0.95))


def measure(client: Any, address: str) -> tuple[float, int]:
    """Milliseconds and number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    spent = time.perf_counter() - began
    assert response.status_code == 200, address
    return spent * 1000, len(captured)
