"""Placements as a calendar: a month of days, each with the hours of that day, what is off, and the week's total."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from internships.enums import PlacementState
from internships.models import Placement, PlanningItem
from internships.regions import region_of
from internships.selectors import plans
from internships.timetable import ONE_DAY, Plan, Stretch
from law.durations import clock, words


@dataclass(frozen=True)
class Entry:
    """What one site asks of a day: hours, or the reason why there are none."""

    placement: Placement
    place: str
    minutes: int = 0
    stretches: tuple[Stretch, ...] = ()
    off: str = ""
    tint: int = 0
    # What the planning of the stay says of that day (E8).
    planned: tuple[PlanningItem, ...] = ()

    @property
    def hours(self) -> str:
        """« 9 h – 12 h, 13 h 30 – 17 h »."""
        return ", ".join(f"{clock(start)}\u00a0–\u00a0{clock(end)}" for start, end in self.stretches)


@dataclass
class Day:
    date: datetime.date
    inside: bool
    today: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)


@dataclass
class Week:
    days: list[Day]

    @property
    def monday(self) -> datetime.date:
        return self.days[0].date

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)


@dataclass
class Month:
    first: datetime.date
    weeks: list[Week]

    @property
    def previous(self) -> str:
        return f"{self.first - ONE_DAY:%Y-%m}"

    @property
    def next(self) -> str:
        return f"{self.first + datetime.timedelta(days=31):%Y-%m}"

    @property
    def minutes(self) -> int:
        """Of the days of this month only."""
        return sum(day.minutes for week in self.weeks for day in week.days if day.inside)

    @property
    def total(self) -> str:
        return words(self.minutes)

    @property
    def days(self) -> list[Day]:
        """The days of this month on which there is something, for a list."""
        return [day for week in self.weeks for day in week.days if day.inside and day.entries]


def month_asked(text: str, placements: Iterable[Placement]) -> datetime.date:
    """The first day of the month asked for (« 2027-03 »); otherwise of today's, or of the nearest placement."""
    try:
        asked = datetime.date.fromisoformat(f"{text}-01")
        if 1990 <= asked.year <= 2200:
            return asked
    except ValueError:
        pass
    today = timezone.localdate()
    held = [one for one in placements if one.state != PlacementState.CANCELLED]
    running = any(one.start <= today <= one.end for one in held)
    ahead = min((one.start for one in held if one.start > today), default=None)
    last = max((one.end for one in held), default=today)
    day = today if running or not held else ahead or last
    return day.replace(day=1)


def shown(first: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the whole weeks that show a month."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month(
    placements: Iterable[Placement],
    first: datetime.date,
    planned: Mapping[int, Sequence[PlanningItem]] | None = None,
) -> Month:
    """The calendar of a month, in whole weeks from Monday. Placements come from `plans.with_hours`; `planned` is what
    their plannings hold, by placement (`planning.of_placements`)."""
    today = timezone.localdate()
    weeks = [
        Week([Day(day, day.month == first.month, day == today) for day in week])
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    for tint, placement in enumerate(placements):
        leave = [(one.start, one.end, one) for one in placement.interruptions.all()]
        for site in placement.sites.all():
            plan = plans.plan_of(site, placement)
            if plan is None:
                continue
            names = region_of(site).holidays(plan.start, plan.end)
            for day in (day for week in weeks for day in week.days):
                if plan.start <= day.date <= plan.end:
                    out = next((one for start, end, one in leave if start <= day.date <= end), None)
                    entry = _entry(plan, day.date, placement, str(site), names, out, tint)
                    if entry:
                        day.entries.append(entry)
        _add_planned(weeks, placement, (planned or {}).get(placement.pk, ()), tint)
    return Month(first, weeks)


def _add_planned(weeks: list[Week], placement: Placement, items: Sequence[PlanningItem], tint: int) -> None:
    """Puts the lines of a planning on their days: with the hours there, otherwise on their own."""
    for day in (day for week in weeks for day in week.days) if items else ():
        # A lodging is said once, on its first night: a month of them would hide the rest.
        today = tuple(one for one in items if one.stands_on(day.date) and (one.is_timed or one.day == day.date))
        if not today:
            continue
        mine = next((number for number, one in enumerate(day.entries) if one.placement == placement), None)
        if mine is None:
            day.entries.append(Entry(placement, "", tint=tint, planned=today))
        else:
            day.entries[mine] = replace(day.entries[mine], planned=today)


def _entry(
    plan: Plan,
    day: datetime.date,
    placement: Placement,
    place: str,
    holidays: dict[datetime.date, str],
    out: object,
    tint: int,
) -> Entry | None:
    if out is not None:
        leave = getattr(out, "authorised", False)
        minutes = plan.minutes(day) if leave else 0
        return Entry(placement, place, minutes, off=_("Leave") if leave else _("Out"), tint=tint)
    stretches = tuple(sorted(plan.stretches(day)))
    if stretches:
        return Entry(placement, place, plan.minutes(day), stretches, tint=tint)
    if day in holidays:
        return Entry(placement, place, off=holidays[day], tint=tint)
    if day in plan.special:
        return Entry(placement, place, off=_("Off"), tint=tint)
    return None
