"""What is asked as people type: completion of places, likely twins in a large register, identifiers in a free text.

The floor of the first two is the time of their own statements; that of the third, an ordinary text of the same length.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.report import Figure, middle, quantile

NAME = "register"
HOSTS = 12_000
TYPED = ("ren", "saint", "35", "malo", "bruxelles", "la", "mont", "69003", "saint-d", "vitré", "namur", "st jean")
NAMES = ("IME Les Tileuls", "Collège Bleuets Dunes", "EHPAD les lilas", "Institut des Genêts", "Iris Fontaines 77")
ROUNDS = 20
LONGEST = 4_000
ORDINARY = "Accueillir, écouter, orienter les jeunes ; réunion d’équipe du mardi, entretiens et atelier CV. "
SLOW = ("A. ", "0 ", "12 rue de la ", "M. Du", "née le ", "a" * 40 + "@", "2 85 05 ")


class Clock:
    """Adds up the time (ms) that statements take."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.spent += (time.perf_counter() - began) * 1000


def run(*, full: bool) -> Iterable[Figure]:
    yield from completion()
    yield from twins()
    yield from reading()


def completion() -> Iterable[Figure]:
    from hosts.models import Place
    from hosts.selectors import places
    from hosts.services import gazetteer

    Place.objects.all().delete()
    began = time.perf_counter()
    written = gazetteer.load_shipped()
    yield Figure(f"{written} places loaded", time.perf_counter() - began, unit="s")
    ours, floor = timed([lambda typed=typed: places.suggest(typed) for typed in TYPED])
    yield Figure("completion of a place, p95", quantile(ours, 0.95), floor=quantile(floor, 0.95), goal=10)


def twins() -> Iterable[Figure]:
    from hosts.selectors.twins import likely_twins
    from tests.hosts.many import register_of

    register_of(HOSTS)
    asks = [
        lambda name=name: likely_twins(name=name, postcode="35000", city="Ville", lat=48.117, lon=-1.678)
        for name in NAMES
    ]
    ours, floor = timed(asks)
    yield Figure(f"likely twins among {HOSTS} hosts, p50", middle(ours), floor=middle(floor))
    yield Figure(f"likely twins among {HOSTS} hosts, p95", quantile(ours, 0.95), floor=quantile(floor, 0.95), goal=200)


def timed(asks: list[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """What each call took (ms), and its statements alone."""
    from django.db import connection

    ours, floor = [], []
    for ask in asks:
        ask()
    for _ in range(ROUNDS):
        for ask in asks:
            clock = Clock()
            with connection.execute_wrapper(clock):
                began = time.perf_counter()
                ask()
                ours.append((time.perf_counter() - began) * 1000)
            floor.append(clock.spent)
    return ours, floor


def reading() -> Iterable[Figure]:
    from exchanges.identifiers import find

    def once(piece: str) -> float:
        text = (piece * (LONGEST // len(piece) + 1))[:LONGEST]
        began = time.perf_counter()
        find(text)
        return (time.perf_counter() - began) * 1000

    find(ORDINARY)
    ordinary = middle([once(ORDINARY) for _ in range(ROUNDS)])
    slowest = max(middle([once(piece) for _ in range(5)]) for piece in SLOW)
    yield Figure(f"identifiers in the slowest text of {LONGEST} letters", slowest, floor=ordinary, goal=500)
