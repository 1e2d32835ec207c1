"""What an address of search asks: its filters in words, and the addresses that lie one change away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hosts.forms.search import ACCESS_WORDS, KIND_WORDS, SHARE_WORDS, SearchForm
from hosts.models import Place
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import RADII, Criteria

# What a shared or kept address holds, in this order; where one was in the list is not part of it.
KEPT_PARAMETERS = (
    *("q", "lieu", "lieu_id", "rayon", "secteur", "metier", "niveau", "territoire", "du", "au", "temps"),
    *("transport", "repas", "fauteuil", "logement", "places", "type", "zone", "tri", "exact", "carte"),
)
DEFAULTS = {"type": "tout", "rayon": "20"}
MOST_VALUES = 40


def plain_query(data: QueryDict) -> QueryDict:
    """The parameters that make a search, without empty ones and defaults, in one order: what people share."""
    plain = QueryDict(mutable=True)
    for name in KEPT_PARAMETERS:
        values = [value for value in data.getlist(name) if value and value != DEFAULTS.get(name)]
        if values:
            plain.setlist(name, values[:MOST_VALUES])
    if "lieu" not in plain:
        plain.pop("lieu_id", None)
        plain.pop("rayon", None)
    return plain


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    word: str
    address: str


class Asked:
    """One search as people see it, before it is run."""

    def __init__(self, data: QueryDict) -> None:
        self.path = reverse("hosts:search")
        self.form = SearchForm(data)
        self.criteria: Criteria = self.form.criteria()
        self.query = plain_query(data)

    # Addresses

    def address(self, *drop: str, **changes: Any) -> str:
        """The page's address with parameters dropped or changed; always back at the first page."""
        query = self.query.copy()
        for name in drop:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def without(self, name: str, value: str) -> str:
        """The address without one of the values of a parameter."""
        query = self.query.copy()
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def here(self) -> str:
        return self.address()

    @property
    def save_address(self) -> str:
        query = self.query.copy()
        query.pop("carte", None)
        return f"{reverse('hosts:saved_search_new')}?{query.urlencode()}"

    @cached_property
    def other_places(self) -> list[tuple[Place, str]]:
        """The other places of that name, each with this search around it."""
        others = self.form.offered[1:]
        return [(place, self.address("lieu_id", lieu=place.label, lieu_id=place.pk)) for place in others]

    # Words

    @property
    def around_words(self) -> str:
        centre = self.criteria.centre
        if centre is None:
            return ""
        return _("Within %(km)s km of %(place)s") % {"km": self.criteria.radius, "place": centre.label}

    @property
    def words(self) -> list[str]:
        """All that is asked, for people to recognise."""
        return [
            *([_("“%(words)s”") % {"words": self.criteria.q}] if self.criteria.q else []),
            *(chip.word for chip in self.chips),
        ]

    @property
    def name(self) -> str:
        """What the search may be called until someone finds better."""
        parts = [self.criteria.q, *(chip.word for chip in self.chips)]
        return ", ".join(part for part in parts if part)[:120] or _("All offers and hosts")

    @property
    def radii(self) -> Iterable[tuple[int, bool]]:
        return [(km, km == self.criteria.radius) for km in RADII]

    @property
    def territory_slugs(self) -> list[str]:
        by_number = lists.territories.get().by_number
        return [by_number[number].slug for number in self.criteria.territories]

    @cached_property
    def chips(self) -> list[Chip]:
        asked = self.criteria
        chips = [Chip(self.around_words, self.address("lieu", "lieu_id", "rayon"))] if asked.centre else []
        for name, numbers, rows in (
            ("secteur", asked.sectors, lists.sectors.get()),
            ("metier", asked.occupations, lists.occupations.get()),
            ("niveau", asked.levels, lists.levels.get()),
        ):
            terms = [rows.by_number[number] for number in numbers]
            chips += [Chip(term.name, self.without(name, term.code)) for term in terms]
        territories = [lists.territories.get().by_number[number] for number in asked.territories]
        chips += [Chip(one.name, self.without("territoire", one.slug)) for one in territories]
        return chips + self._fixed_chips()

    def _fixed_chips(self) -> list[Chip]:
        asked, chips = self.criteria, []
        for name, day, words in (("du", asked.first, _("From %(day)s")), ("au", asked.last, _("Until %(day)s"))):
            if day:
                chips.append(Chip(words % {"day": formats.date_format(day, "j F Y")}, self.address(name)))
        if asked.share:
            chips.append(Chip(str(dict(SHARE_WORDS)[asked.share]), self.address("temps")))
        chips += [Chip(str(ACCESS_WORDS[name]), self.address(name)) for name in asked.access]
        if asked.seats:
            words = ngettext("At least %(n)d seat", "At least %(n)d seats", asked.seats) % {"n": asked.seats}
            chips.append(Chip(words, self.address("places")))
        if asked.kind != "tout":
            chips.append(Chip(str(dict(KIND_WORDS)[asked.kind]), self.address("type")))
        if asked.zone:
            chips.append(Chip(_("Part of the map"), self.address("zone")))
        return chips
