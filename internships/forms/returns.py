"""Key ideas, the four levels of impact, the report's own words, the follow-up (E12 to E15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from internships.evaluation_enums import FOLLOW_UP_MONTHS, Effect, ImpactLevel
from internships.forms.placements import day_field
from internships.models import FollowUp, ImpactNote
from internships.services.follow_ups import Told


class IdeaForm(forms.Form):
    """An idea, and how it serves at work: one does not go without the other."""

    idea = forms.CharField(
        label=_("The idea, in one sentence"),
        max_length=300,
        widget=forms.TextInput(),
        help_text=_("For instance « On commence chaque réunion par ce qui va bien »."),
    )
    use = forms.CharField(
        label=_("How I use it at work"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how it serves you at work: an idea without a use is soon forgotten.")},
    )


class ImpactForm(forms.Form):
    """What changed on each of the four levels: how much, and in words. Nothing is required."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, notes: list[ImpactNote]) -> None:
        initial: dict[str, Any] = {}
        for note in notes:
            initial[f"effect_{note.level}"] = "" if note.effect is None else str(note.effect)
            initial[f"text_{note.level}"] = note.text
        super().__init__(data, initial=initial)
        for level in ImpactLevel:
            self.fields[f"effect_{level}"] = forms.ChoiceField(
                label=level.label, choices=Effect.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"text_{level}"] = forms.CharField(
                label=_("What changed, with an example"),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def levels(self) -> Iterator[tuple[ImpactLevel, BoundField, BoundField]]:
        for level in ImpactLevel:
            yield level, self[f"effect_{level}"], self[f"text_{level}"]

    @property
    def notes(self) -> dict[str, Told]:
        return {
            str(level): Told(
                int(effect) if (effect := self.cleaned_data[f"effect_{level}"]) else None,
                self.cleaned_data[f"text_{level}"],
            )
            for level in ImpactLevel
        }


class FollowUpForm(ImpactForm):
    """The three-minute form of a year or two later."""

    def __init__(self, data: Any = None, *, follow_up: FollowUp, notes: list[ImpactNote]) -> None:
        super().__init__(data, notes=notes)
        self.fields["remains"] = forms.CharField(
            label=_("What remains of what you learnt?"),
            max_length=2000,
            initial=follow_up.remains,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("A few words are enough, even « nothing »: they tell what to do better.")},
        )


class LaterForm(forms.Form):
    """Another day to be asked."""

    due = day_field(label=_("Ask me again on"))


class FollowUpDatesForm(forms.Form):
    """When to be asked, one and two years after the end."""

    def __init__(self, data: Any = None, *, dates: dict[int, Any], fixed: set[int]) -> None:
        super().__init__(data, initial={f"due_{months}": day for months, day in dates.items()})
        labels = {12: _("After one year"), 24: _("After two years")}
        for months in FOLLOW_UP_MONTHS:
            self.fields[f"due_{months}"] = day_field(label=labels[months], disabled=months in fixed)

    @property
    def dates(self) -> dict[int, Any]:
        return {months: self.cleaned_data[f"due_{months}"] for months in FOLLOW_UP_MONTHS}


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("The placement in a few sentences"),
        help_text=_("For your team: where you were, what you were looking for, what struck you."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
