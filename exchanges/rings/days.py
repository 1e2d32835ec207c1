"""The days of an immersion within the periods that both sides gave (B3)."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable

from exchanges.rings.pool import Opening, Participant, Period

SATURDAY = 5
DAY = datetime.timedelta(days=1)


class Calendar:
    """The days from Monday to Friday between two days, those excepted that are closed; quick to ask."""

    def __init__(self, first: datetime.date, last: datetime.date, closed: Collection[datetime.date] = ()) -> None:
        every = (first + DAY * number for number in range((last - first).days + 1))
        self.days = [day for day in every if day.weekday() < SATURDAY and day not in closed]

    def holds(self, start: datetime.date, end: datetime.date, days: int) -> bool:
        """Whether there are so many working days from start to end, both included."""
        return start <= end and bisect_right(self.days, end) - bisect_left(self.days, start) >= days

    def span(self, start: datetime.date, end: datetime.date, days: int) -> Period | None:
        """The first and last of so many of them in a row, the earliest; in one go rather than over a week-end."""
        if not self.holds(start, end, days):
            return None
        known = self.days[bisect_left(self.days, start) : bisect_right(self.days, end)]
        runs = [(known[number], known[number + days - 1]) for number in range(len(known) - days + 1)]
        in_one_go = (run for run in runs if (run[1] - run[0]).days == days - 1)
        return next(in_one_go, runs[0])

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
