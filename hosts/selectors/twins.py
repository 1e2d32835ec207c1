"""Which hosts of the register may be the same as the one being entered (E24: duplicate check before moderation).

The database narrows the register down by indexes (same SIRET, same register number, a word of the name in the same
département, the same postcode, a kilometre and a half around); the names of those few are then compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from hosts import naming
from hosts.enums import LIVE_STATES
from hosts.models import HostInstitution, HostSite, Place, RegisterEntry
from hosts.numbers import normalise_siret
from hosts.text import fold

NEAR_METRES = 1_500
CANDIDATES = 400
ALIKE, VERY_ALIKE, SAME = 72, 86, 97


@dataclass
class Twin:
    """A host that may be the same one. `score` is out of 100; `reasons` are said to the person who decides."""

    institution: HostInstitution
    site: HostSite
    score: int
    reasons: list[str | Promise] = field(default_factory=list)
    metres: int | None = None
    # Whether the person who decides may open the sheet; set by the view.
    visible: bool = False

    @property
    def certain(self) -> bool:
        """Whether nobody would doubt it; a person still decides."""
        return self.score >= 95


@dataclass(frozen=True)
class _Wanted:
    name: naming.Name
    country: str
    postcode: str
    city: str
    siret: str
    registers: frozenset[tuple[str, str]]
    latitude: float | None
    longitude: float | None


def likely_twins(
    *,
    name: str,
    place: Place | None = None,
    postcode: str = "",
    city: str = "",
    siret: str = "",
    lat: float | None = None,
    lon: float | None = None,
    country: str = "FR",
    registers: Iterable[tuple[str, str]] = (),
    exclude: HostInstitution | None = None,
    limit: int = 5,
) -> list[Twin]:
    """The likely twins of a host, likeliest first, each with the reasons why. A handful of indexed queries.

    `registers` are the (register, identifier) pairs that the host bears. Refused and merged sheets are left out.
    """
    if place is not None:
        country, city = place.country, city or place.name
        postcode = postcode or (place.postcodes[0] if place.postcodes else "")
        if lat is None and not place.approximate:
            lat, lon = place.latitude, place.longitude
    wanted = _Wanted(
        name=naming.parse(name),
        country=country or "FR",
        postcode=postcode.strip(),
        city=fold(city),
        siret=normalise_siret(siret),
        registers=frozenset(registers),
        latitude=lat,
        longitude=lon,
    )
    best: dict[int, Twin] = {}
    numbers = _register_sites(wanted)
    for site in _candidates(wanted, numbers, exclude):
        twin = _compare(wanted, site, numbers)
        known = best.get(site.institution_id)
        if twin and (known is None or twin.score > known.score):
            best[site.institution_id] = twin
    return sorted(best.values(), key=lambda twin: (-twin.score, twin.metres or 0))[:limit]


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Metres between two points (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return round(2 * 6_371_000 * math.asin(math.sqrt(half)))


def _register_sites(wanted: _Wanted) -> dict[int, str]:
    """Sites that bear one of the same register numbers → the register."""
    if not wanted.registers:
        return {}
    which = Q()
    for register, identifier in wanted.registers:
        which |= Q(register=register, identifier=identifier)
    return dict(RegisterEntry.objects.filter(which).values_list("site_id", "register"))


def _candidates(wanted: _Wanted, numbers: dict[int, str], exclude: HostInstitution | None) -> QuerySet[HostSite]:
    sites = HostSite.objects.filter(institution__state__in=LIVE_STATES)
    if exclude is not None:
        sites = sites.exclude(institution=exclude)
    branches = [branch.values("pk")[:CANDIDATES] for branch in _branches(wanted, sites, numbers)]
    found = branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0]
    keys = [row["pk"] for row in found]
    return HostSite.objects.filter(pk__in=keys).select_related("institution__organisation", "institution__sector")


def _branches(wanted: _Wanted, sites: QuerySet[HostSite], numbers: dict[int, str]) -> list[QuerySet[HostSite]]:
    tokens = wanted.name.tokens
    around = _department(wanted)
    by_name = sites.filter(institution__name_tokens__overlap=tokens, country=wanted.country)
    branches = [by_name.filter(postcode__startswith=around) if around else by_name]
    if wanted.siret:
        branches.append(sites.filter(institution__organisation__siret=wanted.siret))
    if numbers:
        branches.append(sites.filter(pk__in=numbers))
    if wanted.postcode:
        branches.append(sites.filter(postcode=wanted.postcode, country=wanted.country))
    if wanted.latitude is not None and wanted.longitude is not None:
        tall = NEAR_METRES / 111_320
        wide = tall / max(0.1, math.cos(math.radians(wanted.latitude)))
        branches.append(
            sites.filter(
                latitude__range=(wanted.latitude - tall, wanted.latitude + tall),
                longitude__range=(wanted.longitude - wide, wanted.longitude + wide),
            )
        )
    return branches


def _department(wanted: _Wanted) -> str:
    """The beginning of the postcode that neighbours share: two figures in France (three overseas), one in Belgium."""
    if wanted.country == "FR":
        return wanted.postcode[:3] if wanted.postcode.startswith("97") else wanted.postcode[:2]
    return wanted.postcode[:1]


def _compare(wanted: _Wanted, site: HostSite, numbers: dict[int, str]) -> Twin | None:
    institution = site.institution
    other = naming.parse(institution.organisation.name)
    alike = likeness(wanted.name, other)
    metres = _metres(wanted, site)
    near = _near(wanted, site, metres)
    twin = Twin(institution=institution, site=site, score=0, metres=metres)
    same_siret = bool(wanted.siret) and wanted.siret == normalise_siret(institution.organisation.siret)
    if site.pk in numbers:
        twin.score = 100
        twin.reasons.append(
            gettext("same number in the register %(register)s") % {"register": numbers[site.pk].upper()}
        )
    if same_siret:
        twin.score = max(twin.score, 98 if alike >= ALIKE or near else 80)
        twin.reasons.append(_("same SIRET"))
    twin.score = max(twin.score, score_by_name(alike, near, metres))
    if not twin.score:
        return None
    twin.reasons.extend(_words(alike, wanted, site, metres))
    return twin


def score_by_name(likeness: float, near: bool, metres: int | None) -> int:
    """0 to 100, from how alike the names are and how near the places."""
    if likeness >= SAME:
        return 96 if near else 60
    if likeness >= VERY_ALIKE and near:
        return 86
    if likeness >= ALIKE and (metres is not None and metres <= 300):
        return 75
    return 0


def likeness(one: naming.Name, other: naming.Name) -> float:
    """0 to 100. Two different kinds at one address (an IME and a SESSAD) are two hosts, even under one name."""
    if one.folded == other.folded:
        return 100
    if one.core and other.core:
        own = max(fuzz.token_sort_ratio(one.text, other.text), fuzz.ratio(one.text, other.text))
        if set(one.core) <= set(other.core) or set(other.core) <= set(one.core):
            own = max(own, 88)
    elif not one.core and not other.core:
        own = 100 if one.kinds == other.kinds else 0
    else:
        own = 60
    if one.kinds and other.kinds and not one.kinds & other.kinds:
        own -= 30
    elif one.kinds != other.kinds:
        own -= 4
    return max(0.0, own)


def _metres(wanted: _Wanted, site: HostSite) -> int | None:
    points: list[Any] = [wanted.latitude, wanted.longitude, site.latitude, site.longitude]
    return None if None in points else distance(*points)


def _near(wanted: _Wanted, site: HostSite, metres: int | None) -> bool:
    if metres is not None:
        return metres <= NEAR_METRES
    if wanted.country != site.country:
        return False
    same_city = wanted.city == fold(site.city)
    if wanted.postcode and wanted.postcode == site.postcode:
        return same_city or not wanted.city or not site.city
    return bool(wanted.city) and same_city and site.postcode.startswith(_department(wanted))


def _words(likeness: float, wanted: _Wanted, site: HostSite, metres: int | None) -> list[str | Promise]:
    words: list[str | Promise] = []
    if likeness >= SAME:
        words.append(_("same name"))
    elif likeness >= VERY_ALIKE:
        words.append(_("very close name"))
    elif likeness >= ALIKE:
        words.append(_("close name"))
    if metres is not None and metres < 50:
        words.append(_("same address"))
    elif metres is not None and metres < 1_000:
        words.append(gettext("%(metres)s m away") % {"metres": round(metres, -1)})
    elif wanted.postcode and wanted.postcode == site.postcode:
        words.append(_("same postcode"))
    elif metres is not None and metres < 20_000:
        words.append(gettext("%(kilometres)s km away") % {"kilometres": round(metres / 1000)})
    return words
