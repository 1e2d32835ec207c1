"""Lengths of presence: whole minutes everywhere, and the law's own days and months.

Article D124-6 of the code de l'éducation: seven hours of presence, in one go or not, are a day; twenty-two days,
in a row or not, are a month. Both figures are rules with a date, not constants.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from law.models import LegalRule
    from law.rules import Book

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Scale:
    """How many minutes make a day, and how many days a month, with the rules that say so."""

    day: LegalRule
    month: LegalRule

    @property
    def minutes_per_day(self) -> int:
        return self.day.minutes

    @property
    def minutes_per_month(self) -> int:
        return self.day.minutes * self.month.number

    def days(self, minutes: int) -> int:
        """Whole days of presence."""
        return minutes // self.minutes_per_day

    def months(self, minutes: int) -> int:
        """Whole months of presence."""
        return minutes // self.minutes_per_month

    def minutes(self, *, days: int = 0, months: int = 0) -> int:
        return days * self.minutes_per_day + months * self.minutes_per_month

    def split(self, minutes: int) -> tuple[int, int, int]:
        """Whole months, then whole days, then the minutes that remain."""
        months, rest = divmod(minutes, self.minutes_per_month)
        days, rest = divmod(rest, self.minutes_per_day)
        return months, days, rest


def scale(*, country: str = "FR", on: datetime.date | None = None) -> Scale:
    """The day and the month of the law on that day. Raises rules.LegalRuleMissing."""
    from law import rules

    return Scale(rules.find(key="day", country=country, on=on), rules.find(key="month", country=country, on=on))


def scale_in(book: Book, on: datetime.date) -> Scale:
    """The same from rules that were read already."""
    return Scale(book.find("day", on), book.find("month", on))


def minutes_from_hours(hours: Decimal | float | str) -> int:
    """Hours as a number, to whole minutes: 7.5 is 450."""
    return int((Decimal(str(hours)) * 60).to_integral_value(ROUND_HALF_UP))


def hours(minutes: int) -> Decimal:
    """Minutes as hours, exact to the hundredth: 450 is 7.50."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def words(minutes: int) -> str:
    """« 9 h 30 », « 35 h », « 1 540 h », « 30 min »: as people write it."""
    whole, rest = divmod(minutes, 60)
    if not whole and rest:
        return f"{rest}{NO_BREAK}min"
    text = f"{number_format(whole, use_l10n=True, force_grouping=True)}{NO_BREAK}h"
    return f"{text}{NO_BREAK}{rest:02d}" if rest else text


_WRITTEN = re.compile(r"^(?P<hours>[\d\s]{1,9})(?:[.,](?P<hundredths>\d{1,2})|\s*(?:h|:)\s*(?P<minutes>\d{1,2})?)?\s*$")


def parse(text: str) -> int:
    """Minutes of « 35 », « 7,5 », « 9 h 30 », « 9:30 », « 1 540 h ». Raises ValueError with a sentence."""
    clean = re.sub(r"[\u00a0\u202f\s]+", " ", text.strip().lower())
    match = _WRITTEN.match(clean)
    if match is None or not match["hours"].strip():
        raise ValueError(_("Write hours such as 35, 7,5 or 9 h 30."))
    whole = int(match["hours"].replace(" ", "")) * 60
    if match["hundredths"]:
        return whole + minutes_from_hours(f"0.{match['hundredths']}")
    rest = int(match["minutes"] or 0)
    if rest > 59:
        raise ValueError(_("An hour has 60 minutes: write for instance 9 h 30."))
    return whole + rest


def clock(minutes: int) -> str:
    """A time of day from minutes after midnight: « 20 h », « 6 h 30 »."""
    return words(minutes) if minutes else f"0{NO_BREAK}h"
