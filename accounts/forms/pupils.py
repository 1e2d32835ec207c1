from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services.pupils import NewPupil

AT_MOST = 200
HEADINGS = {
    "first_name": {"prenom", "prénom", "first name", "firstname", "prénom usuel", "prenom usuel"},
    "last_name": {"nom", "last name", "lastname", "surname", "nom de famille", "nom usage", "nom d'usage"},
    "group": {"classe", "division", "groupe", "class", "group", "promotion"},
}


class PupilForm(forms.Form):
    """One pupil."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    group = forms.CharField(label=gettext_lazy("Class or group"), max_length=60, required=False)
    must_change = forms.BooleanField(
        label=gettext_lazy("Ask the pupil to choose a secret of their own at the first sign-in"), required=False
    )

    def pupils(self) -> list[NewPupil]:
        data = self.cleaned_data
        return [NewPupil(data["first_name"], data["last_name"], data["group"])]


class PupilListForm(forms.Form):
    """A class, pasted from a spreadsheet or given as a CSV file."""

    lines = forms.CharField(
        label=gettext_lazy("List"),
        required=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One pupil per line: first name, last name, class; separated by a tab, a semicolon or a comma. "
            "Copying three columns of a spreadsheet is enough. A line of headings is understood too."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.tsv"}),
    )
    group = forms.CharField(
        label=gettext_lazy("Class or group"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For the lines that do not say it."),
    )
    must_change = forms.BooleanField(
        label=gettext_lazy("Ask each pupil to choose a secret of their own at the first sign-in"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("lines") or ""
        upload = cleaned.get("file")
        field = "lines"
        if upload is not None:
            text, field = decode(upload.read(1_000_000)), "file"
        if not text.strip():
            self.add_error("lines", _("Paste a list, or choose a file."))
            return cleaned
        try:
            self._pupils = parse(text, cleaned.get("group", ""))
        except ValueError as problem:
            self.add_error(field, str(problem))
        return cleaned

    def pupils(self) -> list[NewPupil]:
        return self._pupils


def decode(content: bytes) -> str:
    """The text of a file saved by any spreadsheet: UTF-8 with or without a mark, otherwise Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def parse(text: str, group: str) -> list[NewPupil]:
    """The pupils of a pasted list or CSV. A ValueError says which line is wrong, and how to mend it."""
    lines = text.replace("\0", "").lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = next((mark for mark in ("\t", ";", ",") if mark in first), ";")
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
        ]
    except csv.Error as problem:
        raise ValueError(_("This list could not be read. Check the quotation marks and the separators.")) from problem
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    order = _headings(numbered[0][1]) if numbered else {}
    if order:
        numbered = numbered[1:]
    columns = order or {"first_name": 0, "last_name": 1, "group": 2}
    if not numbered:
        raise ValueError(_("There is no pupil in this list."))
    if len(numbered) > AT_MOST:
        raise ValueError(_("That is more than %(count)d pupils. Go class by class.") % {"count": AT_MOST})
    return [_pupil(number, row, columns, group) for number, row in numbered]


def _headings(row: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        for name, spellings in HEADINGS.items():
            if cell.casefold().strip() in spellings:
                found.setdefault(name, index)
    return found if {"first_name", "last_name"} <= set(found) else {}


def _pupil(number: int, row: list[str], columns: dict[str, int], group: str) -> NewPupil:
    def cell(name: str) -> str:
        index = columns.get(name)
        return row[index] if index is not None and index < len(row) else ""

    first, last, own_group = cell("first_name"), cell("last_name"), cell("group") or group
    if not first or not last:
        raise ValueError(_("Line %(number)d: a first name and a last name are needed.") % {"number": number})
    if len(first) > 80 or len(last) > 80 or len(own_group) > 60:
        raise ValueError(_("Line %(number)d is too long. Check the separators.") % {"number": number})
    return NewPupil(first, last, own_group)
