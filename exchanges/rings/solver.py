"""The search: a pool in, the rings that serve the most people out, with how far they may be from the best.

A pool of the usual size is one integer program for each group of structures that no ring leaves, and is solved to the
end. A larger one is improved by neighbourhoods (`neighbourhoods`) until the time is over; how many people could be
served at most then comes from the same program without whole numbers, or from a flow (`relaxation`) where there are
too many rings to write them down.
"""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from exchanges.rings.cycles import Arc, Cycle, arcs_of, components, within
from exchanges.rings.days import Period
from exchanges.rings.greedy import closed
from exchanges.rings.index import Index
from exchanges.rings.model import Effort, Found, Impossible, Model, Pair, size
from exchanges.rings.neighbourhoods import improve
from exchanges.rings.pool import Pool
from exchanges.rings.relaxation import most_served

# Programs with more unknowns are not solved to the end; with more still, not even without whole numbers.
MOST_EXACT, MOST_LINEAR = 6_000, 60_000
# Of the time, for one program, before neighbourhoods go on from what it found.
SHARE = 0.6


@dataclass(frozen=True)
class Leg:
    """Somebody goes somewhere: the keys of the wish and of the opening, and the first and last day."""

    participant: int
    opening: int
    period: Period


@dataclass(frozen=True)
class Solution:
    """`bound`: nobody can serve more than that. `ranked`: among equals, these are proven the best too.

    `seconds` in all, of which `solver_seconds` were the solver's own.
    """

    rings: tuple[tuple[Leg, ...], ...]
    bound: int
    ranked: bool
    seconds: float
    solver_seconds: float

    @property
    def served(self) -> int:
        return sum(len(ring) for ring in self.rings)

    @property
    def gap(self) -> int:
        """How many more people could be served at most."""
        return self.bound - self.served

    @property
    def proven(self) -> bool:
        return self.gap == 0


def solve(pool: Pool, effort: Effort | None = None) -> Solution:
    """The rings of the pool. Raises Impossible where the fixed legs cannot be kept, OutOfTime where it is not known."""
    began = time.perf_counter()
    if not pool.openings or not pool.participants:
        if pool.fixed:
            raise Impossible
        return Solution((), 0, True, time.perf_counter() - began, 0.0)
    with _without_collector():
        search = Search(pool, effort or Effort(), began)
        found = search.run()
        rings = search.rings(found)
    return Solution(rings, found.bound, found.ranked, time.perf_counter() - began, search.solver_seconds)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of small tuples are made, none of them in circles: looking for circles took seconds."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Search:
    def __init__(self, pool: Pool, effort: Effort, began: float) -> None:
        self.pool, self.effort = pool, effort
        self.deadline = began + effort.seconds
        self.solver_seconds = 0.0
        self.index = Index(pool)
        self.legs = self._legs()
        self.fixed = self._fixed()

    @property
    def left(self) -> float:
        return self.deadline - time.perf_counter()

    def _legs(self) -> dict[Arc, list[Pair]]:
        """Who could go along each arc between structures, with which seats."""
        legs: dict[Arc, list[Pair]] = defaultdict(list)
        receiving = [opening.structure for opening in self.pool.openings]
        for place, participant in enumerate(self.pool.participants):
            giving = participant.structure
            for opening in self.index.legs(place):
                legs[(giving, receiving[opening])].append((place, opening))
        return dict(legs)

    def _fixed(self) -> dict[Pair, Arc]:
        participants = {one.key: place for place, one in enumerate(self.pool.participants)}
        openings = {one.key: place for place, one in enumerate(self.pool.openings)}
        fixed = {}
        for one in self.pool.fixed:
            if one.participant not in participants or one.opening not in openings:
                raise Impossible
            pair = participants[one.participant], openings[one.opening]
            arc = self.pool.participants[pair[0]].structure, self.pool.openings[pair[1]].structure
            if pair not in self.legs.get(arc, ()):
                raise Impossible
            fixed[pair] = arc
        return fixed

    def run(self) -> Found:
        # With more legs than that, no program is written down whole anyway.
        small = sum(len(pairs) for pairs in self.legs.values()) <= 2 * MOST_LINEAR
        cycles = within(self.legs, self.pool.size, MOST_LINEAR) if small else None
        if cycles is None:
            return improve(self, Found(bound=self._most_served()))
        groups = sorted(components(cycles, self._shared()), key=lambda group: (len(group), min(group)))
        of_group = {one: number for number, group in enumerate(groups) for one in group}
        if any(giving not in of_group for giving, _receiving in self.fixed.values()):
            raise Impossible
        lots: list[list[Cycle]] = [[] for _group in groups]
        for cycle in cycles:
            lots[of_group[cycle[0]]].append(cycle)
        # The small ones first, so that time is left for the large ones.
        found = _together([self._group(lot) for lot in lots])
        if found.proven:
            return found
        # Counted for all groups at once: the bounds of several may well be more than that together.
        return improve(self, replace(found, bound=max(found.served, min(found.bound, self._most_served()))))

    def _most_served(self) -> int:
        bound, seconds = most_served(self.index)
        self.solver_seconds += seconds
        return bound

    def _shared(self) -> Iterable[set[int]]:
        """The structures of each person who would go for more than one of them."""
        of_person: dict[int, set[int]] = defaultdict(set)
        for one in self.pool.participants:
            of_person[one.person].add(one.structure)
        return [several for several in of_person.values() if len(several) > 1]

    def _group(self, cycles: list[Cycle]) -> Found:
        unknowns = size(self.legs, cycles)
        if unknowns <= MOST_EXACT:
            return self.exact(cycles)
        arcs = {arc for cycle in cycles for arc in arcs_of(cycle)}
        bound = len({self.pool.participants[pair[0]].person for arc in arcs for pair in self.legs[arc]})
        if unknowns <= MOST_LINEAR:
            model = Model(self.pool, self.legs, cycles, whole=False)
            linear = model.bound(max(self.left * SHARE, 0.1))
            self.solver_seconds += model.spent
            bound = bound if linear is None else min(bound, linear)
        return Found(bound=bound)

    def exact(self, cycles: list[Cycle]) -> Found:
        """One group, as an integer program with what was fixed in it."""
        through = {arc for cycle in cycles for arc in arcs_of(cycle)}
        inside = {one for cycle in cycles for one in cycle}
        model = Model(self.pool, self.legs, cycles)
        for pair, arc in self.fixed.items():
            if arc[0] in inside:
                if arc not in through:
                    raise Impossible
                model.fix(pair)
        found = model.solve(max(self.left * SHARE, 0.1))
        self.solver_seconds += model.spent
        if not found.possible:
            raise Impossible
        return found

    def rings(self, found: Found) -> tuple[tuple[Leg, ...], ...]:
        """People put on the arcs of each ring; the longest wait in the first ring that passes there."""
        return tuple(tuple(self._leg(pair) for pair in ring.pairs) for ring in closed(self, found.pairs, found.rounds))

    def _leg(self, pair: Pair) -> Leg:
        participant, opening = self.pool.participants[pair[0]], self.pool.openings[pair[1]]
        period = self.index.calendar.agreed(participant.periods, participant.days, opening)
        assert period is not None, "a leg without days was chosen"
        return Leg(participant.key, opening.key, period)


def _together(parts: list[Found]) -> Found:
    return Found(
        pairs=tuple(pair for part in parts for pair in part.pairs),
        rounds=tuple(one for part in parts for one in part.rounds),
        bound=sum(part.bound for part in parts),
        ranked=all(part.ranked for part in parts),
    )
