"""Who could go where, found by structure, sector and period instead of comparing each person with each seat.

Openings of one sector and one period are one *shelf*: what holds of its period holds of all that stands on it, so that
a person is compared with some dozens of shelves, and a period with a period only once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchanges.rings.days import Calendar
from exchanges.rings.pool import Opening, Participant, Period, Pool

# A period, and how many days at least and at most.
When = tuple[Period, int, int]


@dataclass(frozen=True)
class Reach:
    """What suits one participant, by place in the pool: whole shelves, and openings by themselves."""

    shelves: tuple[int, ...]
    single: tuple[int, ...]


class Index:
    """The pool with its shelves; `reach[i]` is what suits the participant at place i."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.calendar = calendar_of(pool)
        self._holding: dict[tuple[Period, int], frozenset[When]] = {}
        self._place_openings()
        self.reach = [self._reach(participant) for participant in pool.participants]

    def legs(self, participant: int) -> Iterator[int]:
        """The places of the openings that suit the participant at that place, each once."""
        reach = self.reach[participant]
        for number in reach.shelves:
            yield from self.shelves[number]
        yield from reach.single

    def _place_openings(self) -> None:
        on_shelf: dict[tuple[int | None, When], list[int]] = defaultdict(list)
        self._of_structure: dict[int, list[int]] = defaultdict(list)
        for place, opening in enumerate(self.pool.openings):
            if opening.seats > 0:
                on_shelf[(self.pool.structures[opening.structure], _when(opening))].append(place)
                self._of_structure[opening.structure].append(place)
        self.shelves = [tuple(places) for places in on_shelf.values()]
        self._whens = [when for _sector, when in on_shelf]
        self._every_when = frozenset(self._whens)
        self._on_shelf = [frozenset(self.pool.openings[one].structure for one in shelf) for shelf in self.shelves]
        self._of_sector: dict[int | None, list[int]] = defaultdict(list)
        for number, shelf in enumerate(on_shelf):
            self._of_sector[shelf[0]].append(number)

    def _reach(self, participant: Participant) -> Reach:
        """A shelf on which the participant's own structure stands too is taken apart."""
        openings, own = self.pool.openings, participant.structure
        whole: list[int] = []
        single: set[int] = set()
        whens = self._when_free(participant)
        for number in self._wanted(participant):
            if self._whens[number] not in whens:
                continue
            if own in self._on_shelf[number]:
                single.update(place for place in self.shelves[number] if openings[place].structure != own)
            else:
                whole.append(number)
        if participant.structures:
            held = {place for number in whole for place in self.shelves[number]}
            named = (place for one in participant.structures - {own} for place in self._of_structure.get(one, ()))
            single.update(place for place in named if place not in held and _when(openings[place]) in whens)
        return Reach(tuple(sorted(whole)), tuple(sorted(single)))

    def _wanted(self, participant: Participant) -> Iterable[int]:
        if not participant.sectors and not participant.structures:
            return range(len(self.shelves))
        return [number for sector in sorted(participant.sectors) for number in self._of_sector.get(sector, ())]

    def _when_free(self, participant: Participant) -> frozenset[When]:
        """The periods offered in which the participant could come; each pair of periods is compared once."""
        return frozenset().union(*(self._held(period, participant.days) for period in participant.periods))

    def _held(self, period: Period, days: int) -> frozenset[When]:
        known = self._holding.get((period, days))
        if known is None:
            known = self._holding[(period, days)] = frozenset(
                when
                for when in self._every_when
                if when[1] <= days <= when[2]
                and self.calendar.holds(max(when[0][0], period[0]), min(when[0][1], period[1]), days)
            )
        return known


def calendar_of(pool: Pool) -> Calendar:
    """The working days over all periods offered."""
    if not pool.openings:
        raise ValueError("a pool without openings has no days")
    return Calendar(min(one.start for one in pool.openings), max(one.end for one in pool.openings), pool.closed)


def _when(opening: Opening) -> When:
    return (opening.start, opening.end), opening.least, opening.most
