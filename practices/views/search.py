"""The public list of practices (E1, E2): one view, the whole page or, for htmx, the part of it that changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from accounts.access import public
from documents.tables import export, export_format
from hosts.models import HostInstitution, Place
from hosts.selectors.search.criteria import RADII, Box
from hosts.selectors.search.facets import Facet, Option
from hosts.views.asked import Chip
from hosts.views.map import FrameForm, spots
from hosts.views.search import WIDEST_VIEW
from hosts.words import language_choices
from practices.exports import PRACTICES
from practices.forms.search import DEFAULT_RADIUS, ORIGIN_WORDS, SORT_WORDS, PracticeSearchForm
from practices.models import PracticeEntry
from practices.selectors import lists, search

KEPT_PARAMETERS = (
    *("q", "lieu", "lieu_id", "rayon", "secteur", "public", "metier", "territoire", "origine", "langue", "hote"),
    *("zone", "tri", "exact", "carte"),
)
MOST_VALUES = 40
MOST_OCCUPATIONS = 40


class PracticePage:
    """One search as people see it: what the template asks for, computed once it does."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = reverse("practices:list")
        self.form = PracticeSearchForm(request.GET)
        self.criteria = self.form.criteria()
        self.query = plain_query(request.GET)
        self.results = search.run(self.criteria)

    # Addresses

    def address(self, *drop: str, **changes: Any) -> str:
        query = self.query.copy()
        for name in drop:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def this_page(self) -> str:
        page = self.request.GET.get("page", "")
        return self.address(page=page) if page else self.address()

    @property
    def exact_address(self) -> str:
        return self.address(exact="1")

    @property
    def zone_address(self) -> str:
        return self.address("lieu", "lieu_id", "rayon", "zone", carte="1")

    @property
    def previous_address(self) -> str:
        return self.address(page=self.criteria.page - 1) if self.criteria.page > 1 else ""

    @property
    def following_address(self) -> str:
        return self.address(page=self.criteria.page + 1) if self.criteria.page < self.results.pages else ""

    @cached_property
    def other_places(self) -> list[tuple[Place, str]]:
        others = self.form.offered[1:]
        return [(place, self.address("lieu_id", lieu=place.label, lieu_id=place.pk)) for place in others]

    # Words

    @cached_property
    def count_words(self) -> str:
        total = self.results.total
        number = formats.number_format(total, use_l10n=True, force_grouping=True)
        if self.results.capped:
            return _("More than %(count)s practices") % {"count": number}
        if not total:
            return _("No practice")
        return ngettext("%(count)s practice", "%(count)s practices", total) % {"count": number}

    @property
    def network_words(self) -> str:
        """The live counter (E1): how many the whole network shares, whatever is asked."""
        total = search.whole_counts.get().get("", 0)
        number = formats.number_format(total, use_l10n=True, force_grouping=True)
        words = ngettext("%(count)s validated practice", "%(count)s validated practices", total)
        return words % {"count": number} if total else ""

    @property
    def limit_words(self) -> str:
        if not self.results.capped:
            return ""
        return _("The first 1,000 are sorted and counted. Narrow your search to see the others.")

    @property
    def page_words(self) -> str:
        if self.results.pages < 2:
            return ""
        return _("Page %(number)s of %(total)s") % {"number": self.criteria.page, "total": self.results.pages}

    @property
    def around_words(self) -> str:
        centre = self.criteria.centre
        return (
            _("Within %(km)s km of %(place)s") % {"km": self.criteria.radius, "place": centre.label} if centre else ""
        )

    @property
    def host(self) -> HostInstitution | None:
        found: HostInstitution | None = self.form.cleaned_data.get("hote")
        return found

    # What is set, and what could be

    @property
    def entries(self) -> list[PracticeEntry]:
        return dressed(self.results.entries)

    @property
    def radii(self) -> Iterable[tuple[int, bool]]:
        return [(km, km == self.criteria.radius) for km in RADII]

    def _listed(self, name: str, label: Any, rows: Any, prefix: str, chosen: tuple[int, ...]) -> Facet:
        counts, capped = self.results.counts, self.results.capped
        options = [
            Option(key, row.name, count, row.pk in chosen, capped)
            for key, row in rows.get().by_code.items()
            if (count := counts.get(f"{prefix}:{row.pk}", 0)) or row.pk in chosen
        ]
        return Facet(name, label, options)

    @cached_property
    def facet(self) -> dict[str, Facet]:
        asked, counts, capped = self.criteria, self.results.counts, self.results.capped
        tags = {"observee": "o:1", "vecue": "o:0"}
        origin = [Option(v, w, counts.get(tags[v], 0), v == asked.origin, capped) for v, w in ORIGIN_WORDS]
        languages = [
            Option(code, word, count, code in asked.languages, capped)
            for code, word in language_choices()
            if (count := counts.get(f"l:{code}", 0)) or code in asked.languages
        ]
        found = [
            self._listed("secteur", _("Sector"), lists.sectors, "s", asked.sectors),
            self._listed("public", _("Audience"), lists.audiences, "v", asked.audiences),
            self._listed("metier", _("Occupation"), lists.occupations, "m", asked.occupations),
            self._listed("territoire", _("Territory"), lists.territories, "z", asked.territories),
            Facet("origine", _("Origin"), origin),
            Facet("langue", _("Language"), languages),
        ]
        return {facet.name: facet for facet in found}

    @cached_property
    def orders(self) -> list[tuple[str, Any, str, bool]]:
        useful = {"distance": self.criteria.centre is not None, "pertinence": bool(self.criteria.q)}
        order = self.results.criteria.order
        return [
            (value, word, self.address(tri=value), value == order)
            for value, word in SORT_WORDS
            if useful.get(value, True)
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        asked = self.criteria
        chips = [Chip(self.around_words, self.address("lieu", "lieu_id", "rayon"))] if asked.centre else []
        for name, numbers, rows in (
            ("secteur", asked.sectors, lists.sectors),
            ("public", asked.audiences, lists.audiences),
            ("metier", asked.occupations, lists.occupations),
            ("territoire", asked.territories, lists.territories),
        ):
            terms = [rows.get().by_number[number] for number in numbers]  # type: ignore[attr-defined]
            code = "slug" if name == "territoire" else "code"
            chips += [Chip(term.name, self.without(name, getattr(term, code))) for term in terms]
        if asked.origin:
            chips.append(Chip(str(dict(ORIGIN_WORDS)[asked.origin]), self.address("origine")))
        names = dict(language_choices())
        chips += [Chip(names[code], self.without("langue", code)) for code in asked.languages]
        if self.host:
            chips.append(Chip(str(self.host), self.address("hote")))
        if asked.zone:
            chips.append(Chip(_("Part of the map"), self.address("zone")))
        return chips

    # The map

    @property
    def map_is_open(self) -> bool:
        return bool(self.form.cleaned_data.get("carte"))

    @property
    def map_files(self) -> dict[str, str]:
        return {
            "script": static("js/map.js"),
            "leaflet": static("leaflet/leaflet.js"),
            "style": static("leaflet/leaflet.css"),
            "outlines": static("geo/outlines.json"),
        }

    @property
    def map_words(self) -> str:
        words = {
            "here": _("Search in this part of the map"),
            "look": _("%n practices here: look closer"),
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
        query = self.query.copy()
        for name in ("tri", "carte"):
            query.pop(name, None)
        if self.results.corrected_from:
            query["q"] = self.results.criteria.q
        return f"{reverse('practices:map')}?{query.urlencode()}"

    @property
    def bounds(self) -> str:
        if self.criteria.zone:
            return self.criteria.zone.text()
        bounds: Box | None = self.results.bounds
        return bounds.text() if bounds and bounds.east - bounds.west < WIDEST_VIEW else ""

    @property
    def tiles(self) -> tuple[str, str]:
        return settings.TILE_URL, settings.TILE_ATTRIBUTION


def plain_query(data: QueryDict) -> QueryDict:
    """The parameters that make a search, without empty ones and defaults, in one order: what people share."""
    plain = QueryDict(mutable=True)
    for name in KEPT_PARAMETERS:
        values = [value for value in data.getlist(name) if value]
        if values and not (name == "rayon" and values == [str(DEFAULT_RADIUS)]):
            plain.setlist(name, values[:MOST_VALUES])
    if "lieu" not in plain:
        plain.pop("lieu_id", None)
        plain.pop("rayon", None)
    return plain


def dressed(entries: list[PracticeEntry]) -> list[PracticeEntry]:
    """Adds the sectors, by the lists that the process keeps."""
    known = lists.sectors.get().by_number
    for entry in entries:
        entry.shown_sectors = [known[pk] for pk in entry.sectors if pk in known]
    return entries


@require_safe
@public
def practice_list(request: HttpRequest) -> HttpResponseBase:
    """What do others do, and does it work (E2). Read-only; whatever the address holds, an answer."""
    page = PracticePage(request)
    if export_format(request):
        ids = search.every(page.results.criteria)
        rows = PracticeEntry.objects.filter(pk__in=ids).defer(*search.DEFERRED).order_by("-published_at", "-pk")
        return export(request, name=_("Good practices"), columns=PRACTICES, rows=rows)
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    partial = bool(htmx) and not htmx.history_restore_request and htmx.target == "search-area"
    response = render(request, "practices/list_area.html" if partial else "practices/list.html", {"page": page})
    if partial:
        response.headers["HX-Push-Url"] = page.this_page
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
@public
def practice_map(request: HttpRequest) -> HttpResponse:
    """JSON for the map: `clusters` or `spots`. 400 for a bad frame."""
    frame = FrameForm(request.GET)
    if not frame.is_valid():
        return JsonResponse({"error": next(iter(frame.errors.values()))[0]}, status=400)
    criteria = PracticeSearchForm(request.GET).criteria()
    found = search.look(criteria, frame.cleaned_data["cadre"], frame.cleaned_data["z"])
    clusters = [
        {"n": one.count, "at": [round(one.latitude, 5), round(one.longitude, 5)], "box": one.box.text()}
        for one in found.clusters
    ]
    answer = {"total": found.total, "clusters": clusters, "spots": spots(found.entries, _item)}
    response = JsonResponse(answer)
    patch_cache_control(response, private=True, max_age=60)
    return response


def _item(entry: PracticeEntry) -> dict[str, Any]:
    place = ", ".join(filter(None, [entry.where, entry.city]))
    return {"title": entry.title, "place": place, "url": entry.address, "offer": True}
