"""The cahier des charges as the pilot writes it (B9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import CharterVersion


class CharterForm(WithoutIdentifiers, forms.Form):
    """The text of the next version; `base` is the text that was read."""

    text = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        help_text=_(
            "A line that begins with ## is a heading, with - a list; **bold**, [words of a link](address). "
            "An empty line begins a paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 24, "class": "form-control--text", "spellcheck": "true"}),
    )
    note = forms.CharField(
        label=_("What changes, in a sentence"),
        max_length=500,
        required=False,
        help_text=_("Read by those who validated the version before."),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any = None, *, draft: CharterVersion | None, current: CharterVersion | None) -> None:
        shown = draft or current
        text = shown.text if shown else ""
        super().__init__(data, initial={"text": text, "note": draft.note if draft else "", "base": text})
        if current is None:
            del self.fields["note"]
