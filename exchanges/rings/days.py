"""The days of an immersion within the periods that both sides gave (B3)."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable

from exchanges.rings.pool import Opening, Participant, Period

SATURDAY = 5
DAY = datetime.timedelta(days=1)


class Calendar:
    """The days from Monday to Friday between two days, those excepted that are closed; quick to ask.

    An immersion goes on without a closed day in between; a week-end may lie in it.
    """

    def __init__(self, first: datetime.date, last: datetime.date, closed: Collection[datetime.date] = ()) -> None:
        every = (first + DAY * number for number in range((last - first).days + 1))
        self._weekdays = [day for day in every if day.weekday() < SATURDAY]
        self._closed = frozenset(closed)
        self._runs: dict[int, tuple[list[datetime.date], list[datetime.date]]] = {}

    def _of(self, days: int) -> tuple[list[datetime.date], list[datetime.date]]:
        """The first and the last days of every run of so many days, both in order."""
        known = self._runs.get(days)
        if known is None:
            places = range(len(self._weekdays) - days + 1)
            runs = [self._weekdays[place : place + days] for place in places]
            whole = [run for run in runs if not self._closed.intersection(run)]
            known = self._runs[days] = [run[0] for run in whole], [run[-1] for run in whole]
        return known

    def holds(self, start: datetime.date, end: datetime.date, days: int) -> bool:
        """Whether there are so many days in a row from start to end, both included."""
        firsts, lasts = self._of(days)
        place = bisect_left(firsts, start)
        return place < len(firsts) and lasts[place] <= end

    def span(self, start: datetime.date, end: datetime.date, days: int) -> Period | None:
        """The first and last of so many days in a row, the earliest; in one go rather than over a week-end."""
        firsts, lasts = self._of(days)
        runs = list(zip(firsts, lasts, strict=True))[bisect_left(firsts, start) : bisect_right(lasts, end)]
        in_one_go = (run for run in runs if (run[1] - run[0]).days == days - 1)
        return next(in_one_go, runs[0] if runs else None)

    def agreed(self, periods: Iterable[Period], days: int, opening: Opening) -> Period | None:
        """When somebody who is free in these periods could come for so many days; None where it cannot be."""
        if not opening.least <= days <= opening.most:
            return None
        common = ((max(start, opening.start), min(end, opening.end)) for start, end in periods)
        found = [run for start, end in common if (run := self.span(start, end, days)) is not None]
        return min(found) if found else None


def suits(participant: Participant, structure: int, sector: int | None) -> bool:
    """Whether the structure is one that the person would like to discover; never their own."""
    if structure == participant.structure:
        return False
    if not participant.sectors and not participant.structures:
        return True
    return structure in participant.structures or (sector is not None and sector in participant.sectors)
