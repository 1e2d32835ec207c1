"""A pool that is too large for one program: some structures at a time are arranged anew, the others stay as they are.

The rings that lie within the chosen structures are undone, their people and seats join those that are still free, and
an integer program finds the best rings among them; it never serves fewer. Neighbourhoods grow while they are solved
quickly.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from exchanges.rings.cycles import Arc, cycles_through, neighbours, within
from exchanges.rings.greedy import Closed, closed, first_rings
from exchanges.rings.model import Found, Impossible, Legs, Model, OutOfTime, Pair, size

if TYPE_CHECKING:
    from exchanges.rings.solver import Search

FIRST, FEWEST = 24, 6
MOST_CYCLES, MOST_UNKNOWNS = 2_500, 5_000
# A neighbourhood solved in less grows, one that takes longer shrinks; in seconds.
QUICK, SLOW = 0.25, 1.5


def improve(search: Search, found: Found) -> Found:
    """Goes on until the bound is reached or the time is over. `found` is where it begins."""
    if search.fixed and not set(search.fixed) <= set(found.pairs):
        found = _holding_fixed(search, found.bound)
    chance = random.Random(search.effort.seed)
    after = neighbours(search.legs)
    standing = first_rings(search, closed(search, found.pairs, found.rounds), after, chance)
    groups, served = _Groups(sorted(after), chance), sum(len(ring.pairs) for ring in standing)
    while served < found.bound and search.left > 0.1:
        group = groups.take()
        began = time.perf_counter()
        better = _rearranged(search, standing, group, after)
        if better is None:
            groups.shrink()
            continue
        standing, served = better, sum(len(ring.pairs) for ring in better)
        took = time.perf_counter() - began
        if took < QUICK:
            groups.grow()
        elif took > SLOW:
            groups.shrink()
    rounds = Counter(ring.cycle for ring in standing)
    pairs = tuple(pair for ring in standing for pair in ring.pairs)
    return Found(pairs, tuple(sorted(rounds.items())), max(found.bound, served))


class _Groups:
    """Every structure has its turn before the next round, beside others each time."""

    def __init__(self, structures: list[int], chance: random.Random) -> None:
        self.structures, self.chance = structures, chance
        self.order: list[int] = []
        self.width = FIRST

    def take(self) -> list[int]:
        if not self.order:
            self.order = self.chance.sample(self.structures, len(self.structures))
        group, self.order = self.order[: self.width], self.order[self.width :]
        return group

    def grow(self) -> None:
        self.width = min(len(self.structures), self.width + max(1, self.width // 10))

    def shrink(self) -> None:
        self.width = max(FEWEST, self.width * 3 // 4)


def _rearranged(
    search: Search, standing: list[Closed], group: list[int], after: dict[int, list[int]]
) -> list[Closed] | None:
    """The rings with this neighbourhood arranged anew; None where it is too large to be tried."""
    inside = set(group)
    undone = [ring for ring in standing if inside.issuperset(ring.cycle) and not search.fixed.keys() & set(ring.pairs)]
    gone = {id(ring) for ring in undone}
    kept = [ring for ring in standing if id(ring) not in gone]
    busy = {search.pool.participants[pair[0]].person for ring in kept for pair in ring.pairs}
    taken = Counter(pair[1] for ring in kept for pair in ring.pairs)
    left = {opening: search.pool.openings[opening].seats - count for opening, count in taken.items()}
    legs = _free(search, inside, after, busy, left)
    cycles = within(legs, search.pool.size, MOST_CYCLES)
    if cycles is None or size(legs, cycles) > MOST_UNKNOWNS:
        return None
    before = sum(len(ring.pairs) for ring in undone)
    if not cycles:
        return standing
    model = Model(search.pool, legs, cycles, seats=left)
    found = model.solve(min(search.left, SLOW * 2), rank=False)
    search.solver_seconds += model.spent
    return [*kept, *closed(search, found.pairs, found.rounds)] if found.served >= before else standing


def _free(search: Search, inside: set[int], after: dict[int, list[int]], busy: set[int], left: dict[int, int]) -> Legs:
    legs: dict[Arc, list[Pair]] = {}
    people = search.pool.participants
    for giving in inside:
        for receiving in after.get(giving, ()):
            if receiving in inside:
                pairs = search.legs[(giving, receiving)]
                free = [pair for pair in pairs if people[pair[0]].person not in busy and left.get(pair[1], 1) > 0]
                if free:
                    legs[(giving, receiving)] = free
    return legs


def _holding_fixed(search: Search, bound: int) -> Found:
    """Rings that hold what was fixed, to begin with: the shortest that do, of all that pass along its arcs.

    Raises Impossible where there are none, OutOfTime where that was not found out.
    """
    arcs, after = set(search.fixed.values()), neighbours(search.legs)
    share = MOST_CYCLES * 4 // len(arcs)
    for longest in range(2, search.pool.size + 1):
        lots = [list(islice(cycles_through(arc, after, longest), share)) for arc in sorted(arcs)]
        cut = any(len(lot) == share for lot in lots)
        if all(lots):
            model = Model(search.pool, search.legs, sorted({cycle for lot in lots for cycle in lot}))
            for pair in search.fixed:
                model.fix(pair)
            found = model.solve(max(search.left / 2, 0.1), rank=False)
            search.solver_seconds += model.spent
            if set(search.fixed) <= set(found.pairs):
                return Found(found.pairs, found.rounds, bound)
            cut = cut or found.possible
    raise OutOfTime if cut else Impossible
