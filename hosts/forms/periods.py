"""Rows of periods in a form: those recorded, and those added by a button that works without JavaScript."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "periods"


class PeriodRow(forms.Form):
    """From, until. `longest`: the days that a period may last, and what is said of a longer one."""

    longest: tuple[int, Any] = (2 * 366, _("A period lasts two years at most."))
    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        days, too_long = self.longest
        if start and end and end < start:
            self.add_error("end", _("Choose a date after the first one."))
        elif start and end and end - start > datetime.timedelta(days=days):
            self.add_error("end", too_long)
        elif end and end < timezone.localdate() and "end" in self.changed_data:
            self.add_error("end", _("This period is over already: choose a date to come."))
        return data


class SeatsRow(PeriodRow):
    """A period in which there are seats; `id` of the one that it changes."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SeatRows(forms.BaseFormSet):
    """The periods of an offer. `periods`: the name of those recorded; `seats`: that of their seats; `record` takes
    start, end, seats and the number of the period changed."""

    periods: ClassVar[str] = "periods"
    seats: ClassVar[str] = "seats"
    record: ClassVar[Any]

    def __init__(self, *args: Any, offer: Any, **kwargs: Any) -> None:
        self.offer = offer
        self.recorded = list(getattr(offer, self.periods).all())
        kwargs.setdefault("prefix", PREFIX)
        kwargs["initial"] = [
            {"id": one.pk, "start": one.start, "end": one.end, self.seats: getattr(one, self.seats)}
            for one in self.recorded
        ]
        super().__init__(*args, **kwargs)

    @property
    def kept(self) -> list[Any]:
        """The periods as they are to be recorded."""
        data = [form.cleaned_data for form in self.forms if form.has_changed() or form.cleaned_data.get("id")]
        return [
            self.record(row["start"], row["end"], row[self.seats], row.get("id"))
            for row in data
            if row.get("start") and not row.get("DELETE")
        ]


def formset_of(row: type[PeriodRow], most: int, formset: type[forms.BaseFormSet] = forms.BaseFormSet) -> Any:
    """The class of the formset of these rows, `most` of them at the utmost."""
    return forms.formset_factory(
        row, formset=formset, extra=0, can_delete=True, max_num=most, validate_max=True, absolute_max=most + 5
    )


def rows_of_offer(kind: Any, offer: Any, data: Any = None, *, more: int = 0) -> Any:
    """The formset of an offer: one empty row when it has none; `more` adds rows to what was sent."""
    if data is None:
        formset = kind(offer=offer)
        formset.extra = 0 if formset.recorded else 1
        return formset
    return kind(with_more(data, more, kind.max_num), offer=offer)


def with_more(data: Any, more: int, most: int) -> Any:
    """What was sent, as if the page had held `more` rows, up to `most`."""
    if not more:
        return data
    data = data.copy()
    sent = str(data.get(f"{PREFIX}-TOTAL_FORMS", ""))[:4]
    data[f"{PREFIX}-TOTAL_FORMS"] = str(min((int(sent) if sent.isdecimal() else 0) + more, most))
    return data
