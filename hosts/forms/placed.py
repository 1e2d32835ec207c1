"""Where something is: a commune of the gazetteer in France and Belgium, a town in words elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.forms.places import PlaceField
from hosts.models import HostSite, Place
from hosts.models.places import COUNTRY_NAMES
from hosts.words import country_choices

PLACED = ("place", "postcode", "city", "country")


class PlacedForm(forms.BaseForm):
    """Adds place, postcode and country to a form; its cleaned data has `place`, `postcode`, `city`, `country`."""

    def set_place(self, site: HostSite | None = None) -> None:
        """Call it at the end of `__init__`, with the site that is changed."""
        self.fields["place"] = PlaceField(label=_("Commune"), help_text=_("Type its name or its postcode."))
        self.fields["postcode"] = forms.CharField(
            label=_("Postcode"), max_length=10, required=False, help_text=_("If the commune has several.")
        )
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=country_choices(), initial="FR")
        self.fields["postcode"].widget.attrs["autocomplete"] = "postal-code"
        if site is not None and site.pk:
            words = f"{site.postcode} {site.city}".strip()
            self.initial.update(place=site.place or words, postcode=site.postcode, country=site.country)

    def clean(self) -> dict[str, Any] | None:
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        place: Place | None = data.get("place")
        country, postcode = data.get("country") or "FR", (data.get("postcode") or "").strip()
        if place is None and country not in COUNTRY_NAMES:
            self._abroad(data)
        elif place is not None:
            country = data["country"] = place.country
            data["city"] = place.name
            postcode = postcode or (place.postcodes[0] if place.postcodes else "")
        if country == "FR" and postcode and (len(postcode) != 5 or not postcode.isdigit()):
            self.add_error("postcode", _("A French postcode has five figures."))  # type: ignore[attr-defined]
        data["postcode"] = postcode
        return data

    def _abroad(self, data: dict[str, Any]) -> None:
        """Beyond the gazetteer the town stays as it is typed."""
        typed = str(self.data.get(self.add_prefix("place"), "")).strip()[:120]
        data["place"], data["city"] = None, typed
        if typed:
            self.errors.pop("place", None)
