"""Forms of imports: the file, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hosts.enums import MembershipStatus
from hosts.forms.fields import TermChoiceField
from hosts.models import ImportBatch, Sector
from hosts.services.imports.fields import FIELDS
from hosts.services.imports.formats import FORMATS, Pairs
from hosts.services.imports.mapping import Column, problems_of

COUNTRIES = [
    ("FR", _("France")),
    ("BE", _("Belgium")),
    ("LU", _("Luxembourg")),
    ("CH", _("Switzerland")),
    ("CA", _("Canada")),
]
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.zip"


class UploadForm(forms.Form):
    """The file of a register."""

    file = forms.FileField(
        label=_("File of the register"),
        help_text=_("CSV, or a spreadsheet (XLSX, XLS, ODS). Separators and accents are recognised."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class ColumnsForm(forms.Form):
    """One list per column of the file, and what holds for all lines."""

    register = forms.CharField(
        label=_("Name of this register"),
        max_length=40,
        help_text=_("Numbers belong to it: give the same name each time you import a newer file."),
    )
    membership = forms.ChoiceField(
        label=_("The hosts are"), choices=MembershipStatus.choices, initial=MembershipStatus.POTENTIAL
    )
    country = forms.ChoiceField(label=_("Country of lines that do not tell"), choices=COUNTRIES)
    sector = TermChoiceField(
        label=_("Sector of lines that do not tell"),
        queryset=Sector.objects.all(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, batch: ImportBatch, columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.columns = batch, columns
        known = FORMATS.get(batch.format)
        if known and known.register:
            del self.fields["register"]
        else:
            self.fields["register"].initial = batch.register
        for name in ("membership", "country", "sector"):
            self.fields[name].initial = getattr(batch, name)
        choices = [("", _("Not taken"))] + [
            (group, [(field.code, field.label) for field in fields]) for group, fields in FIELDS.items()
        ]
        for column in columns:
            self.fields[self.name_of(column)] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                required=False,
                initial=column.field,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @staticmethod
    def name_of(column: Column) -> str:
        return f"column_{column.position}"

    def rows(self, *, taken: bool) -> list[tuple[Column, forms.BoundField]]:
        """The columns with their lists: those that are taken, or the others."""
        return [(column, self[self.name_of(column)]) for column in self.columns if bool(column.field) is taken]

    def taken(self) -> list[tuple[Column, forms.BoundField]]:
        return self.rows(taken=True)

    def left(self) -> list[tuple[Column, forms.BoundField]]:
        return self.rows(taken=False)

    def pairs(self) -> Pairs:
        """(column, field), in the order in which the register's own format prefers them, then that of the file."""
        chosen = {
            column.name: code for column in self.columns if (code := self.cleaned_data.get(self.name_of(column), ""))
        }
        preferred = [name for name, _code in self.batch.mapping if name in chosen]
        return [(name, chosen[name]) for name in dict.fromkeys([*preferred, *chosen])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if missing := problems_of(self.pairs()):
            raise ValidationError(missing)
        return cleaned

    def options(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in ("register", "membership", "country", "sector")
            if name in self.cleaned_data
        }
