from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5000
FURTHEST = 800


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}), strip=True
    )


class DaysField(forms.CharField):
    """Whole numbers of days in one line: « -7, -3 »."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[int]:
        written = super().clean(value)
        try:
            days = [int(part) for part in written.replace("−", "-").replace(";", ",").split(",") if part.strip()]
        except ValueError as problem:
            raise forms.ValidationError(_("Write whole numbers of days, parted by commas: -7, -3, 1.")) from problem
        if any(abs(day) > FURTHEST for day in days):
            raise forms.ValidationError(_("Choose days within two years of the deadline."))
        return sorted(set(days))


class ReminderForm(forms.Form):
    enabled = forms.BooleanField(label=_("This reminder goes out"), required=False)
    offsets = DaysField(
        label=_("Days from the deadline"),
        help_text=_("Negative before the deadline, positive after it, parted by commas: -7, -3, 1."),
        max_length=80,
    )

    def __init__(self, *args: Any, has_deadline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_deadline:
            del self.fields["offsets"]
