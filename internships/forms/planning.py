"""The lines of a planning, one form for each kind: an activity, a journey, a lodging (E8)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from internships.enums import Means, PlanningKind
from internships.forms.placements import day_field
from internships.forms.weeks import minutes, time_field, time_of
from internships.models import Placement, PlanningItem, SmartObjective
from internships.services.planning import Line
from internships.timetable import MINUTES_OF_DAY, monday
from internships.words import said

NOTHING = "0"


def required_time(label: Any) -> forms.TimeField:
    field = time_field(label)
    field.required = True
    return field


def note_field() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All parties of the placement read it."),
    )


class ItemForm(forms.Form):
    """What the three have in common. `line()` gives what was written."""

    kind = PlanningKind.ACTIVITY
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, placement: Placement, data: Any = None, *, item: PlanningItem | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial={**(initial or {}), **(initial_of(item) if item else {})})
        self.placement = placement

    def edge(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        return minutes(value) if isinstance(value, datetime.time) else None

    def line(self) -> Line:
        raise NotImplementedError


def initial_of(item: PlanningItem) -> dict[str, Any]:
    names = ("day", "until", "title", "place", "origin", "destination", "means", "reference", "note", "version")
    times = {
        name: time_of(value)
        for name, value in (("start", item.start_minute), ("end", item.end_minute))
        if value is not None
    }
    return {
        **{name: getattr(item, name) for name in names},
        **times,
        "objective": str(item.objective_id or NOTHING),
        "site": str(item.site_id or ""),
    }


class ActivityForm(ItemForm):
    title = forms.CharField(
        label=_("What you will do"), max_length=160, help_text=_("For example: follow the morning welcome.")
    )
    objective = forms.ChoiceField(
        label=_("Which objective it serves"), help_text=_("Each activity brings an objective nearer.")
    )
    day = day_field(label=_("Day"))
    start = required_time(pgettext_lazy("time of day", "From"))
    end = required_time(pgettext_lazy("time of day", "Until"))
    site = forms.ChoiceField(label=_("Site"))
    place = forms.CharField(label=_("Where, with whom"), max_length=200, required=False)
    note = note_field()

    def __init__(
        self,
        placement: Placement,
        objectives: Sequence[SmartObjective],
        data: Any = None,
        *,
        item: PlanningItem | None = None,
        initial: Any = None,
    ) -> None:
        super().__init__(placement, data, item=item, initial=initial)
        chosen: Any = self.fields["objective"]
        if objectives:
            none = (NOTHING, _("None: welcome, meal, free time"))
            chosen.choices = [("", _("Choose an objective")), *((str(o.pk), str(o)) for o in objectives), none]
        else:
            del self.fields["objective"]
        site: Any = self.fields["site"]
        site.choices = [(str(one.pk), str(one)) for one in placement.sites.all()]  # type: ignore[attr-defined]
        if len(site.choices) < 2:
            del self.fields["site"]
        for name, day in (("min", placement.start), ("max", placement.end)):
            self.fields["day"].widget.attrs[name] = day.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = self.edge("start"), self.edge("end")
        if start is not None and end is not None and (end or MINUTES_OF_DAY) <= start:
            self.add_error("end", _("The end comes before the beginning. Choose a later hour."))
        return cleaned

    def line(self) -> Line:
        values = self.cleaned_data
        return Line(
            kind=PlanningKind.ACTIVITY,
            day=values["day"],
            until=values["day"],
            start_minute=self.edge("start"),
            end_minute=self.edge("end") or MINUTES_OF_DAY,
            title=values["title"].strip(),
            place=values["place"].strip(),
            note=values["note"].strip(),
            objective_id=int(values.get("objective") or 0) or None,
            site_id=int(values.get("site") or 0) or None,
        )


class JourneyForm(ItemForm):
    kind = PlanningKind.JOURNEY
    origin = forms.CharField(label=_("From where"), max_length=160)
    destination = forms.CharField(label=_("To where"), max_length=160)
    means = forms.ChoiceField(label=_("By what means"), choices=[("", _("Choose")), *Means.choices])
    day = day_field(label=_("Day of leaving"))
    start = required_time(_("Leaving at"))
    until = day_field(label=_("Day of arrival"), required=False, help_text=_("Empty: the same day."))
    end = required_time(_("Arriving at"))
    reference = forms.CharField(
        label=_("Booking reference"), max_length=80, required=False, help_text=_("Number of the train, of the booking…")
    )
    note = note_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("day") and not cleaned.get("until"):
            cleaned["until"] = cleaned["day"]
        start, end = self.edge("start"), self.edge("end")
        same_day = cleaned.get("day") and cleaned.get("until") == cleaned["day"]
        if same_day and start is not None and end is not None and (end or MINUTES_OF_DAY) <= start:
            self.add_error("end", _("The arrival comes before the departure: choose another hour, or the day after."))
        return cleaned

    def line(self) -> Line:
        values = self.cleaned_data
        same_day = values["until"] == values["day"]
        end = self.edge("end")
        return Line(
            kind=PlanningKind.JOURNEY,
            day=values["day"],
            until=values["until"],
            start_minute=self.edge("start"),
            end_minute=MINUTES_OF_DAY if same_day and not end else end,
            origin=values["origin"].strip(),
            destination=values["destination"].strip(),
            means=values["means"],
            reference=values["reference"].strip(),
            note=values["note"].strip(),
        )


class LodgingForm(ItemForm):
    kind = PlanningKind.LODGING
    title = forms.CharField(
        label=_("Where you sleep"), max_length=160, help_text=_("Hostel, family, hall of residence…")
    )
    place = forms.CharField(label=_("Address"), max_length=200, required=False)
    day = day_field(label=_("First night"))
    until = day_field(label=_("Day of leaving"), help_text=_("The morning after the last night."))
    reference = forms.CharField(label=_("Booking reference"), max_length=80, required=False)
    note = note_field()

    def line(self) -> Line:
        values = self.cleaned_data
        return Line(
            kind=PlanningKind.LODGING,
            day=values["day"],
            until=values["until"],
            title=values["title"].strip(),
            place=values["place"].strip(),
            reference=values["reference"].strip(),
            note=values["note"].strip(),
        )


class MoveForm(forms.Form):
    """Where a line was dropped."""

    day = day_field()
    minute = forms.IntegerField(min_value=0, max_value=MINUTES_OF_DAY - 5)


class CopyForm(forms.Form):
    """The activities of one week, again in another."""

    target = forms.ChoiceField(label=_("To the week of"), widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, weeks: Sequence[datetime.date], source: datetime.date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        target: Any = self.fields["target"]
        others = [one for one in weeks if one != source]
        target.choices = [(one.isoformat(), said(one)) for one in others]
        target.initial = next((one.isoformat() for one in others if one > source), None)

    @property
    def week(self) -> datetime.date:
        return monday(datetime.date.fromisoformat(self.cleaned_data["target"]))
