"""Rings (B2): the solver against brute force, what it must respect, and what it says of itself."""

from __future__ import annotations

import datetime
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from benchmarks import ring_pools
from exchanges.rings.cycles import arcs_of, cycles_through, simple_cycles
from exchanges.rings.days import Calendar
from exchanges.rings.index import Index
from exchanges.rings.model import LONGEST_WAIT, Effort, Impossible, OutOfTime
from exchanges.rings.neighbourhoods import improve
from exchanges.rings.pool import Fixed, Opening, Participant, Pool, from_json, to_json
from exchanges.rings.solver import Found, Search, Solution, solve
from exchanges.selectors.requests import days_of

MONDAY = datetime.date(2027, 3, 1)
FRIDAY = MONDAY + datetime.timedelta(days=4)
PLENTY = Effort(20)
Concrete = tuple[tuple[int, int], ...]
IMPOSSIBLE = (-1, 0, 0)


def small(seed: int, size: int) -> Pool:
    """A pool of at most twelve structures in which brute force still ends at once."""
    chance = random.Random(seed)
    return ring_pools.pool(chance.randint(8, 16), size=size, seed=seed, structures=chance.randint(4, 12), weeks=3)


def could(pool: Pool) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """All legs by their arc, found by comparing everybody with everything, day by day."""
    legs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for at, one in enumerate(pool.participants):
        for place, opening in enumerate(pool.openings):
            if opening.seats and likes(pool, one, opening.structure) and could_come(pool, one, opening):
                legs.setdefault((one.structure, opening.structure), []).append((at, place))
    return legs


def likes(pool: Pool, one: Participant, structure: int) -> bool:
    if structure == one.structure:
        return False
    anything = not one.structures and not one.sectors
    return anything or structure in one.structures or pool.structures[structure] in one.sectors


def could_come(pool: Pool, one: Participant, opening: Opening) -> bool:
    """Whether so many days in a row, week-ends left out, lie in both periods and none of them is closed."""
    if not opening.least <= one.days <= opening.most:
        return False
    for start, end in one.periods:
        day = max(start, opening.start)
        row = 0
        while day <= min(end, opening.end):
            if day.weekday() < 5:
                row = 0 if day in pool.closed else row + 1
                if row == one.days:
                    return True
            day += datetime.timedelta(days=1)
    return False


def every_ring(pool: Pool) -> list[Concrete]:
    """Every ring with its people and seats, told once."""
    legs = could(pool)

    def on(path: list[tuple[int, int]]) -> Iterator[Concrete]:
        start = pool.participants[path[0][0]].structure
        visited = [pool.participants[pair[0]].structure for pair in path]
        here = pool.openings[path[-1][1]].structure
        if here == start:
            yield tuple(path)
        elif here not in visited and here > start and len(path) < pool.size:
            for (giving, _receiving), pairs in legs.items():
                if giving == here:
                    for pair in pairs:
                        yield from on([*path, pair])

    return [ring for pairs in legs.values() for pair in pairs for ring in on([pair]) if fits(pool, ring)]


def fits(pool: Pool, pairs: Concrete) -> bool:
    people = Counter(pool.participants[pair[0]].person for pair in pairs)
    seats = Counter(pair[1] for pair in pairs)
    return max(people.values()) == 1 and all(count <= pool.openings[one].seats for one, count in seats.items())


def brute_force(pool: Pool) -> tuple[int, int]:
    """The most people served, and the greatest merit among those arrangements."""
    rings = every_ring(pool)

    def merit(pairs: Concrete) -> tuple[int, int, int]:
        crossing = waiting = 0
        for at, place in pairs:
            one = pool.participants[at]
            crossing += pool.crosses(one.structure, pool.openings[place].structure)
            waiting += min(one.waiting, LONGEST_WAIT)
        return len(pairs), crossing, waiting

    fixed = {(one.participant, one.opening) for one in pool.fixed}

    @cache
    def best(place: int, chosen: Concrete) -> tuple[int, int, int]:
        if place == len(rings):
            keys = {(pool.participants[at].key, pool.openings[opening].key) for at, opening in chosen}
            return merit(chosen) if fixed <= keys else IMPOSSIBLE
        without = best(place + 1, chosen)
        joined = tuple(sorted((*chosen, *rings[place])))
        return max(without, best(place + 1, joined)) if fits(pool, joined) else without

    return best(0, ())


def told(pool: Pool, solution: Solution) -> tuple[int, int, int]:
    """Served, across sectors and waited, counted anew; every rule is checked on the way."""
    people = {one.key: one for one in pool.participants}
    openings = {one.key: one for one in pool.openings}
    crossing = waiting = 0
    legs = [leg for ring in solution.rings for leg in ring]
    assert len({people[leg.participant].person for leg in legs}) == len(legs), "somebody goes twice"
    for key, count in Counter(leg.opening for leg in legs).items():
        assert count <= openings[key].seats
    for ring in solution.rings:
        giving = [people[leg.participant].structure for leg in ring]
        receiving = [openings[leg.opening].structure for leg in ring]
        assert 2 <= len(ring) <= pool.size
        assert receiving == [*giving[1:], giving[0]], "each structure of a ring gives one person and receives one"
        assert len(set(giving)) == len(ring)
    for leg in legs:
        one, opening = people[leg.participant], openings[leg.opening]
        assert likes(pool, one, opening.structure)
        days = (leg.period[0] + datetime.timedelta(days=n) for n in range((leg.period[1] - leg.period[0]).days + 1))
        assert not any(day in pool.closed for day in days if day.weekday() < 5)
        assert opening.start <= leg.period[0] <= leg.period[1] <= opening.end
        assert any(start <= leg.period[0] and leg.period[1] <= end for start, end in one.periods)
        assert days_of(*leg.period) == one.days
        crossing += pool.crosses(one.structure, opening.structure)
        waiting += min(one.waiting, LONGEST_WAIT)
    return len(legs), crossing, waiting


@pytest.mark.parametrize("size", [2, 3, 4])
def test_equal_to_brute_force_on_small_pools(size: int) -> None:
    """Rings, Must show 3: as many people as brute force, then as many sectors crossed, then as long a wait."""
    found = []
    for seed in range(60):
        pool = small(seed, size)
        if not 3 <= len(every_ring(pool)) <= 40:
            continue
        solution = solve(pool, PLENTY)
        assert solution.proven
        assert solution.ranked
        assert told(pool, solution) == brute_force(pool), f"seed {seed}"
        found.append(solution.served)
    assert len(found) >= 10, "too few pools were compared"
    assert len(set(found)) > 1
    assert max(found) >= 4


def mixed(seed: int, size: int) -> Pool:
    """A small pool in which some people would go for two structures, some days are closed, some legs are kept."""
    chance = random.Random(f"mixed {seed}")
    pool = small(seed, size)
    people = list(pool.participants)
    for place in range(1, len(people)):
        if chance.random() < 0.4:
            people[place] = replace(people[place], person=people[chance.randrange(place)].person)
    closed = {ring_pools.FIRST + datetime.timedelta(days=chance.randrange(40)) for _nth in range(5)}
    pool = replace(pool, participants=tuple(people), closed=frozenset(closed))
    legs = [pair for ring in every_ring(pool) for pair in ring]
    kept = {chance.choice(legs) for _nth in range(chance.choice((0, 1, 2)))} if legs else set()
    fixed = [Fixed(people[at].key, pool.openings[opening].key) for at, opening in sorted(kept)]
    return replace(pool, fixed=tuple(fixed))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_equal_to_brute_force_with_shared_people_closed_days_and_kept_legs(size: int) -> None:
    """Rings, Must show 3: nobody goes twice, for two structures; closed days and kept legs are respected."""
    found, impossible = 0, 0
    for seed in range(100, 170):
        pool = mixed(seed, size)
        if not 3 <= len(every_ring(pool)) <= 30:
            continue
        best = brute_force(pool)
        if best == IMPOSSIBLE:
            with pytest.raises(Impossible):
                solve(pool, PLENTY)
            impossible += 1
            continue
        solution = solve(pool, PLENTY)
        assert solution.proven
        assert told(pool, solution) == best, f"seed {seed}"
        found += len({one.person for one in pool.participants}) < len(pool.participants)
    assert found >= 8, "too few pools were compared"


def test_one_person_of_two_structures_is_in_one_ring() -> None:
    """Rings: whoever works in two structures, in parts that nothing else links, goes once; that is proven the best."""
    people = person(1, 1, 2), person(2, 2, 1), replace(person(3, 3, 4), person=1), person(4, 4, 3)
    openings = tuple(seats(number, number) for number in range(1, 5))
    pool = triangle(structures=dict.fromkeys(range(1, 5), 1), participants=people, openings=openings)
    solution = solve(pool, PLENTY)
    assert told(pool, solution)[0] == 2
    assert solution.proven


def person(key: int, structure: int, wants: int, **changes: object) -> Participant:
    given = {"days": 2, "periods": ((MONDAY, FRIDAY),), "structures": frozenset({wants}), **changes}
    return Participant(key=key, person=key, structure=structure, **given)  # type: ignore[arg-type]


def seats(
    key: int, structure: int, count: int = 1, start: datetime.date = MONDAY, end: datetime.date = FRIDAY
) -> Opening:
    return Opening(key, structure, start, end, count)


def triangle(**changes: object) -> Pool:
    """Somebody of 1 would like to see 2, of 2 would like to see 3, of 3 would like to see 1."""
    people = person(1, 1, 2), person(2, 2, 3), person(3, 3, 1)
    given = {"size": 3, "structures": {1: 1, 2: 2, 3: 3}, "participants": people}
    return Pool(**{**given, "openings": (seats(1, 1), seats(2, 2), seats(3, 3)), **changes})  # type: ignore[arg-type]


def test_a_ring_of_three_needs_three() -> None:
    """B2: each gives and each receives; with two structures at most, nobody can be served here."""
    solution = solve(triangle(), PLENTY)
    assert [[leg.participant for leg in ring] for ring in solution.rings] == [[1, 2, 3]]
    assert solution.rings[0][0].period == (MONDAY, MONDAY + datetime.timedelta(days=1))
    assert solve(triangle(size=2), PLENTY).served == 0


def test_periods_and_closed_days_are_respected() -> None:
    """B3: the days asked for must lie in what both offered, and nobody is received on a closed day."""
    later = MONDAY + datetime.timedelta(days=7), FRIDAY + datetime.timedelta(days=7)
    people = person(1, 1, 2, periods=(later,)), person(2, 2, 3), person(3, 3, 1)
    assert solve(triangle(participants=people), PLENTY).served == 0
    four = frozenset(MONDAY + datetime.timedelta(days=number) for number in range(4))
    assert solve(triangle(closed=four), PLENTY).served == 0
    two = frozenset({MONDAY, MONDAY + datetime.timedelta(days=1)})
    assert solve(triangle(closed=two), PLENTY).rings[0][0].period[0] == MONDAY + datetime.timedelta(days=2)
    people = person(1, 1, 2, days=4), person(2, 2, 3), person(3, 3, 1)
    assert solve(triangle(participants=people), PLENTY).served == 0


def test_seats_and_people_are_not_taken_twice() -> None:
    """Rings: two who would like the same seat; one person with two wishes goes once."""
    people = person(1, 1, 2, waiting=3), person(2, 2, 1), person(3, 1, 2, waiting=9), person(4, 2, 1)
    pool = triangle(participants=people)
    solution = solve(pool, PLENTY)
    assert solution.served == 2
    assert solution.rings[0][0].participant == 3, "the longer wait goes first"
    roomy = triangle(participants=people, openings=(seats(1, 1, 2), seats(2, 2, 2)))
    assert solve(roomy, PLENTY).served == 4
    same = tuple(replace(one, person=1) if one.key == 3 else one for one in people)
    assert solve(replace(roomy, participants=same), PLENTY).served == 2


def test_another_sector_comes_first() -> None:
    """B4: of two swaps that serve as many, the one across sectors, however long the other one has waited."""
    people = person(1, 1, 2, waiting=700), person(2, 2, 1), person(3, 1, 3), person(4, 3, 1)
    openings = seats(1, 1), seats(2, 2), seats(3, 3)
    pool = triangle(structures={1: 1, 2: 1, 3: 2}, participants=people, openings=openings)
    assert [leg.participant for leg in solve(pool, PLENTY).rings[0]] == [3, 4]


def test_what_is_fixed_stays() -> None:
    """Rings: a leg that the pilot keeps is in what is found, even where others would be better; or it is said to be
    impossible."""
    people = person(1, 1, 2, waiting=3), person(2, 2, 1), person(3, 1, 2, waiting=9)
    pool = triangle(participants=people, fixed=(Fixed(1, 2),))
    solution = solve(pool, PLENTY)
    assert [leg.participant for leg in solution.rings[0]] == [1, 2]
    for wrong in ((Fixed(1, 2), Fixed(3, 2)), (Fixed(1, 3),), (Fixed(9, 2),)):
        with pytest.raises(Impossible):
            solve(replace(pool, fixed=wrong), PLENTY)
    with pytest.raises(Impossible):
        solve(replace(pool, participants=(), fixed=(Fixed(1, 2),)), PLENTY)


def two_triangles() -> Pool:
    """Two rings of three that no wish links."""
    one, other = triangle(), triangle()
    people = [replace(p, key=p.key + 3, person=p.key + 3, structure=p.structure + 3) for p in other.participants]
    people = [replace(p, structures=frozenset(s + 3 for s in p.structures)) for p in people]
    openings = [replace(o, key=o.key + 3, structure=o.structure + 3) for o in other.openings]
    return Pool(
        size=3,
        structures={number: number for number in range(1, 7)},
        participants=(*one.participants, *people),
        openings=(*one.openings, *openings),
    )


def test_groups_of_structures_are_searched_apart() -> None:
    """Rings: two groups that no wish links are both served, and the whole is proven."""
    solution = solve(two_triangles(), PLENTY)
    assert (solution.served, solution.proven, len(solution.rings)) == (6, True, 2)


def test_the_index_finds_what_comparing_everything_finds() -> None:
    """Rings: by structure, sector and period, no leg is lost and none is made up; own structures are left out."""
    pool = ring_pools.pool(60, size=3, seed=4)
    own = [replace(one, sectors=frozenset({pool.structures[one.structure] or 0})) for one in pool.participants[:20]]
    anything = [replace(one, sectors=frozenset(), structures=frozenset()) for one in pool.participants[20:30]]
    named = [replace(one, structures=frozenset({1, one.structure})) for one in pool.participants[30:]]
    pool = replace(pool, participants=(*own, *anything, *named))
    index = Index(pool)
    found = {(place, opening) for place in range(len(pool.participants)) for opening in index.legs(place)}
    assert found == {pair for pairs in could(pool).values() for pair in pairs}
    assert len(found) == sum(len(list(index.legs(place))) for place in range(len(pool.participants)))
    assert len(found) > 100


def test_cycles_are_told_once_each() -> None:
    """Rings: in the complete graph of five, 10 swaps, 20 rings of three, 30 of four."""
    after = {one: [other for other in range(5) if other != one] for one in range(5)}
    cycles = list(simple_cycles(after, 4))
    assert Counter(map(len, cycles)) == {2: 10, 3: 20, 4: 30}
    assert len(set(cycles)) == len(cycles)
    assert all(cycle[0] == min(cycle) for cycle in cycles)
    # A long way round only.
    assert list(simple_cycles({1: [2], 2: [3], 3: [4], 4: [1]}, 3)) == []
    assert list(simple_cycles({1: [2], 2: [3], 3: [4], 4: [1]}, 4)) == [(1, 2, 3, 4)]


def test_a_large_pool_is_improved_by_neighbourhoods() -> None:
    """Rings: what is searched by parts respects every rule, keeps what is fixed, and comes close to the best."""
    pool = ring_pools.pool(60, size=3, seed=2)
    best = solve(pool, PLENTY)
    assert best.proven
    leg = best.rings[-1][0]
    pool = replace(pool, fixed=(Fixed(leg.participant, leg.opening),))
    search = Search(pool, Effort(2), time.perf_counter())
    found = improve(search, Found(bound=best.bound))
    solution = Solution(search.rings(found), found.bound, found.ranked, 0, 0)
    told(pool, solution)
    assert leg in [one for ring in solution.rings for one in ring]
    assert solution.served >= best.served - 2


def around(count: int, **changes: object) -> Pool:
    """One ring of so many structures, and nothing else."""
    return Pool(
        size=count,
        structures=dict.fromkeys(range(1, count + 1), 1),
        participants=tuple(person(number, number, number % count + 1) for number in range(1, count + 1)),
        openings=tuple(seats(number, number) for number in range(1, count + 1)),
        **changes,  # type: ignore[arg-type]
    )


def test_a_kept_leg_of_a_long_ring_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings: « cannot stand together » is only said of what cannot; where that was not found out, it is said so."""
    pool = around(5, fixed=(Fixed(1, 2),))
    search = Search(pool, Effort(5), time.perf_counter())
    assert improve(search, Found(bound=5)).served == 5
    shorter = replace(pool, size=4)
    with pytest.raises(Impossible):
        improve(Search(shorter, Effort(5), time.perf_counter()), Found(bound=5))
    monkeypatch.setattr("exchanges.rings.neighbourhoods.MOST_CYCLES", 0)
    with pytest.raises(OutOfTime):
        improve(Search(pool, Effort(5), time.perf_counter()), Found(bound=5))


def test_cycles_along_an_arc() -> None:
    """Rings: those of all cycles that pass there, each once."""
    after = {one: [other for other in range(6) if other != one and (one + other) % 4] for one in range(6)}
    for longest in (2, 3, 4, 5):
        for arc in ((0, 1), (2, 1), (5, 2)):
            every = {cycle for cycle in simple_cycles(after, longest) if arc in set(arcs_of(cycle))}
            found = list(cycles_through(arc, after, longest))
            assert sorted(found) == sorted(every)


def test_the_bound_of_several_groups_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings: groups that are too large for a program are bounded together: what serves everybody is proven optimal."""
    monkeypatch.setattr("exchanges.rings.solver.MOST_EXACT", 0)
    monkeypatch.setattr("exchanges.rings.solver.MOST_LINEAR", 4)
    pool = two_triangles()
    # Somebody who would like to go, whom nobody replaces.
    pool = replace(pool, participants=(*pool.participants, person(9, 1, 2)))
    solution = solve(pool, Effort(5))
    assert (solution.served, solution.bound) == (6, 6)


def test_the_same_pool_gives_the_same_rings() -> None:
    """Rings: what a pilot saw can be found again from what was kept of the pool."""
    pool = ring_pools.pool(50, size=3, seed=7)
    again = from_json(to_json(pool))
    assert again == pool
    assert solve(again, PLENTY).rings == solve(pool, PLENTY).rings


def test_nobody_and_nothing() -> None:
    """An empty pool is an answer: nobody can be served, and that is proven."""
    for pool in (triangle(participants=()), triangle(openings=()), triangle(openings=(seats(1, 1, 0),))):
        solution = solve(pool, PLENTY)
        assert (solution.rings, solution.bound, solution.proven) == ((), 0, True)
    with pytest.raises(ValueError, match="schema"):
        from_json({**to_json(triangle()), "schema": 99})


def test_days_in_one_go_before_over_a_week_end() -> None:
    """B3: two days from a Friday would span the week-end; the following Monday is taken instead."""
    calendar = Calendar(FRIDAY, FRIDAY + datetime.timedelta(days=7))
    monday = FRIDAY + datetime.timedelta(days=3)
    assert calendar.span(FRIDAY, FRIDAY + datetime.timedelta(days=7), 2) == (
        monday,
        monday + datetime.timedelta(days=1),
    )
    assert calendar.span(FRIDAY, monday, 2) == (FRIDAY, monday)
    assert calendar.span(FRIDAY, FRIDAY, 2) is None
    closed = Calendar(MONDAY, FRIDAY, [MONDAY + datetime.timedelta(days=2)])
    assert closed.holds(MONDAY, FRIDAY, 2)
    assert not closed.holds(MONDAY, FRIDAY, 3), "no closed day lies within an immersion"
    assert closed.span(MONDAY + datetime.timedelta(days=1), FRIDAY, 2) == (FRIDAY - datetime.timedelta(days=1), FRIDAY)
