"""The week of a site, typed in a grid of seven days, two stretches each; it works without JavaScript."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.errors import Refused
from internships.enums import Weekday
from internships.forms.placements import day_field
from internships.models import PlacementSite
from internships.services.placements.weeks import Slot, in_a_row
from internships.timetable import MINUTES_OF_DAY, Stretch

HALVES = ("a", "b")
FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H"]


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=FORMATS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def minutes(value: datetime.time) -> int:
    return value.hour * 60 + value.minute


def time_of(minute: int) -> datetime.time:
    return datetime.time(minute // 60 % 24, minute % 60)


@dataclass(frozen=True)
class DayRow:
    label: str
    fields: list[BoundField]

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields for error in field.errors]


def stretch(cleaned: dict[str, Any], prefix: str) -> Stretch | None:
    """From and until of one half; midnight ends a day. Raises ValidationError when one of both is missing."""
    start, end = cleaned.get(f"{prefix}_from"), cleaned.get(f"{prefix}_until")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise ValidationError(_("Give both times, or leave both empty."))
    until = minutes(end) or MINUTES_OF_DAY
    if until <= minutes(start):
        raise ValidationError(_("The end comes before the beginning."))
    return minutes(start), until


class WeekForm(forms.Form):
    same = forms.BooleanField(label=_("Tuesday to Friday like Monday"), required=False)

    """`slots` are shown instead of the hours that the site has now."""

    def __init__(
        self, site: PlacementSite, *args: Any, slots: Iterable[Iterable[int]] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.site = site
        for day in Weekday:
            for half, name in zip(HALVES, (_("first"), _("then")), strict=True):
                for edge, words in (("from", _("from")), ("until", pgettext_lazy("time of day", "until"))):
                    label = f"{day.label}, {name}, {words}"
                    self.fields[f"d{day.value}{half}_{edge}"] = time_field(label)
        for number, stretches in _by_day(site, slots).items():
            for half, (start, end) in zip(HALVES, sorted(stretches), strict=False):
                self.fields[f"d{number}{half}_from"].initial = time_of(start)
                self.fields[f"d{number}{half}_until"].initial = time_of(end)

    def rows(self) -> Iterator[DayRow]:
        for day in Weekday:
            names = [f"d{day.value}{half}_{edge}" for half in HALVES for edge in ("from", "until")]
            yield DayRow(str(day.label), [self[name] for name in names])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("same"):
            for day in "2345":
                for half in HALVES:
                    for edge in ("from", "until"):
                        cleaned[f"d{day}{half}_{edge}"] = cleaned.get(f"d1{half}_{edge}")
        self.slots: list[Slot] = []
        for day in Weekday:
            found = []
            for half in HALVES:
                try:
                    one = stretch(cleaned, f"d{day.value}{half}")
                except ValidationError as error:
                    self.add_error(f"d{day.value}{half}_until", error)
                    continue
                if one:
                    found.append(one)
            try:
                in_a_row(found, str(day.label))
            except Refused as refusal:
                self.add_error(f"d{day.value}b_from", str(refusal))
            self.slots += [(int(day.value), start, end) for start, end in found]
        return cleaned


class SpecialDayForm(forms.Form):
    """One day that differs: other hours, or none."""

    day = day_field(label=_("Day"))
    a_from = time_field(_("from"))
    a_until = time_field(pgettext_lazy("time of day", "until"))
    b_from = time_field(_("then from"))
    b_until = time_field(pgettext_lazy("time of day", "until"))
    label = forms.CharField(
        label=_("Why"), max_length=120, required=False, help_text=_("Training at school, team day, public holiday…")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.stretches: list[Stretch] = []
        for half in HALVES:
            try:
                if one := stretch(cleaned, half):
                    self.stretches.append(one)
            except ValidationError as error:
                self.add_error(f"{half}_until", error)
        return cleaned


def _by_day(site: PlacementSite, slots: Iterable[Iterable[int]] | None) -> dict[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = {}
    if slots is None:
        slots = [(int(one.weekday), one.start_minute, one.end_minute) for one in site.week.all()]
    for day, start, end in slots:
        found.setdefault(str(day), []).append((start, end))
    return found
