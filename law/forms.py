from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from law import durations
from law.enums import Unit
from law.models import LegalRule, LegalTopic

COUNTRIES = [("FR", _("France")), ("BE", _("Belgium"))]
DATE = {"type": "date"}


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs=DATE, format="%Y-%m-%d")


class HoursField(forms.CharField):
    """Hours as people write them; gives whole minutes."""

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        try:
            return durations.parse(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class RulesForm(forms.Form):
    """Which rules the page shows."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, required=False)
    on = forms.DateField(label=_("In force on"), widget=date_input(), required=False)


class StipendForm(forms.Form):
    """The questions of the simulator. The total wins over weeks × hours."""

    weeks = forms.DecimalField(
        label=_("Weeks of presence"), min_value=Decimal(0), max_value=Decimal(60), decimal_places=1, required=False
    )
    weekly = HoursField(label=_("Hours per week"), required=False, help_text=_("For instance 35 or 31 h 30."))
    total = HoursField(
        label=_("Or the total of hours"), required=False, help_text=_("In one organisation, over the school year.")
    )
    signed_on = forms.DateField(
        label=_("Agreement signed on"),
        widget=date_input(),
        required=False,
        help_text=_("The rate is that of the day of signature."),
    )
    hourly = forms.DecimalField(
        label=_("Hourly amount offered by the host"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        required=False,
        help_text=_("Leave empty for the legal minimum."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("total") is not None or self.errors:
            return data
        if data.get("weeks") is None or data.get("weekly") is None:
            self.add_error("weeks", _("Give the weeks and the hours per week, or the total of hours."))
        return data

    @property
    def minutes(self) -> int:
        """The presence asked about, in minutes."""
        total: int | None = self.cleaned_data.get("total")
        if total is not None:
            return total
        return int(self.cleaned_data["weeks"] * self.cleaned_data["weekly"])

    @property
    def day(self) -> Any:
        return self.cleaned_data.get("signed_on") or timezone.localdate()


class VersionForm(forms.ModelForm):
    """A new version of a rule, filled with the one that holds today."""

    reason = forms.CharField(
        label=_("What has changed, and how you know"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the trace, not shown to the public."),
    )

    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")

    class Meta:
        model = LegalRule
        fields = [
            "value",
            "valid_from",
            "valid_until",
            "effect",
            "explanation_fr",
            "explanation_en",
            "article",
            "source_name",
            "source_url",
            "read_on",
        ]
        widgets = {
            "valid_from": date_input(),
            "valid_until": date_input(),
            "read_on": date_input(),
            "explanation_fr": forms.Textarea(attrs={"rows": 4}),
            "explanation_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "valid_from": _("With the first day of a version that exists, yours corrects that version."),
            "valid_until": _("Leave empty if no end is known."),
        }

    def __init__(self, *args: Any, topic: LegalTopic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        # The service decides what overlaps, once it has ended the version before.
        self.instance.topic = topic
        if topic.unit == Unit.TEXT:
            del self.fields["value"]
        elif topic.unit in (Unit.MINUTES, Unit.CLOCK):
            self.fields["value"] = HoursField(label=_("Hours"), help_text=_("For instance 35 or 4 h 30."))
            if self.initial.get("value") is not None:
                self.initial["value"] = durations.words(int(self.initial["value"]))
        else:
            self.fields["value"].required = True
            self.fields["value"].help_text = topic.get_unit_display()

    def validate_constraints(self) -> None:
        """Left to the service."""

    def rule_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}
