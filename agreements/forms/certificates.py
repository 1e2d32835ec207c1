"""What a certificate says beyond what is known."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.parts import HoursField


class CertificateForm(forms.Form):
    """Real presence, activities, stipend paid, a word."""

    hours = HoursField(
        label=_("Hours really done"),
        max_length=12,
        help_text=_("Counted from the timetable. Correct them where the trainee was there more or less."),
    )
    activities = forms.CharField(
        label=_("Activities carried out"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One per line."),
    )
    paid = forms.DecimalField(
        label=_("Stipend paid in all, in euros"),
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        required=False,
        localize=True,
        help_text=_("Empty where none was paid."),
    )
    words = forms.CharField(
        label=_("A word about the stay"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[("fr", "Français"), ("en", "English")], initial="fr"
    )
