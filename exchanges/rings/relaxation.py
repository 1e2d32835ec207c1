"""How many people could be served at most: rings of any length, by a flow.

Every structure must receive as many people as it gives; how long the rings are is left open. No search with rings of at
most k structures can serve more, and where it serves as many, it is proven optimal.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from exchanges.rings.index import Index

Arc = tuple[int, int, int, int]


def most_served(index: Index) -> tuple[int, float]:
    """The bound, and the solver's own seconds."""
    import numpy
    from ortools.graph.python import min_cost_flow

    arcs = numpy.array(list(_arcs(index)), dtype=numpy.int64).reshape(-1, 4)
    if not len(arcs):
        return 0, 0.0
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        arcs[:, 0].astype(numpy.int32), arcs[:, 1].astype(numpy.int32), arcs[:, 2], arcs[:, 3]
    )
    began = time.perf_counter()
    if flow.solve() != flow.OPTIMAL:  # pragma: no cover – staying at home is always possible
        return len(index.pool.participants), time.perf_counter() - began
    return -flow.optimal_cost(), time.perf_counter() - began


def _arcs(index: Index) -> Iterator[Arc]:
    """From, to, capacity, cost: structure → person → wish → shelf → opening → structure."""
    numbers: dict[tuple[str, int], int] = {}

    def node(kind: str, key: int) -> int:
        return numbers.setdefault((kind, key), len(numbers))

    pool = index.pool
    gone: set[tuple[int, int]] = set()
    for place, participant in enumerate(pool.participants):
        reach = index.reach[place]
        if not reach.shelves and not reach.single:
            continue
        wish, person = node("wish", place), node("person", participant.person)
        if (participant.person, participant.structure) not in gone:
            gone.add((participant.person, participant.structure))
            yield node("structure", participant.structure), person, 1, -1
        yield person, wish, 1, 0
        for number in reach.shelves:
            yield wish, node("shelf", number), 1, 0
        for opening in reach.single:
            yield wish, node("opening", opening), 1, 0
    for number, shelf in enumerate(index.shelves):
        for opening in shelf:
            yield node("shelf", number), node("opening", opening), pool.openings[opening].seats, 0
    for place, one in enumerate(pool.openings):
        if one.seats > 0:
            yield node("opening", place), node("structure", one.structure), one.seats, 0
