"""The form of the public list: names are those of the address, in French; what cannot be read is left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hosts.forms.places import PlaceField, PlaceWidget
from hosts.forms.search import CodesField, OneOf, ZoneField, centre_of
from hosts.models import HostInstitution, Place
from hosts.selectors.search.criteria import MOST, PAGE_SIZE, RADII
from hosts.selectors.search.text import LONGEST
from hosts.words import LANGUAGES, language_choices
from practices.selectors import lists
from practices.selectors.search import Criteria

DEFAULT_RADIUS = 50
ORIGIN_WORDS = [("observee", _("Observed during a visit")), ("vecue", _("Told by those who do it"))]
SORT_WORDS = [
    ("pertinence", _("Relevance")),
    ("distance", _("Nearest first")),
    ("recent", pgettext_lazy("practices", "Newest first")),
    ("titre", _("By title")),
]


class LanguagesField(forms.MultipleChoiceField):
    widget = forms.SelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=language_choices, required=False, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(code for code in value or () if code in LANGUAGES)


class HostField(forms.SlugField):
    """A host by the word of its address."""

    def clean(self, value: Any) -> HostInstitution | None:
        slug = super().clean(value)
        if not slug:
            return None
        return HostInstitution.objects.published().select_related("organisation").filter(slug=slug).first()


class PracticeSearchForm(forms.Form):
    """Everything that the address of the list may hold."""

    q = forms.CharField(label=_("What?"), max_length=LONGEST, required=False)
    lieu = PlaceField(label=_("Where?"), required=False, widget=PlaceWidget({"class": "form-control"}))
    rayon = OneOf([(str(km), f"{km} km") for km in RADII], label=_("Within"), coerce=int, empty=DEFAULT_RADIUS)
    secteur = CodesField(lists.sectors.get, label=_("Sector"))
    public = CodesField(lists.audiences.get, label=_("Audience"))
    metier = CodesField(lists.occupations.get, label=_("Occupation"))
    territoire = CodesField(lists.territories.get, label=_("Territory"))
    origine = OneOf(ORIGIN_WORDS, label=_("Origin"))
    langue = LanguagesField(label=_("Language"))
    hote = HostField(label=_("Host"), required=False, max_length=90)
    tri = OneOf(SORT_WORDS, label=_("Order"))
    zone = ZoneField(label=_("Part of the map"))
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=MOST // PAGE_SIZE)
    exact = OneOf([("1", "")], coerce=bool)
    carte = OneOf([("1", "")], coerce=bool)

    @cached_property
    def offered(self) -> list[Place]:
        """Places that bear the name typed, where it means several."""
        self.is_valid()
        widget: Any = self.fields["lieu"].widget
        offered, widget.offered = widget.offered, []
        if offered:
            self.errors.pop("lieu", None)
        return list(offered)

    @property
    def place(self) -> Place | None:
        offered = self.offered
        found: Place | None = self.cleaned_data.get("lieu")
        return found or next(iter(offered), None)

    def criteria(self) -> Criteria:
        """What is asked for, without what could not be read."""
        self.is_valid()
        data = self.cleaned_data
        host: HostInstitution | None = data.get("hote")
        return Criteria(
            q=data.get("q") or "",
            centre=centre_of(self.place),
            radius=data.get("rayon") or DEFAULT_RADIUS,
            sectors=data.get("secteur") or (),
            audiences=data.get("public") or (),
            occupations=data.get("metier") or (),
            territories=data.get("territoire") or (),
            origin=data.get("origine") or "",
            languages=data.get("langue") or (),
            host=host.pk if host else 0,
            sort=data.get("tri") or "",
            zone=data.get("zone"),
            page=data.get("page") or 1,
            exact=bool(data.get("exact")),
        )
