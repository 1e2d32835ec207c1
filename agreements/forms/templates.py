"""Writing the text of agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements import text
from agreements.models import AgreementTemplate
from internships.models import PlacementKind


class TextForm(forms.Form):
    """A text, and what changed in it. Unknown variables are refused here, with their line."""

    body = forms.CharField(
        label=_("Text"),
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 30,
                "spellcheck": "true",
                "data-variables": "",
                "aria-haspopup": "listbox",
                "aria-controls": "completions",
                "aria-autocomplete": "list",
            }
        ),
        help_text=_("## begins an article, - a line of a list, **bold**. Variables are written {{ stagiaire }}."),
    )
    note = forms.CharField(
        label=_("What you changed"),
        max_length=200,
        required=False,
        help_text=_("A few words for those who compare the versions later."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        wrong = text.problems(body)
        if wrong:
            raise forms.ValidationError([str(one) for one in wrong[:10]])
        if not body.strip():
            raise forms.ValidationError(_("The text is empty."))
        return body


class CopyForm(forms.Form):
    """Which of the network's texts a school makes its own."""

    kind = forms.ModelChoiceField(
        label=_("Kind of placement"), queryset=PlacementKind.objects.none(), empty_label=_("Choose…")
    )
    purpose = forms.ChoiceField(label=_("Document"), choices=AgreementTemplate.Purpose.choices)
    language = forms.ChoiceField(label=_("Language"), choices=[("fr", "Français"), ("en", "English")])

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].queryset = PlacementKind.objects.in_use()  # type: ignore[attr-defined]
