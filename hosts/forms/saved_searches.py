"""Naming a kept search and choosing how often it writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.enums import AlertFrequency
from hosts.models import SavedSearch


class SavedSearchForm(forms.ModelForm):  # type: ignore[type-arg]
    frequency = forms.ChoiceField(
        label=_("E-mail when something new appears"), choices=AlertFrequency.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = SavedSearch
        fields = ("name", "frequency")

    def __init__(self, *args: Any, has_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you recognise it among your searches and in its e-mails.")
        if not has_address:
            # Nobody to write to: a pupil who signs in with the school's code.
            self.fields["frequency"].widget = forms.HiddenInput()
            self.initial["frequency"] = AlertFrequency.NEVER

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
