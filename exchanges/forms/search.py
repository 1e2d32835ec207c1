"""The form of the list of offers and wishes: names are those of the address; what cannot be read is left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchanges.selectors.search import OFFERS, WISHES, Criteria
from hosts.forms.places import PlaceField, PlaceWidget
from hosts.forms.search import CodesField, DayField, OneOf, centre_of
from hosts.models import Place
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import RADII
from hosts.selectors.search.text import LONGEST

DEFAULT_RADIUS = 30
SORT_WORDS = [
    ("pertinence", _("Other sectors first")),
    ("distance", _("Nearest first")),
    ("date", _("Soonest first")),
    ("recent", pgettext_lazy("offers", "Newest first")),
]


class DiscoverForm(forms.Form):
    """Everything that the address of the list may hold."""

    liste = OneOf([(OFFERS, _("Offers")), (WISHES, _("Wishes"))], label=_("Show"), empty=OFFERS)
    q = forms.CharField(label=_("What?"), max_length=LONGEST, required=False)
    lieu = PlaceField(label=_("Where?"), required=False, widget=PlaceWidget({"class": "form-control"}))
    rayon = OneOf([(str(km), f"{km} km") for km in RADII], label=_("Within"), coerce=int, empty=DEFAULT_RADIUS)
    secteur = CodesField(lists.sectors.get, label=_("Sector"))
    territoire = CodesField(lists.territories.get, label=_("Territory"))
    structure = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    jours = forms.IntegerField(label=_("Number of days"), required=False, min_value=1, max_value=10)
    du = DayField(label=_("From"))
    au = DayField(label=_("Until"))
    tri = OneOf(SORT_WORDS, label=_("Order"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("du") and data.get("au") and data["du"] > data["au"]:
            self.add_error("au", _("Choose a date after the first one."))
        return data

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
        return Criteria(
            kind=data.get("liste") or OFFERS,
            q=data.get("q") or "",
            sectors=data.get("secteur") or (),
            territories=data.get("territoire") or (),
            structure=data.get("structure") or 0,
            centre=centre_of(self.place),
            radius=data.get("rayon") or DEFAULT_RADIUS,
            first=data.get("du"),
            last=data.get("au"),
            days=data.get("jours") or 0,
            sort=data.get("tri") or "",
        )
