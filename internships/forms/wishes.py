"""What a trainee wishes of a host, and how much each criterion counts (E4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from hosts.forms.places import PlaceField, PlaceWidget
from hosts.forms.search import ACCESS_WORDS, SHARE_WORDS, DayField
from hosts.models import Level
from hosts.selectors.search import lists
from hosts.words import language_choices
from internships.matching.criteria import ABOUT, MOST, Criterion, Weights
from internships.models import TraineeWishes

OUT_OF_BOUNDS = _("Write a number from 0 to 10.")


class WishesForm(forms.Form):
    """Every field may stay empty: what is not asked is not compared."""

    place = PlaceField(
        label=_("Where from?"),
        required=False,
        widget=PlaceWidget({"class": "form-control"}),
        help_text=_("Your home, or where you can lodge: a town or a postcode."),
    )
    radius = forms.IntegerField(
        label=_("How far can you go, in km?"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    first = DayField(label=_("From"))
    last = DayField(label=_("Until"))
    level = forms.ModelChoiceField(
        Level.objects.in_use(),
        label=_("Level or course"),
        required=False,
        empty_label=_("That of my profile"),
    )
    share = forms.ChoiceField(label=_("Share of time"), required=False, choices=[("", _("Any")), *SHARE_WORDS])
    occupations = forms.MultipleChoiceField(
        label=_("Occupations that attract you"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors that attract you"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you wish to use there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    access = forms.MultipleChoiceField(
        label=_("What you need on site"),
        required=False,
        choices=list(ACCESS_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only you see this. No host is told."),
    )

    def __init__(self, data: Any = None, *, wishes: TraineeWishes) -> None:
        names = [name for name in self.base_fields if name != "level"]
        initial = {name: getattr(wishes, name) for name in names} | {"level": wishes.level_id}
        super().__init__(data, initial=initial)
        for name, listed in (("occupations", lists.occupations), ("sectors", lists.sectors)):
            field: Any = self.fields[name]
            field.choices = [(code, row.name) for code, row in listed.get().by_code.items()]
        languages: Any = self.fields["languages"]
        languages.choices = language_choices()

    def clean_radius(self) -> int:
        """Left empty, it is what Escale proposes."""
        typed: int | None = self.cleaned_data["radius"]
        return TraineeWishes._meta.get_field("radius").get_default() if typed is None else typed

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("Choose a date after the first one."))
        return data


class WeightsForm(forms.Form):
    """A number from 0 to 10 for each criterion: 0 leaves it out."""

    def __init__(self, data: Any = None, *, weights: Weights) -> None:
        super().__init__(data, initial={one.value: weights[one] for one in Criterion})
        for criterion, about in ABOUT.items():
            self.fields[criterion.value] = forms.IntegerField(
                label=str(about.label),
                help_text=str(about.text),
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_BOUNDS),
                widget=forms.NumberInput({"inputmode": "numeric", "class": "form-control weigh__number"}),
            )

    @property
    def chosen(self) -> dict[Criterion, int]:
        return {one: self.cleaned_data[one.value] for one in Criterion}
