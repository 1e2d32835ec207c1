"""Whom can I discover: offers and wishes in one list (B4, B6); the page of a structure."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from documents.tables import export, export_format
from exchanges import exports
from exchanges.access import Seat, professional, the_seat
from exchanges.forms.search import DEFAULT_RADIUS, SORT_WORDS, DiscoverForm
from exchanges.models import Structure
from exchanges.selectors import search
from exchanges.selectors.search import OFFERS, WISHES, Criteria
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import RADII
from hosts.views.asked import Chip

PER_PAGE = 12
MOST_EXPORTED = 5_000
KEPT = ("liste", "q", "lieu", "lieu_id", "rayon", "secteur", "territoire", "structure", "jours", "du", "au", "tri")


class DiscoverPage:
    """One search as people see it: what the template asks for, computed once it does."""

    def __init__(self, request: HttpRequest, seat: Seat) -> None:
        self.request, self.seat = request, seat
        self.path = reverse("exchanges:discover")
        self.form = DiscoverForm(request.GET)
        self.criteria: Criteria = self.form.criteria()
        self.query = plain_query(request.GET)
        self.found = search.run(seat, self.criteria)
        counted: Any = _Counted(self.found)
        self.page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))

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
    def shows_offers(self) -> bool:
        return self.criteria.kind == OFFERS

    @property
    def tabs(self) -> list[dict[str, Any]]:
        counts = {self.criteria.kind: self.found.total}
        words = {OFFERS: _("Offers"), WISHES: _("Wishes")}
        return [
            {
                "label": words[kind],
                "count": counts.get(kind, self.found.other_total),
                "address": self.address("tri", "liste") if kind == OFFERS else self.address("tri", liste=kind),
                "current": kind == self.criteria.kind,
            }
            for kind in (OFFERS, WISHES)
        ]

    @cached_property
    def count_words(self) -> str:
        total = self.found.total
        if self.shows_offers:
            return ngettext("%(n)d offer", "%(n)d offers", total) % {"n": total} if total else _("No offer")
        return ngettext("%(n)d wish", "%(n)d wishes", total) % {"n": total} if total else _("No wish")

    @property
    def sectors(self) -> list[dict[str, Any]]:
        """Those that something is offered in or wished for, and those chosen."""
        counts = self.found.sectors
        return [
            {"code": code, "name": row.name, "count": counts.get(row.pk, 0), "chosen": row.pk in self.criteria.sectors}
            for code, row in lists.sectors.get().by_code.items()
            if counts.get(row.pk) or row.pk in self.criteria.sectors
        ]

    @property
    def territories(self) -> list[dict[str, Any]]:
        """Only where the space is not limited to one."""
        if self.seat.space.territory_id and not self.criteria.territories:
            return []
        chosen = self.criteria.territories
        rows = lists.territories.get().by_code.items()
        return [{"code": code, "name": row.name, "chosen": row.pk in chosen} for code, row in rows]

    @property
    def days(self) -> list[tuple[int, bool]]:
        space = self.seat.space
        return [(n, n == self.criteria.days) for n in range(space.least_days, space.most_days + 1)]

    @property
    def radii(self) -> list[tuple[int, bool]]:
        return [(km, km == self.criteria.radius) for km in RADII]

    @property
    def orders(self) -> list[tuple[Any, str, bool]]:
        current = self.criteria.sort or "pertinence"
        useful = {"distance": self.criteria.centre is not None, "pertinence": self.shows_offers or current == ""}
        return [
            (word, self.address(tri=value), value == current)
            for value, word in SORT_WORDS
            if useful.get(value, True) or value == current
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        asked = self.criteria
        chips = []
        if asked.centre:
            around = _("Within %(km)s km of %(place)s") % {"km": asked.radius, "place": asked.centre.label}
            chips.append(Chip(around, self.address("lieu", "lieu_id", "rayon")))
        for name, numbers, rows in (
            ("secteur", asked.sectors, lists.sectors),
            ("territoire", asked.territories, lists.territories),
        ):
            for number in numbers:
                term: Any = rows.get().by_number[number]  # type: ignore[attr-defined]
                chips.append(Chip(term.name, self.without(name, term.slug if name == "territoire" else term.code)))
        if self.structure:
            chips.append(Chip(str(self.structure), self.address("structure")))
        if asked.days:
            words = ngettext("%(n)d day", "%(n)d days", asked.days) % {"n": asked.days}
            chips.append(Chip(words, self.address("jours")))
        if asked.first or asked.last:
            chips.append(Chip(_("Some dates"), self.address("du", "au")))
        return chips

    @cached_property
    def structure(self) -> Structure | None:
        if not self.criteria.structure:
            return None
        rows = Structure.objects.approved().filter(space=self.seat.space, pk=self.criteria.structure)
        return rows.select_related("institution__organisation").first()


class _Counted:
    """The rows of a page, with their number already known."""

    def __init__(self, found: search.Found) -> None:
        self.found = found
        self.ordered = True

    def count(self) -> int:
        return self.found.total

    def __len__(self) -> int:
        return self.found.total

    def __getitem__(self, part: slice) -> Any:
        return self.found.rows[part]


def plain_query(data: QueryDict) -> QueryDict:
    """The parameters that make a search, without empty ones and defaults, in one order: what people share."""
    plain = QueryDict(mutable=True)
    for name in KEPT:
        values = [value for value in data.getlist(name) if value]
        if values and not (name == "rayon" and values == [str(DEFAULT_RADIUS)]):
            plain.setlist(name, values[:40])
    if "lieu" not in plain:
        plain.pop("lieu_id", None)
        plain.pop("rayon", None)
    return plain


@require_safe
@professional
def discover(request: HttpRequest) -> HttpResponseBase:
    """Offers or wishes; other sectors than one's own first. Whatever the address holds, an answer."""
    seat = the_seat(request)
    page = DiscoverPage(request, seat)
    if export_format(request):
        offers = page.shows_offers
        return export(
            request,
            name=_("Offers of immersion") if offers else _("Wishes of immersion"),
            columns=exports.OFFERS if offers else exports.WISHES,
            rows=list(page.found.rows[:MOST_EXPORTED]),
        )
    context = {"seat": seat, "tab": "exchanges:discover", "page": page}
    return render(request, "exchanges/discover.html", context)


@require_safe
@professional
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """What a structure offers, and what its professionals wish for."""
    seat = the_seat(request)
    rows = Structure.objects.approved().filter(space=seat.space)
    found = get_object_or_404(rows.select_related("institution__organisation", "institution__sector"), pk=pk)
    offers, wishes = search.of_structure(seat, found.pk)
    context = {
        "seat": seat,
        "tab": "exchanges:discover",
        "structure": found,
        "offers": offers,
        "wishes": wishes,
    }
    return render(request, "exchanges/structure.html", context)
