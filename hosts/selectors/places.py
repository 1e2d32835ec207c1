"""Reads of the gazetteer: completion, what a typed place means, the nearest place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, Q, QuerySet, Value

from hosts.models import Place
from hosts.models.places import COUNTRY_NAMES
from hosts.text import fold

LIMIT = 10
BEGINS_BETTER = 5
# « La Rochelle » is the one of 75,000 inhabitants, not the hamlets: this many times the next one's population.
DOMINATES, TOWN = 20, 5_000
ARTICLES = ("le ", "la ", "les ", "l ")
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
CEDEX = re.compile(r"\bcedex\b( \d{1,2}\b)?")
POSTCODE = re.compile(r"\b(?:[BF] ?- ?)?(\d{4,5})\b", re.IGNORECASE)
AT_THE_END = re.compile(r" (\d{2,3}|2[ab])$")
# Cities whose arrondissements are places: « Paris 11 » is not in the Aude.
WITH_NUMBERS = ("paris", "lyon", "marseille")
IN_BRACKETS = re.compile(r"\(([^)]*)\)\s*$")
COUNTRIES = {fold(name): code for code, name in COUNTRY_NAMES.items()} | {"belgium": "BE", "be": "BE", "fr": "FR"}


@lru_cache(maxsize=20_000)
def fold_place(text: str) -> str:
    """The name of a place as it is compared: « St-Malo Cedex 2 » → « saint malo »."""
    words = CEDEX.sub(" ", fold(text)).split()
    return " ".join(SHORT.get(word, word) for word in words)


def folded_names(name: str, aliases: Iterable[str] = ()) -> str:
    """What `Place.folded` holds: the name, then its aliases."""
    return " ".join(dict.fromkeys([fold_place(name), *map(fold_place, aliases)]))[:240]


def suggest(text: str, *, country: str = "", limit: int = LIMIT) -> list[Place]:
    """Places whose name, or postcode, begins so, the most populated first; then those with a word that does.

    A large town with a word that begins so passes before small places whose name does: « malo » is Saint-Malo first.
    At most two indexed queries; none for less than two letters.
    """
    places = _of(country)
    typed = _Typed(text)
    if typed.department:
        places = places.filter(department=typed.department)
    if typed.digits or (typed.postcode and not typed.name):
        return list(_by_postcode(places, typed)[:limit])
    if typed.postcode:
        places = places.filter(postcodes__contains=[typed.postcode])
    if len(typed.name) < 2:
        return []
    found = list(places.filter(_begins(typed.name)).order_by("-population", "folded")[:limit])
    if len(found) < limit and len(typed.name) > 2:
        more = _with_words(places, typed.name).exclude(pk__in=[place.pk for place in found])
        weights = {place.pk: BEGINS_BETTER * place.population for place in found}
        found += more.order_by("-population", "folded")[: limit - len(found)]
        found.sort(key=lambda place: -weights.get(place.pk, place.population))
    return found


def resolve(text: str, country: str | None = None) -> Place | list[Place]:
    """What someone means by « Rennes », « 35000 Rennes », « Rennes (35000) », « 35000 », « Namur (Belgique) ».

    The place when there is no doubt; otherwise those it may be, likeliest first (none: an empty list).
    """
    typed = _Typed(text)
    places = _of(country or typed.country)
    exact = _exact(places, typed)
    if len(exact) == 1:
        return exact[0]
    if exact:
        first, second = exact[0], exact[1]
        known = typed.name and first.population >= max(TOWN, DOMINATES * second.population)
        return first if known or _same(first, second) else exact[:LIMIT]
    if typed.postcode and typed.name:
        # The postcode is right and the name is spelt otherwise, or belongs to a hamlet.
        return list(_by_postcode(places, _Typed(typed.postcode))[:LIMIT])
    return suggest(text, country=country or typed.country)


def nearest(lat: float, lon: float) -> Place | None:
    """The place whose centre is nearest to a point, in degrees."""
    here = Func(Value(lon), Value(lat), function="point")
    centre = Func(F("longitude"), F("latitude"), function="point")
    apart = Func(centre, here, template="%(expressions)s", arg_joiner=" <-> ")
    # Degrees are not round: the true nearest is among the first twenty in degrees.
    around = Place.objects.filter(latitude__isnull=False).order_by(apart)[:20]
    return min(around, key=lambda place: _apart(place, lat, lon), default=None)


def _apart(place: Place, lat: float, lon: float) -> float:
    wide = math.cos(math.radians(lat))
    return math.hypot((place.latitude or 0) - lat, ((place.longitude or 0) - lon) * wide)


class _Typed:
    """What was typed, taken apart: a name, a postcode or its beginning, a département or country in brackets."""

    def __init__(self, text: str) -> None:
        self.postcode = self.department = self.country = ""
        rest = text.strip()[:120]
        brackets = IN_BRACKETS.search(rest)
        if brackets:
            inside = brackets.group(1).strip()
            self.country = COUNTRIES.get(fold(inside), "")
            self.department = "" if self.country or POSTCODE.fullmatch(inside) else inside.upper()
            if self.country or self.department:
                rest = rest[: brackets.start()]
        code = POSTCODE.search(rest)
        if code:
            self.postcode = code.group(1)
            rest = rest[: code.start()] + " " + rest[code.end() :]
        self.name = fold_place(rest)
        # « 35 » or « 350 »: someone is typing a postcode. « Rennes 35 »: the département, as people say it.
        self.digits = self.name if re.fullmatch(r"\d{2,3}|2[ab]", self.name) else ""
        ends = AT_THE_END.search(self.name)
        if ends and not self.postcode and not self.name.startswith(WITH_NUMBERS):
            self.department, self.name = ends.group(1).upper(), self.name[: ends.start()]


def _of(country: str | None) -> QuerySet[Place]:
    return Place.objects.filter(country=country) if country else Place.objects.all()


def _begins(name: str) -> Q:
    condition = Q(folded__startswith=name)
    if not name.startswith(ARTICLES):
        for article in ARTICLES:
            condition |= Q(folded__startswith=article + name)
    return condition


def _with_words(places: QuerySet[Place], name: str) -> QuerySet[Place]:
    """Places that have a word beginning like each of the words typed."""
    words = " & ".join(f"{word}:*" for word in name.split())
    query = SearchQuery(words, config="simple", search_type="raw")
    return places.annotate(words=SearchVector("folded", config="simple")).filter(words=query)


def _by_postcode(places: QuerySet[Place], typed: _Typed) -> QuerySet[Place]:
    if typed.postcode:
        found = places.filter(postcodes__contains=[typed.postcode])
    else:
        found = places.filter(Q(department=typed.digits.upper()) | Q(postcodes__0__startswith=typed.digits))
    return found.order_by("-population", "folded")


def _exact(places: QuerySet[Place], typed: _Typed) -> list[Place]:
    if typed.postcode:
        places = places.filter(postcodes__contains=[typed.postcode])
    if typed.department:
        places = places.filter(department=typed.department)
    if not typed.name:
        return list(places.order_by("-population")[: LIMIT + 1]) if typed.postcode else []
    wanted = {typed.name, *(article + typed.name for article in ARTICLES)}
    for found in (places.filter(_begins(typed.name)), _with_words(places, typed.name)):
        candidates = found.order_by("-population")[:200]
        named = [place for place in candidates if wanted & {fold_place(name) for name in [place.name, *place.aliases]}]
        if named:
            return [place for place in named if fold_place(place.name) == typed.name] or named
    return []


def _same(one: Place, other: Place) -> bool:
    """Two entries for one town, such as a commune and the former one that gave it its name."""
    if fold_place(one.name) != fold_place(other.name) or None in (one.latitude, other.latitude):
        return False
    return _apart(one, other.latitude or 0, other.longitude or 0) < 0.03
