"""Presence of a trainee, computed from weekly hours, special days, public holidays and interruptions.

Everything here is arithmetic over dataclasses; `internships.selectors.plans` reads them from the database. Durations
are whole minutes that really pass: on the night when clocks change, an hour more or less than the clock shows.

A day on which the trainee is out does not count, unless the leave was authorised (C. éduc. L124-5): then it counts with
the hours of its week, so such leave never appears here. A public holiday is off, unless hours were noted for that very
day.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from internships.fields import Span
from law.durations import Scale

if TYPE_CHECKING:
    from internships.models import Placement, PlacementSite

UTC = datetime.UTC
ONE_DAY = datetime.timedelta(days=1)
MINUTES_OF_DAY = 24 * 60
# From and until, minutes after midnight by the clock of the site.
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """The hours of one site: its dates, the week that comes back (1 Monday … 7 Sunday), what differs, what is off."""

    start: datetime.date
    end: datetime.date
    week: Mapping[int, Sequence[Stretch]] = field(default_factory=dict)
    # A day with no stretch is off; with stretches it replaces the week's.
    special: Mapping[datetime.date, Sequence[Stretch]] = field(default_factory=dict)
    holidays: frozenset[datetime.date] = frozenset()
    out: Sequence[Span] = ()
    zone: ZoneInfo | None = None

    def stretches(self, day: datetime.date) -> Sequence[Stretch]:
        """From when to when the trainee is there that day, by the clock of the site."""
        if not self.start <= day <= self.end or any(first <= day <= last for first, last in self.out):
            return ()
        if day in self.special:
            return self.special[day]
        return () if day in self.holidays else self.week.get(day.isoweekday(), ())

    def minutes(self, day: datetime.date) -> int:
        return sum(elapsed(day, start, end, self.zone) for start, end in self.stretches(day))

    def days(self) -> Iterable[datetime.date]:
        for number in range((self.end - self.start).days + 1):
            yield self.start + datetime.timedelta(days=number)

    @property
    def weekly(self) -> int:
        """Minutes of an ordinary week."""
        return sum(end - start for stretches in self.week.values() for start, end in stretches)


@dataclass(frozen=True)
class Presence:
    """Minutes by day. Everything else is a sum of them."""

    by_day: Mapping[datetime.date, int] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        return sum(self.by_day.values())

    @property
    def days(self) -> int:
        """On how many days of the calendar the trainee is there; for the law's days of seven hours see `scaled`."""
        return len(self.by_day)

    @property
    def by_week(self) -> dict[datetime.date, int]:
        """Minutes of each calendar week, by its Monday."""
        weeks: Counter[datetime.date] = Counter()
        for day, minutes in self.by_day.items():
            weeks[monday(day)] += minutes
        return dict(sorted(weeks.items()))

    @property
    def fullest_week(self) -> int:
        return max(self.by_week.values(), default=0)

    def scaled(self, scale: Scale) -> tuple[int, int, int]:
        """Whole months, then whole days, then the minutes left, as the law counts (D124-6)."""
        return scale.split(self.minutes)

    def within(self, start: datetime.date, end: datetime.date) -> Presence:
        return Presence({day: minutes for day, minutes in self.by_day.items() if start <= day <= end})

    def __add__(self, other: Presence) -> Presence:
        both = Counter(self.by_day)
        both.update(other.by_day)
        return Presence(dict(sorted(both.items())))


def presence(of: Plan | Iterable[Plan] | Placement | PlacementSite) -> Presence:
    """The presence that one plan gives, or several of them together; or a placement or one of its sites, as stored."""
    from internships.models import Placement, PlacementSite
    from internships.selectors import plans

    if isinstance(of, (Placement, PlacementSite)):
        return plans.presence(of)
    found: Counter[datetime.date] = Counter()
    for plan in [of] if isinstance(of, Plan) else of:
        for day in plan.days():
            minutes = plan.minutes(day)
            if minutes:
                found[day] += minutes
    return Presence(dict(sorted(found.items())))


def monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def elapsed(day: datetime.date, start: int, end: int, zone: ZoneInfo | None) -> int:
    """Minutes that pass between two times of a day, by the clock of a zone."""
    if zone is None or not _clock_changes(day, zone):
        return end - start
    return int((_instant(day, end, zone) - _instant(day, start, zone)).total_seconds()) // 60


def moment(day: datetime.date, minute: int, zone: ZoneInfo) -> datetime.datetime:
    """A time of a day as an aware moment; 1440 is midnight of the next day."""
    return _instant(day, minute, zone).astimezone(zone)


def _clock_changes(day: datetime.date, zone: ZoneInfo) -> bool:
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    return midnight.utcoffset() != (midnight + ONE_DAY).utcoffset()


def _instant(day: datetime.date, minute: int, zone: ZoneInfo) -> datetime.datetime:
    """A time that the clock skips is the moment of the leap; one that it shows twice is the first of both."""
    midnight = datetime.datetime.combine(day, datetime.time())
    while True:
        wall = midnight + datetime.timedelta(minutes=minute)
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        minute += 1
