"""Rings with their people; and those that close at once, to begin a large search with."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from exchanges.rings.cycles import Arc, Cycle, arcs_of
from exchanges.rings.model import Pair, Rounds

if TYPE_CHECKING:
    from exchanges.rings.solver import Search

# So many ways on are tried from each structure before the next one has its turn.
TRIES = 24


@dataclass(frozen=True)
class Closed:
    """A ring with its people and seats."""

    cycle: Cycle
    pairs: tuple[Pair, ...]


def closed(search: Search, pairs: tuple[Pair, ...], rounds: Rounds) -> list[Closed]:
    """The rings one by one; on each arc, the longest wait goes first."""
    pool = search.pool
    along: dict[Arc, list[Pair]] = defaultdict(list)
    for pair in pairs:
        along[(pool.participants[pair[0]].structure, pool.openings[pair[1]].structure)].append(pair)
    for lot in along.values():
        lot.sort(key=lambda pair: (pool.participants[pair[0]].waiting, -pair[0], -pair[1]))
    return [
        Closed(cycle, tuple(along[arc].pop() for arc in arcs_of(cycle)))
        for cycle, times in sorted(rounds)
        for _round in range(times)
    ]


def first_rings(
    search: Search, standing: list[Closed], after: Mapping[int, list[int]], chance: random.Random
) -> list[Closed]:
    """`standing`, and whatever swap or ring of three still closes, structure by structure."""
    free = _Free(search, standing, after)
    rings = list(standing)
    order = chance.sample(sorted(after), len(after))
    for length in range(2, min(search.pool.size, 3) + 1):
        for start in order:
            while search.left > 0 and (ring := free.ring(start, length, chance)):
                rings.append(ring)
    return rings


class _Free:
    """Who has no ring yet, and which seats are left."""

    def __init__(self, search: Search, standing: list[Closed], after: Mapping[int, list[int]]) -> None:
        self.search, self.pool = search, search.pool
        self.onward: dict[int, set[int]] = {giving: set(many) for giving, many in after.items()}
        self.homeward: dict[int, set[int]] = defaultdict(set)
        for giving, many in after.items():
            for receiving in many:
                self.homeward[receiving].add(giving)
        self.busy: set[int] = set()
        self.taken: Counter[int] = Counter()
        for ring in standing:
            self._take(ring)

    def _take(self, ring: Closed) -> None:
        for participant, opening in ring.pairs:
            self.busy.add(self.pool.participants[participant].person)
            self.taken[opening] += 1

    def pair(self, arc: Arc) -> Pair | None:
        people, openings = self.pool.participants, self.pool.openings
        for pair in self.search.legs[arc]:
            if people[pair[0]].person not in self.busy and self.taken[pair[1]] < openings[pair[1]].seats:
                return pair
        return None

    def ring(self, start: int, length: int, chance: random.Random) -> Closed | None:
        """One ring of that length through the structure, from a handful of ways on."""
        home = self.homeward[start]
        nexts = sorted(self.onward[start] & home if length == 2 else self.onward[start])
        for step in chance.sample(nexts, min(TRIES, len(nexts))):
            if (first := self.pair((start, step))) is None:
                continue
            if length == 2:
                if ring := self._closed((start, step), (first, self.pair((step, start)))):
                    return ring
                continue
            for third in islice(sorted(self.onward.get(step, set()) & home), TRIES):
                pairs = first, self.pair((step, third)), self.pair((third, start))
                if ring := self._closed((start, step, third), pairs):
                    return ring
        return None

    def _closed(self, cycle: Cycle, pairs: tuple[Pair | None, ...]) -> Closed | None:
        """Told from its smallest structure, as all cycles are; nobody is in it twice, for two structures."""
        whole = tuple(pair for pair in pairs if pair is not None)
        if len({self.pool.participants[pair[0]].person for pair in whole}) < len(cycle):
            return None
        place = cycle.index(min(cycle))
        ring = Closed((*cycle[place:], *cycle[:place]), (*whole[place:], *whole[:place]))
        self._take(ring)
        return ring
