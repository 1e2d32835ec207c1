"""Texts of the library: their sheet, a version, a commitment and how far it is; the filters of the public list."""

from __future__ import annotations

import re
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Territory, User
from hosts.forms.versions import VersionedForm
from practices import library_scopes
from practices.editing import edits_everywhere, territories_of
from practices.forms.lists import ListFilter, territory_filter
from practices.library_enums import CommitmentState, LibraryAudience, LibraryKind
from practices.models import LibraryCommitment, LibraryDocument

DAY = {"type": "date"}


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


class DocumentForm(VersionedForm, forms.ModelForm):
    """What a text is, and who reads it: the network's readers, or the people of a space that one looks after."""

    section = ("kind", "title", "summary", "territory", "audience", "scope")
    readers = forms.ChoiceField(label=_("Who reads it?"), widget=forms.RadioSelect)

    class Meta:
        model = LibraryDocument
        fields = ("kind", "title", "summary", "territory")
        labels = {"summary": _("What is it about?"), "territory": _("Territory")}
        help_texts = {
            "title": _("As people call it: « Protocole régional 2024–2027 »."),
            "summary": _("In two or three sentences: whom it concerns, and what it changes for them."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = library_scopes.writable_by(person)
        readers: Any = self.fields["readers"]
        mine = territories_of(person)
        everywhere = edits_everywhere(person)
        network = [(str(one), one.label) for one in (LibraryAudience.PUBLIC, LibraryAudience.MEMBERS)]
        readers.choices = [
            *(network if mine or everywhere else []),
            *((key, _("Only %(space)s") % {"space": name}) for key, name in spaces.items()),
        ]
        readers.initial = self.instance.scope or self.instance.audience
        if self.instance.pk is None and not (mine or everywhere):
            readers.initial = next(iter(spaces), "")
        territory: Any = self.fields["territory"]
        territory.queryset = mine
        territory.empty_label = _("Everywhere")
        self.order_fields(["kind", "title", "summary", "readers", "territory"])
        self.guard()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        readers = data.get("readers", "")
        scoped = ":" in readers
        data["audience"] = LibraryAudience.SCOPED if scoped else readers
        data["scope"] = readers if scoped else ""
        return data


class VersionForm(forms.Form):
    """A file, a text, or both, with its date."""

    dated_on = day_field(label=_("Date of the text"), help_text=_("The day it was signed or comes into force."))
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, office document or picture, 15 MB at most.")
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Shown on the page: the whole text, or its main points beside the file."),
    )
    note = forms.CharField(
        label=_("What changes since the version before"), required=False, max_length=300, widget=forms.TextInput
    )

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("upload") and not data.get("text", "").strip() and "upload" not in self.errors:
            self.add_error("upload", _("Add a file, or write the text."))
        return data


class CommitmentForm(forms.ModelForm):
    due = day_field(label=_("Until"), required=False)

    class Meta:
        model = LibraryCommitment
        fields = ("objective", "commitment", "who", "due")
        labels = {"objective": _("Objective"), "commitment": _("Commitment"), "who": _("Who is committed?")}
        help_texts = {
            "objective": _("Lines with the same objective stand together."),
            "who": _("An organisation or a function, rather than a person."),
        }
        widgets = {"commitment": forms.Textarea(attrs={"rows": 3})}


class FollowForm(forms.Form):
    """How far a commitment is."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=CommitmentState.choices, widget=forms.RadioSelect)
    state_on = day_field(label=_("Since"), initial=timezone.localdate)
    evidence = forms.CharField(
        label=_("What shows it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A figure, a meeting, an address; or why it was given up. All who read the protocol see it."),
    )
    upload = forms.FileField(label=_("Document that shows it"), required=False)


YEAR = re.compile(r"(19|20)\d\d")


class LibraryFilter(ListFilter):
    """The address of the list (A1)."""

    q = filters.CharFilter(label=_("Words of the title or the summary"), method="search")
    genre = filters.ChoiceFilter(
        label=_("Kind"), field_name="kind", choices=LibraryKind.choices, empty_label=_("All kinds")
    )
    territoire = territory_filter(method="in_territory")
    annee = filters.ChoiceFilter(label=_("Year"), method="in_year", empty_label=_("All years"))

    class Meta:
        model = LibraryDocument
        fields: list[str] = []

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["annee"].extra["choices"] = [(str(year), str(year)) for year in years]

    def in_territory(self, rows: QuerySet[Any], name: str, value: Territory) -> QuerySet[Any]:
        """Its own texts, and those for everywhere."""
        return rows.filter(Q(territory=value) | Q(territory=None))

    def in_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(dated_on__year=int(value)) if YEAR.fullmatch(value) else rows
