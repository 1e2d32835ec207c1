"""What the tests of search stand on: places, a small world of indexed offers, and searches as visitors make them."""

from __future__ import annotations

from typing import Any

from hosts.models import Acronym, HostInstitution, Place, PlacementOffer
from hosts.selectors.search import Centre, Criteria, Results, run
from hosts.services import indexing, words
from hosts.text import fold
from tests import factories

RENNES = Centre("Rennes", 48.1173, -1.6778)
BRUZ = (48.0246, -1.7446)
PARIS = (48.8566, 2.3522)


def place(name: str = "Rennes", postcode: str = "35000", **fields: Any) -> Place:
    values = {"code": postcode, "folded": fold(name), "postcodes": [postcode], "department": postcode[:2], **fields}
    values = {"latitude": RENNES.latitude, "longitude": RENNES.longitude, "population": 220_000, **values}
    return Place.objects.create(name=name, **values)


def host(name: str, at: tuple[float, float] = BRUZ, city: str = "Bruz", **fields: Any) -> HostInstitution:
    """An indexed host. `site` holds fields of its site."""
    site = fields.pop("site", {})
    made = factories.host(organisation__name=name, **fields)
    made.sites.update(latitude=at[0], longitude=at[1], city=city, approximate=False, **site)
    indexing.reindex_institution(made)
    return made


def offer(title: str, on: HostInstitution | None = None, **fields: Any) -> PlacementOffer:
    levels = fields.pop("levels", [])
    made = factories.offer(on or host(f"Maison {title}"), title=title, **fields)
    made.levels.set(levels)
    indexing.reindex_offer(made)
    return made


def acronym(short: str, expansion: str) -> Acronym:
    return Acronym.objects.create(short=short, expansion=expansion)


def learn() -> None:
    words.recount()


def titles(found: Results | None = None, **asked: Any) -> list[str]:
    return [entry.title for entry in (found or run(Criteria(**asked))).entries]
