"""The search page: one view, the whole page or, for htmx, the part of it that changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from accounts.access import public
from hosts.forms.search import ACCESS_WORDS, KIND_WORDS, SHARE_WORDS, SORT_WORDS
from hosts.models import HostPhoto, SearchEntry
from hosts.selectors import favourites
from hosts.selectors.search import facets, lists
from hosts.selectors.search.criteria import Box
from hosts.selectors.search.facets import Facet, Loosened
from hosts.selectors.search.results import Results, run
from hosts.views.asked import Asked

KIND_TAGS = {"offres": "offre", "hotes": "hote"}
SHARE_TAGS = {"plein": "t:plein", "partiel": "t:partiel", "mi": "t:mi"}
WIDEST_VIEW = 25
ACCESS_TAGS = {name: f"a:{name}" for name in ACCESS_WORDS}


@dataclass(frozen=True)
class WayOut:
    """What to loosen when nothing was found."""

    word: str
    address: str
    total: str


class SearchPage(Asked):
    """Everything the template asks for, computed once it does."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.request = request
        self.results: Results = run(self.criteria)

    @cached_property
    def entries(self) -> list[SearchEntry]:
        return dressed(self.results.entries, self.request)

    @cached_property
    def nearest(self) -> list[SearchEntry]:
        return dressed(facets.nearest_hosts(self.criteria), self.request) if not self.results else []

    # Words

    @cached_property
    def count_words(self) -> str:
        total = self.results.total
        number = formats.number_format(total, use_l10n=True, force_grouping=True)
        if self.criteria.unfiltered:
            return _("%(count)s offers and hosts") % {"count": number}
        if self.results.capped:
            return _("More than %(count)s results") % {"count": number}
        return ngettext("%(count)s result", "%(count)s results", total) % {"count": number} if total else _("No result")

    @property
    def limit_words(self) -> str:
        """Which of the many results are ordered and counted."""
        if not self.results.capped or self.results.criteria.by_keyset:
            return ""
        if self.criteria.centre:
            return _("Here are the 1,000 nearest. Narrow your search to see the others.")
        return _("Here are the 1,000 newest. Narrow your search to see the others.")

    # What is set, and what could be

    @cached_property
    def facet(self) -> dict[str, Facet]:
        results, asked = self.results, self.results.criteria
        found = [
            facets.fixed(results, "type", _("Show"), dict(KIND_WORDS), KIND_TAGS, asked.kind),
            facets.listed(results, "secteur", _("Sector"), lists.sectors.get(), "s", asked.sectors),
            facets.listed(results, "niveau", _("Level"), lists.levels.get(), "n", asked.levels),
            facets.occupations(results, _("Occupation")),
            facets.fixed(results, "temps", _("Share of time"), dict(SHARE_WORDS), SHARE_TAGS, asked.share),
        ]
        return {facet.name: facet for facet in found}

    @cached_property
    def access_options(self) -> list[facets.Option]:
        counts, capped = self.results.counts, self.results.capped
        return [
            facets.Option(name, word, counts.get(ACCESS_TAGS[name], 0), name in self.criteria.access, capped)
            for name, word in ACCESS_WORDS.items()
        ]

    @cached_property
    def orders(self) -> list[tuple[str, Any, str, bool]]:
        """Value, word, address, whether it is the order in force; only those that make sense here."""
        useful = {"recent": True, "distance": self.criteria.centre is not None, "pertinence": bool(self.criteria.q)}
        order = self.results.criteria.order
        return [(value, word, self.address(tri=value), value == order) for value, word in SORT_WORDS if useful[value]]

    @cached_property
    def ways_out(self) -> list[WayOut]:
        return [self._way_out(one) for one in facets.loosen(self.results)] if not self.results else []

    def _way_out(self, one: Loosened) -> WayOut:
        total = ngettext("%(count)s result", "%(count)s results", one.total) % {"count": one.total}
        if one.capped:
            total = _("More than %(count)s results") % {"count": one.total}
        if one.change == "rayon":
            return WayOut(_("Look within %(km)s km") % {"km": one.value}, self.address(rayon=one.value), total)
        dropped = {"lieu": ("lieu", "lieu_id", "rayon"), "dates": ("du", "au")}.get(one.change, (one.change,))
        return WayOut(str(WAYS_OUT[one.change]), self.address(*dropped), total)

    # Addresses

    @property
    def exact_address(self) -> str:
        return self.address(exact="1")

    @property
    def suggestion_address(self) -> str:
        return self.address(q=self.results.suggestion)

    @property
    def zone_address(self) -> str:
        """This search without its place: the script adds the part of the map that one looks at."""
        return self.address("lieu", "lieu_id", "rayon", "zone", carte="1")

    @property
    def this_page(self) -> str:
        """The plain address with where one is in the list."""
        here = {name: self.request.GET[name] for name in ("page", "apres", "avant") if self.request.GET.get(name)}
        return self.address(**here)

    @property
    def previous_address(self) -> str:
        return self._turned(self.results.previous, "avant")

    @property
    def following_address(self) -> str:
        return self._turned(self.results.following, "apres")

    def _turned(self, to: str, name: str) -> str:
        """A page by its number, or by a cursor."""
        if not to:
            return ""
        return self.address(page=to) if to.isdecimal() else self.address(**{name: to})

    @property
    def page_words(self) -> str:
        if self.results.pages < 2 or self.results.following.count("-") or self.results.previous.count("-"):
            return ""
        return _("Page %(number)s of %(total)s") % {"number": self.criteria.page, "total": self.results.pages}

    # The map

    @property
    def map_is_open(self) -> bool:
        return bool(self.form.cleaned_data.get("carte"))

    @property
    def map_files(self) -> dict[str, str]:
        """Loaded by the script once the map is opened."""
        return {
            "script": static("js/map.js"),
            "leaflet": static("leaflet/leaflet.js"),
            "style": static("leaflet/leaflet.css"),
            "outlines": static("geo/outlines.json"),
        }

    @property
    def map_words(self) -> str:
        """JSON in an attribute: htmx takes every script element out of what it swaps, data blocks too."""
        words = {
            "here": _("Search in this part of the map"),
            "look": _("%n results here: look closer"),
            "more": _("See them all"),
            "failed": _("The map did not answer. The list says the same."),
            "outlines": _("Outlines: IGN, Licence Ouverte 2.0; Natural Earth"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "close": _("Close"),
            "around": _("Where you look from"),
        }
        return json.dumps(words)

    @property
    def centre_text(self) -> str:
        centre = self.criteria.centre
        return f"{centre.latitude:.5f},{centre.longitude:.5f}" if centre else ""

    @property
    def map_address(self) -> str:
        """Where the map asks for its points, with this search's filters."""
        query = self.query.copy()
        for name in ("tri", "carte"):
            query.pop(name, None)
        if self.results.corrected_from:
            query["q"] = self.results.criteria.q
        return f"{reverse('hosts:map_clusters')}?{query.urlencode()}"

    @property
    def bounds(self) -> str:
        """What the map shows at first: the circle looked in, the part of the map chosen, otherwise the results."""
        if self.criteria.zone:
            return self.criteria.zone.text()
        bounds: Box | None = self.results.bounds
        # From Guadeloupe to Réunion there is mostly sea: the map then begins with France and Belgium.
        return bounds.text() if bounds and bounds.east - bounds.west < WIDEST_VIEW else ""

    @property
    def tiles(self) -> tuple[str, str]:
        return settings.TILE_URL, settings.TILE_ATTRIBUTION


WAYS_OUT = {
    "lieu": gettext_lazy("Look everywhere"),
    "q": gettext_lazy("Leave the words out"),
    "secteur": gettext_lazy("In all sectors"),
    "metier": gettext_lazy("For all occupations"),
    "niveau": gettext_lazy("For all levels"),
    "territoire": gettext_lazy("In all territories"),
    "temps": gettext_lazy("Whatever the share of time"),
    "places": gettext_lazy("Whatever the number of seats"),
    "type": gettext_lazy("Offers as well as hosts without one"),
    "zone": gettext_lazy("On the whole map"),
    "dates": gettext_lazy("Whatever the dates"),
    "transport": gettext_lazy("Also without public transport"),
    "repas": gettext_lazy("Also without meals"),
    "fauteuil": gettext_lazy("Also without stated wheelchair access"),
    "logement": gettext_lazy("Also without lodging"),
}


ACCESS_ICONS = {"transport": "bus", "repas": "utensils", "fauteuil": "accessibility", "logement": "bed"}
SHORT_ACCESS_WORDS = {
    "transport": gettext_lazy("Public transport"),
    "repas": gettext_lazy("Meals"),
    "fauteuil": gettext_lazy("Wheelchairs"),
    "logement": gettext_lazy("Lodging"),
}


def dressed(entries: list[SearchEntry], request: HttpRequest) -> list[SearchEntry]:
    """Adds what a card shows beside the index's own columns: sector, access, first photo, whether it is a favourite.

    Words are made here, not by template tags: a page has a hundred of them.
    """
    sectors = lists.sectors.get().by_number
    wanted = {entry.institution_id for entry in entries}
    photos = HostPhoto.objects.filter(institution__in=wanted).order_by("institution", "position", "pk")
    by_host = {photo.institution_id: photo for photo in photos.distinct("institution").select_related("file")}
    marks = favourites.of(request.user, entries)
    for entry in entries:
        tags = [tag[2:] for tag in entry.tags if tag.startswith("a:")]
        entry.shown_sector = sectors.get(entry.sector_id or 0)
        entry.access = [(ACCESS_ICONS[tag], str(SHORT_ACCESS_WORDS[tag])) for tag in ACCESS_ICONS if tag in tags]
        entry.seats_words = ngettext("%(seats)s seat left", "%(seats)s seats left", entry.seats_left) % {
            "seats": entry.seats_left
        }
        entry.photo = by_host.get(entry.institution_id)
        entry.favourite = marks.has(entry)
    return entries


@require_safe
@public
def search(request: HttpRequest) -> HttpResponse:
    """Who can host me near here (E3, S2). Read-only; whatever the address holds, an answer."""
    page = SearchPage(request)
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    partial = bool(htmx) and not htmx.history_restore_request and htmx.target == "search-area"
    response = render(request, "hosts/search_area.html" if partial else "hosts/search.html", {"page": page})
    if partial:
        response.headers["HX-Push-Url"] = page.this_page
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
