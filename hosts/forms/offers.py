"""The steps of an offer: what, for whom, when and how many, on which conditions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.forms.fields import HoursField, TermChoiceField, TermsField, grouped
from hosts.forms.periods import SeatRows, SeatsRow, formset_of, rows_of_offer
from hosts.forms.versions import VersionedForm
from hosts.models import Diploma, HostSite, Level, Occupation, PlacementOffer, Position
from hosts.services.offers import PeriodData

MOST_PERIODS = 12


class StepForm(VersionedForm, forms.ModelForm):
    """A step of the wizard. Drafts are saved as they are: what a published offer needs is asked at the end."""

    # What a published offer has: not said to be optional, although a draft may lack it.
    needed: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up()
        self.guard()

    def set_up(self) -> None:
        """What a step adds to its fields."""


class WhatForm(StepForm):
    section = ("title", "description", "activities", "position", "occupation")
    needed = ("title", "description", "position")
    occupation = TermChoiceField(
        label=_("Occupation"),
        queryset=Occupation.objects.select_related("sector"),
        required=False,
        empty_label=_("Choose an occupation"),
        help_text=_("The one that the trainee discovers or learns."),
    )
    position = TermChoiceField(
        label=_("Place in the team"),
        queryset=Position.objects.all(),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PlacementOffer
        fields = ("title", "description", "activities", "position", "occupation")
        labels = {"title": _("Title"), "description": _("Description"), "activities": _("Activities")}
        help_texts = {
            "title": _("In a few words: « Accompagner un groupe d'enfants en IME »."),
            "description": _("Whom the trainee meets, what they learn, with whom they work."),
            "activities": _("What the trainee will do or see, one per line."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "activities": forms.Textarea(attrs={"rows": 5}),
        }

    def set_up(self) -> None:
        position: Any = self.fields["position"]
        position.keep([self.instance.position_id])
        field: Any = self.fields["occupation"]
        field.keep([self.instance.occupation_id])
        field.choices = _by_sector(field)


def _by_sector(field: TermChoiceField) -> list[Any]:
    """Occupations under their sectors, in one list that the keyboard and a phone know how to search."""
    groups: dict[str, list[tuple[Any, str]]] = {}
    for one in field.queryset.order_by("sector__position", "position", "name_fr"):  # type: ignore[union-attr]
        groups.setdefault(one.sector.name if one.sector else str(_("Other fields")), []).append((one.pk, one.name))
    return [("", field.empty_label), *groups.items()]


class WhomForm(StepForm):
    section = ("levels", "diplomas")
    needed = ("levels",)
    levels = TermsField(label=_("Levels"), queryset=Level.objects.all(), required=False)
    diplomas = TermsField(label=_("Courses"), queryset=Diploma.objects.all(), required=False)

    class Meta:
        model = PlacementOffer
        fields = ("levels", "diplomas")

    def set_up(self) -> None:
        for name in ("levels", "diplomas"):
            chosen = getattr(self.instance, name).values_list("pk", flat=True)
            self.fields[name].keep(chosen)  # type: ignore[attr-defined]

    def diploma_groups(self) -> dict[str, list[dict[str, Any]]]:
        return grouped(self["diplomas"], "level")


class WhenForm(StepForm):
    """Where, which share of time, how many hours. Its periods are a formset of their own."""

    # The periods are no field of this form, but they are saved with it: the fingerprint covers them.
    section = ("sites", "time_share", "weekly_minutes", "period_values")
    needed = ("sites",)
    sites = forms.ModelMultipleChoiceField(
        label=_("Where"), queryset=HostSite.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    weekly_minutes = HoursField(
        label=_("Hours a week"), required=False, help_text=_("For instance 35, or 35 h 30. Leave empty if it depends.")
    )

    class Meta:
        model = PlacementOffer
        fields = ("sites", "time_share", "weekly_minutes")
        labels = {"time_share": _("Share of full time, in %")}
        help_texts = {"time_share": _("50 for a half-time placement that another site completes.")}
        widgets = {"time_share": forms.NumberInput(attrs={"min": 10, "max": 100, "step": 5})}

    def set_up(self) -> None:
        field: Any = self.fields["sites"]
        chosen = list(self.instance.sites.values_list("pk", flat=True))
        own = HostSite.objects.filter(institution=self.instance.institution_id)
        field.queryset = own.filter(active=True) | own.filter(pk__in=chosen)
        field.label_from_instance = site_words


def site_words(site: HostSite) -> str:
    parts = [site.name, site.address, f"{site.postcode} {site.city}".strip()]
    return ", ".join(part for part in parts if part) or str(_("Site without an address"))


class ConditionsForm(StepForm):
    section = ("conditions", "stipend_hourly")

    class Meta:
        model = PlacementOffer
        fields = ("conditions", "stipend_hourly")
        localized_fields = ("stipend_hourly",)
        labels = {"conditions": _("Conditions"), "stipend_hourly": _("Hourly stipend, in euros")}
        help_texts = {
            "conditions": _("Vaccinations, clothing, travel, minimum age, meals, what to bring…"),
            "stipend_hourly": _("Leave empty for the legal minimum."),
        }
        widgets = {"conditions": forms.Textarea(attrs={"rows": 5})}


STEPS: dict[str, type[StepForm]] = {
    "what": WhatForm,
    "whom": WhomForm,
    "when": WhenForm,
    "conditions": ConditionsForm,
}


class PeriodForm(SeatsRow):
    """One period: from, until, seats."""

    longest = (3 * 366, _("A period lasts three years at most."))
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=500, widget=forms.NumberInput(attrs={"min": 1, "max": 500})
    )


class BasePeriodFormSet(SeatRows):
    seats = "capacity"
    record = PeriodData

    def taken(self, form: forms.Form) -> int:
        """Seats that trainees hold in the period of that form."""
        number = form["id"].value()
        return next((one.taken for one in self.recorded if str(one.pk) == str(number)), 0)


PeriodFormSet: Any = formset_of(PeriodForm, MOST_PERIODS, BasePeriodFormSet)


def period_formset(offer: PlacementOffer, data: Any = None, *, more: int = 0) -> Any:
    """The periods of an offer; `more` adds rows to what was sent."""
    return rows_of_offer(PeriodFormSet, offer, data, more=more)
