"""The planning of a stay as weeks of days, and what it says of the objectives (E8)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.along import came_with
from internships.enums import PlanningKind
from internships.models import Placement, PlanningItem, SmartObjective
from internships.models.planning import MARGIN
from internships.regions import region_of
from internships.selectors import plans
from internships.timetable import MINUTES_OF_DAY, ONE_DAY, Stretch, monday
from law.durations import clock

QUARTER = 15
# The hours that a week shows, unless something stands before or after them.
FIRST, LAST = 8 * 60, 18 * 60


@dataclass(frozen=True)
class Piece:
    """One line on one day: a journey by night has two. `row` and `rows` are quarters of an hour, from the first."""

    item: PlanningItem
    start: int
    end: int
    row: int
    rows: int

    @property
    def hours(self) -> str:
        return f"{clock(self.start)}\u00a0–\u00a0{clock(self.end)}"

    @property
    def goes_on(self) -> bool:
        return self.item.until > self.item.day


@dataclass
class Day:
    date: datetime.date
    inside: bool
    today: bool = False
    off: str = ""
    presence: tuple[Stretch, ...] = ()
    pieces: list[Piece] = field(default_factory=list)
    nights: list[PlanningItem] = field(default_factory=list)

    @property
    def hours(self) -> str:
        return ", ".join(f"{clock(start)}\u00a0–\u00a0{clock(end)}" for start, end in self.presence)

    @property
    def is_empty(self) -> bool:
        return not self.pieces and not self.nights


@dataclass
class Week:
    first: datetime.date
    days: list[Day]
    # The hours at the left, in minutes; rows are counted from the first of them.
    start: int = FIRST
    end: int = LAST

    @property
    def last(self) -> datetime.date:
        return self.first + 6 * ONE_DAY

    @property
    def hours(self) -> list[tuple[int, int]]:
        """Each full hour with its row."""
        return [(hour, (hour - self.start) // QUARTER + 1) for hour in range(self.start, self.end, 60)]

    @property
    def rows(self) -> int:
        return (self.end - self.start) // QUARTER

    @property
    def previous(self) -> datetime.date:
        return self.first - 7 * ONE_DAY

    @property
    def next(self) -> datetime.date:
        return self.first + 7 * ONE_DAY

    @property
    def activities(self) -> int:
        return len({piece.item.pk for day in self.days for piece in day.pieces if piece.item.kind == "activity"})


@dataclass
class Covered:
    """An objective, with what of the planning serves it."""

    objective: SmartObjective
    activities: int = 0
    minutes: int = 0


def lines(placement: Placement) -> QuerySet[PlanningItem]:
    """The whole planning with what its pages show, in one query."""
    rows = PlanningItem.objects.filter(placement=placement).order_by("day", "start_minute", "pk")
    return rows.select_related("objective", "proposed_by", "site__site", "site__institution__organisation")


def read(placement: Placement) -> list[PlanningItem]:
    """The same: the lines that came with the placement (`for_page`), otherwise one query."""
    if came_with(placement, "planning"):
        return list(placement.planning.all())  # type: ignore[attr-defined]
    return list(lines(placement))


def of_placements(
    placements: Iterable[Placement], first: datetime.date | None = None, last: datetime.date | None = None
) -> dict[int, list[PlanningItem]]:
    """What stands in the planning of several placements, by placement, in one query: for calendars. No proposals."""
    rows = PlanningItem.objects.filter(placement__in=[one.pk for one in placements]).kept()
    if first and last:
        rows = rows.during(first, last)
    found: dict[int, list[PlanningItem]] = {}
    for item in rows.select_related("site__institution__organisation__territory", "site__site").order_by(
        "day", "start_minute", "pk"
    ):
        found.setdefault(item.placement_id, []).append(item)
    return found


def week_asked(text: str, placement: Placement) -> datetime.date:
    """The Monday of the week of the day asked for; of today during the stay, otherwise of its first day."""
    first, last = bounds(placement)
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        today = timezone.localdate()
        day = today if placement.start <= today <= placement.end else placement.start
    return monday(min(max(day, first), last))


def bounds(placement: Placement) -> tuple[datetime.date, datetime.date]:
    """The days around the stay for which something may be planned."""
    return placement.start - MARGIN, placement.end + MARGIN


def mondays(placement: Placement) -> list[datetime.date]:
    """The weeks of the stay itself."""
    first = monday(placement.start)
    return [first + number * 7 * ONE_DAY for number in range((placement.end - first).days // 7 + 1)]


def week(placement: Placement, first: datetime.date, items: Sequence[PlanningItem]) -> Week:
    """The week that begins on that Monday. The placement comes with its sites and interruptions (`for_page`)."""
    today = timezone.localdate()
    days = [Day(date, placement.start <= date <= placement.end, date == today) for date in _days(first)]
    found = Week(first, days)
    _note_presence(placement, days)
    pieces = [(day, item, edges) for day in days for item in items if (edges := _edges(item, day.date))]
    if pieces:
        found.start = min(FIRST, min(start for _day, _item, (start, _end) in pieces) // 60 * 60)
        found.end = max(LAST, -(-max(end for _day, _item, (_start, end) in pieces) // 60) * 60)
    for day, item, (start, end) in pieces:
        row = (start - found.start) // QUARTER
        rows = max(1, -(-(end - found.start) // QUARTER) - row)
        day.pieces.append(Piece(item, start, end, row + 1, rows))
    for day in days:
        day.pieces.sort(key=lambda piece: piece.start)
        day.nights = [one for one in items if one.kind == PlanningKind.LODGING and one.stands_on(day.date)]
    return found


def agenda(items: Iterable[PlanningItem]) -> list[tuple[datetime.date, list[PlanningItem]]]:
    """The lines day by day, for a programme to print."""
    found: dict[datetime.date, list[PlanningItem]] = {}
    for item in items:
        found.setdefault(item.day, []).append(item)
    return sorted(found.items())


def coverage(placement: Placement, items: Iterable[PlanningItem]) -> list[Covered]:
    """Each objective of the stay with the activities that serve it; those with none are what is still to plan."""
    found = {one.pk: Covered(one) for one in objectives_of(placement)}
    for item in items:
        if item.kind == PlanningKind.ACTIVITY and not item.is_proposed and item.objective_id in found:
            line = found[item.objective_id]
            line.activities += 1
            line.minutes += (item.end_minute or 0) - (item.start_minute or 0)
    return list(found.values())


def objectives_of(placement: Placement) -> list[SmartObjective]:
    """The objectives of the stay that stand: those that came with the placement, otherwise one query."""
    known: list[SmartObjective] | None = getattr(placement, "standing_objectives", None)
    return list(SmartObjective.objects.filter(placement=placement).standing()) if known is None else known


def _days(first: datetime.date) -> list[datetime.date]:
    return [first + number * ONE_DAY for number in range(7)]


def _edges(item: PlanningItem, day: datetime.date) -> Stretch | None:
    """From when to when the line stands on that day, in minutes; None when it does not."""
    if not item.is_timed or not item.day <= day <= item.until:
        return None
    start = item.start_minute or 0 if day == item.day else 0
    end = item.end_minute or 0 if day == item.until else MINUTES_OF_DAY
    return (start, end) if start < end else None


def _note_presence(placement: Placement, days: list[Day]) -> None:
    for site in placement.sites.all():  # type: ignore[attr-defined]
        plan = plans.plan_of(site, placement)
        if plan is None:
            continue
        names = region_of(site).holidays(days[0].date, days[-1].date)
        for day in days:
            day.presence = tuple(sorted([*day.presence, *plan.stretches(day.date)]))
            if day.date in names and not day.presence:
                day.off = names[day.date]
    for out in placement.interruptions.all():  # type: ignore[attr-defined]
        for day in days:
            if out.start <= day.date <= out.end:
                day.off = _("Leave") if out.authorised else _("Out")


def summary(placement: Placement, items: Sequence[PlanningItem]) -> dict[str, Any]:
    """What the page of the placement says: how much is planned, what comes next, what no activity serves."""
    today = timezone.localdate()
    kept = [one for one in items if not one.is_proposed]
    covered = coverage(placement, items)
    return {
        "activities": sum(1 for one in kept if one.kind == PlanningKind.ACTIVITY),
        "journeys": sum(1 for one in kept if one.kind == PlanningKind.JOURNEY),
        "nights": sum(one.nights for one in kept),
        "proposed": [one for one in items if one.is_proposed],
        "coming": [one for one in kept if one.until >= today][:4],
        "objectives": len(covered),
        "unserved": [one.objective for one in covered if not one.activities],
    }
