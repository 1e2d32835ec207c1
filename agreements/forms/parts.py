"""The form of one party's part: one field per mention, as its kind says."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements import terms
from agreements.mentions import Field
from agreements.models import Agreement
from agreements.selectors.kinds import KindLine
from law import durations

HIDDEN = ("version", "base", "page")


class HoursField(forms.CharField):
    """Hours as people write them, kept as minutes."""

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return ""
        try:
            return durations.parse(words)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        return durations.words(value) if isinstance(value, int) and value else value or ""


class PartForm(forms.Form):
    """What one party writes. Nothing is required here: what is missing is said, and may come later."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, agreement: Agreement, lines: list[KindLine]) -> None:
        self.agreement = agreement
        self.lines = [line for line in lines if not line.mention.computed]
        recorded = {line.code: agreement.terms.get(line.key, "") for line in self.lines}
        super().__init__(data, initial={**recorded, **self.marks(agreement)})
        for line in self.lines:
            # The page says whose part it is: no field repeats the host's name.
            self.fields[line.code] = field_of(replace(line, host_name=""))
        for name in HIDDEN:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def codes(self) -> list[str]:
        return [line.code for line in self.lines]

    def marks(self, agreement: Agreement, page: str = "") -> dict[str, str]:
        """The hidden values for what is recorded now."""
        return {
            "version": str(agreement.version),
            "base": terms.fingerprint(agreement.terms, [line.key for line in self.lines]),
            "page": page or uuid.uuid4().hex,
        }

    @property
    def edit(self) -> dict[str, Any]:
        version = self.data.get("version", "")
        return {
            "version": int(version) if version.isdecimal() and len(version) < 9 else 0,
            "base": self.data.get("base", "")[:32],
            "page": self.data.get("page", "")[:32],
        }

    @property
    def values(self) -> dict[str, Any]:
        """The valid values by mention."""
        return {code: self.cleaned_data[code] for code in self.codes if code in self.cleaned_data}

    def rows(self) -> list[dict[str, Any]]:
        """The fields as the page shows them: what must be there in the end shows no « optional »."""
        for line in self.lines:
            # Only what is shown: the values were checked before, and what is missing may come later.
            self.fields[line.code].required = line.required
            self.fields[line.code].widget.is_required = False
        return [
            {
                "field": self[line.code],
                "article": line.mention.article,
                "missing": line.required
                and not terms.given(line.mention, self.agreement.terms.get(line.key))
                and not self.is_bound,
                "required": line.required,
            }
            for line in self.lines
        ]

    def differences(self, recorded: dict[str, Any]) -> list[dict[str, str]]:
        """Field by field, what is recorded and what was sent, where they differ."""
        return [
            {
                "label": str(line.mention.label),
                "recorded": terms.words(line.mention, recorded.get(line.code)),
                "sent": terms.words(line.mention, value),
            }
            for line in self.lines
            if line.code in self.cleaned_data
            and (value := terms.plain(line.mention, self.cleaned_data[line.code])) != (recorded.get(line.code) or "")
        ]


def field_of(line: KindLine) -> forms.Field:
    """The form field of a mention."""
    mention = line.mention
    common: dict[str, Any] = {"label": line.label, "help_text": mention.help, "required": False}
    if mention.field == Field.LINES:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=6000, **common)
    if mention.field == Field.CHOICE:
        return forms.ChoiceField(choices=[("", _("Choose…")), *mention.choices], **common)
    if mention.field == Field.YES:
        return forms.BooleanField(**common)
    if mention.field == Field.MONEY:
        return forms.DecimalField(
            min_value=Decimal(0), max_value=Decimal(1000), decimal_places=2, max_digits=6, localize=True, **common
        )
    if mention.field == Field.HOURS:
        return HoursField(max_length=12, **common)
    return forms.CharField(max_length=300, **common)


class ContactForm(forms.Form):
    """Whom to ask on a side that has no account here."""

    email = forms.EmailField(label=_("E-mail address of the person to ask"), max_length=254)


class StartForm(forms.Form):
    """In which language the document is written."""

    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[("fr", "Français"), ("en", "English")], initial="fr"
    )


__all__ = ["ContactForm", "PartForm", "StartForm"]
