"""Dates of the demonstration: counted in weeks from the Monday of the current week, so that they never grow old."""

from __future__ import annotations

import datetime

from django.utils import timezone


def this_monday(today: datetime.date) -> datetime.date:
    return today - datetime.timedelta(days=today.weekday())


def period(today: datetime.date, start: int, weeks: int) -> tuple[datetime.date, datetime.date]:
    """From a Monday, so many weeks away, to a Friday."""
    first = this_monday(today) + datetime.timedelta(weeks=start)
    return first, first + datetime.timedelta(days=7 * weeks - 3)


def moment(today: datetime.date, *, weeks_ago: float, hour: int = 9) -> datetime.datetime:
    """A time of day on a past day, in the site's time zone."""
    day = today - datetime.timedelta(days=round(weeks_ago * 7))
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 20)))
