"""Rings in the graph of structures: every simple cycle of at most so many arcs, each found once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

Arc = tuple[int, int]
Cycle = tuple[int, ...]


def neighbours(arcs: Iterable[Arc]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for giving, receiving in arcs:
        found.setdefault(giving, []).append(receiving)
    for many in found.values():
        many.sort()
    return found


def simple_cycles(after: Mapping[int, list[int]], longest: int) -> Iterator[Cycle]:
    """Each begins at its smallest structure, and only visits what can be back at it in the arcs that are left."""
    onward = {giving: frozenset(many) for giving, many in after.items()}
    before: dict[int, set[int]] = {}
    for giving, many in after.items():
        for receiving in many:
            before.setdefault(receiving, set()).add(giving)
    for start in sorted(after):
        home = _homes(start, before, longest - 1, above=start)
        if home[0]:
            yield from _from((start,), onward, home)


def cycles_through(arc: Arc, after: Mapping[int, list[int]], longest: int) -> Iterator[Cycle]:
    """Every ring of at most so many arcs that passes along this one, told from its smallest structure."""
    giving, receiving = arc
    onward = {one: frozenset(many) for one, many in after.items()}
    before: dict[int, set[int]] = {}
    for one, many in after.items():
        for other in many:
            before.setdefault(other, set()).add(one)
    home = _homes(giving, before, longest - 1, above=-1)
    if receiving in home[0]:
        yield min(arc), max(arc)
    if longest > 2:
        for cycle in _from(arc, onward, home):
            place = cycle.index(min(cycle))
            yield (*cycle[place:], *cycle[:place])


def _homes(start: int, before: Mapping[int, set[int]], most: int, *, above: int) -> list[set[int]]:
    """The structures of a greater number than `above` from which the start is at most 1, 2, … arcs away."""
    homes: list[set[int]] = []
    reached: set[int] = set()
    edge = {start}
    for _distance in range(most):
        edge = {one for near in edge for one in before.get(near, ()) if one > above} - reached
        reached |= edge
        homes.append(set(reached))
    return homes


def _from(path: Cycle, onward: Mapping[int, frozenset[int]], home: list[set[int]]) -> Iterator[Cycle]:
    """What goes on from the path: closed at once, or by further structures while arcs are left to come home."""
    left = len(home) + 1 - len(path)
    near = onward.get(path[-1], frozenset())
    for step in sorted(near & home[left - 1]):
        if step not in path:
            longer = (*path, step)
            if step in home[0]:
                yield longer
            if left > 1:
                yield from _from(longer, onward, home)


def arcs_of(cycle: Cycle) -> Iterator[Arc]:
    return zip(cycle, (*cycle[1:], cycle[0]), strict=True)


def components(cycles: Iterable[Cycle], shared: Iterable[Collection[int]] = ()) -> list[frozenset[int]]:
    """Groups of structures that no cycle leaves: each group is a search of its own.

    `shared`: structures that somebody could go for, one of them only; they are in one group, where they are in any.
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for cycle in cycles:
        for one in cycle:
            parent.setdefault(one, one)
            parent[root(one)] = root(cycle[0])
    for several in shared:
        here = [one for one in several if one in parent]
        for one in here:
            parent[root(one)] = root(here[0])
    groups: dict[int, set[int]] = {}
    for one in sorted(parent):
        groups.setdefault(root(one), set()).add(one)
    return [frozenset(group) for group in groups.values()]


def within(arcs: Iterable[Arc], size: int, most: int) -> list[Cycle] | None:
    """All rings of at most `size` structures; None where there are more than `most`."""
    found = list(islice(simple_cycles(neighbours(arcs), size), most + 1))
    return found if len(found) <= most else None
