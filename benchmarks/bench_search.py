"""Search over a shipped mix of 200 queries (benchmarks/queries.txt), at 1,000, 10,000, 100,000 offers and a million.

Each query is the page as a signed-in person gets it, through every middleware, after one round to warm up. Between
them, so that both meet the same weather, stand its floors: the bare page (the same page and twenty cards, their rows
fetched by key) and the SQL of the result alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.report import Figure, middle, quantile

NAME = "search"
SIZES = (1_000, 10_000, 100_000)
LARGEST = 1_000_000
GOAL_SIZE, GOAL_MS = 100_000, 40.0
ROUNDS = 3
BARE_EVERY = 5


def queries() -> list[str]:
    lines = (Path(__file__).parent / "queries.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def fill(size: int) -> None:
    """Brings the made-up country to about so many offers."""
    from hosts.models import PlacementOffer
    from hosts.selectors.search.kept import forget_everything
    from hosts.selectors.search.results import count_everything
    from hosts.services import scale

    missing = size - PlacementOffer.objects.count()
    if missing > 0:
        # The engines are the bench's own; what another bench left on them is no real host.
        scale.seed(missing, seed=size, say=lambda line: None, force=True)
    forget_everything()
    count_everything()


class Timed:
    """Adds up the time of the statements that read the index."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "hosts_searchentry" in sql:
                self.seconds += time.perf_counter() - began


def person() -> Any:
    from django.test import Client

    from accounts.models import User

    client = Client(headers={"accept-encoding": "identity"})
    user = User.objects.filter(email="bench@example.org").first()
    client.force_login(user or User.objects.create_user("bench@example.org", first_name="Alix", last_name="Moreau"))
    return client


class Sample(NamedTuple):
    """Milliseconds: on the clock, of the SQL of the result, and of work done by this process and its server's."""

    page: float
    sql: float
    work: float


def worked() -> float:
    """Milliseconds that this thread and its PostgreSQL process have run: what a busy machine leaves unchanged."""
    from django.db import connection

    server = connection.connection.info.backend_pid if connection.connection else 0
    files = [Path(f"/proc/{process}/schedstat") for process in ("thread-self", server) if process]
    return sum(int(file.read_text().split()[0]) for file in files) / 1e6


def measure(client: Any, path: str) -> Sample:
    from django.db import connection

    timed = Timed()
    before, began = worked(), time.perf_counter()
    with connection.execute_wrapper(timed):
        response = client.get(path)
    spent, after = time.perf_counter() - began, worked()
    assert response.status_code == 200, path
    return Sample(spent * 1000, timed.seconds * 1000, after - before)


@contextmanager
def bare() -> Iterator[None]:
    """The search page without its search: twenty rows, known by their keys."""
    from hosts.models import SearchEntry
    from hosts.selectors.search import results
    from hosts.views import search

    ids = list(SearchEntry.objects.shown().order_by("-published_at").values_list("pk", flat=True)[:20])
    counts = results.whole_counts.get()

    def given(criteria: Any) -> Any:
        found = results.Results(criteria, results.Question(), total=20, counts=counts)
        found.entries = results.entries_of(ids, criteria)
        return found

    run, search.run = search.run, given
    try:
        yield
    finally:
        search.run = run


def run(*, full: bool) -> Iterable[Figure]:
    for size in (*SIZES, LARGEST) if full else SIZES:
        fill(size)
        yield from at(size)


def at(size: int) -> Iterable[Figure]:
    client, mix = person(), queries()
    assert len(mix) == 200
    for path in mix:
        measure(client, path)
    floor, samples = [], []
    for number, path in enumerate(mix * ROUNDS):
        samples.append(measure(client, path))
        if number % BARE_EVERY == 0:
            with bare():
                floor.append(measure(client, "/recherche/?q=stage"))
    pages, sql, work = zip(*samples, strict=True)
    bare_pages, bare_work = [one.page for one in floor], [one.work for one in floor]
    most = quantile(bare_pages, 0.95) + 3 * quantile(sql, 0.95)
    judged = size == GOAL_SIZE
    words = f"{size:,} offers".replace(",", " ")
    yield Figure(f"{words}: page, p50", middle(pages), floor=middle(bare_pages))
    yield Figure(
        f"{words}: page, p95", quantile(pages, 0.95), floor=quantile(bare_pages, 0.95), goal=GOAL_MS if judged else None
    )
    yield Figure(f"{words}: SQL of the result, p50", middle(sql))
    yield Figure(f"{words}: SQL of the result, p95", quantile(sql, 0.95))
    yield Figure(f"{words}: page p95 against bare + 3 × SQL", quantile(pages, 0.95), goal=most if judged else None)
    yield Figure(f"{words}: work of both processes, p50", middle(work), floor=middle(bare_work))
    yield Figure(f"{words}: work of both processes, p95", quantile(work, 0.95), floor=quantile(bare_work, 0.95))
    slowest = max(zip(pages, mix * ROUNDS, strict=True))
    yield Figure(f"{words}: slowest", slowest[0], note=slowest[1])
