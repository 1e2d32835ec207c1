"""Reads the official lists of places and occupations, whatever their columns are called this year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents import tables
from hosts.models import Occupation, Place
from hosts.readable import readable
from hosts.selectors.places import fold_place
from hosts.services.gazetteer import PlaceRow, department_names, write_places
from hosts.text import fold

# What we want to know → how the files of INSEE, La Poste, the IGN, bpost and others call it, folded.
PLACE_COLUMNS = {
    "code": "code commune insee|code insee|insee|insee com|code commune|codgeo|com|code geo|nis5|nis|nis code|niscode|"
    "refnis|code ins|code officiel commune|code",
    "name": "nom de la commune|nom commune|nom standard|nom com m|nom com|nom|libelle|libgeo|libelle commune|ncc|"
    "nccenr|localite|plaatsnaam|commune|nom commune complet|denomination",
    "postcode": "code postal|codes postaux|postcode|postal code|cp|zip|zipcode",
    "line5": "ligne 5|ligne5|ancienne commune",
    "department": "code departement|departement|dept|dep|code dept|dep code",
    "department_name": "nom departement|dept nom|departement nom|dep nom|province|provincie|nom province",
    "region": "nom region|region|reg nom|region nom|gewest",
    "population": "population|population municipale|population totale|pmun|ptot|pop|inhabitants|habitants",
    "lat": "lat|latitude|latitude centre|latitude mairie|y|geo lat|centre lat",
    "lon": "lon|lng|long|longitude|longitude centre|longitude mairie|x|geo lon|centre lon",
    "point": "coordonnees gps|coordonnees geographiques|geo point 2d|geolocalisation|coordinates|centre|geopoint|gps",
}
OCCUPATION_COLUMNS = {
    "rome": "code rome|rome|code metier|code du metier",
    "name": "libelle rome|libelle|intitule|libelle metier|nom du metier|metier|appellation",
}
PROVINCES = {
    "bruxelles capitale": "BRU", "brussel": "BRU", "anvers": "VAN", "antwerpen": "VAN", "brabant flamand": "VBR",
    "vlaams brabant": "VBR", "brabant wallon": "WBR", "flandre occidentale": "VWV", "west vlaanderen": "VWV",
    "flandre orientale": "VOV", "oost vlaanderen": "VOV", "hainaut": "WHT", "liege": "WLG", "limbourg": "VLI",
    "limburg": "VLI", "luxembourg": "WLX", "namur": "WNA",
}  # fmt: skip
BELGIAN_CODES = ("nis5", "nis", "nis code", "niscode", "refnis", "code ins")
NEAR_DEGREES = 0.15


@dataclass
class Loaded:
    """What a load did, for the person who ran it."""

    read: int = 0
    written: int = 0
    passed_over: int = 0
    approximate: int = 0
    country: str = ""


class UnknownColumns(Exception):
    """The file does not hold what is needed; the message names it."""


def columns_of(names: Iterable[str], wanted: dict[str, str]) -> dict[str, int]:
    """Which column holds what, by its folded name: the first spelling of the list that the file has."""
    folded = [fold(re.sub(r"[_#]+", " ", name)) for name in names]
    found = {}
    for meaning, spellings in wanted.items():
        for spelling in spellings.split("|"):
            if spelling in folded:
                found[meaning] = folded.index(spelling)
                break
    return found


def load_places(source: Any, *, country: str = "") -> Loaded:
    """Reads an official file of communes or localities into the gazetteer; one row per place, or per postcode.

    `country`: FR or BE; told from the columns and codes when empty. Raises TableError and UnknownColumns.
    """
    table = tables.read(source)
    where = columns_of(table.columns, PLACE_COLUMNS)
    if "name" not in where or not {"code", "postcode"} & set(where):
        raise UnknownColumns(_("The file needs a column of names, and one of official codes or postcodes."))
    read = [{meaning: row.cells[column] for meaning, column in where.items()} for row in table.rows()]
    country = country or _country(table.columns, read)
    usable = [row for row in read if row["name"] and (row.get("code") or row.get("postcode"))]
    known = _Known(country)
    gathered: dict[str, PlaceRow] = {}
    for row in usable:
        place = _place(row, country, known)
        _add(gathered.setdefault(place.code, place), place)
    written = write_places(gathered.values())
    approximate = Place.objects.filter(country=country, approximate=True).count()
    return Loaded(len(read), written, len(read) - len(usable), approximate, country)


def _country(columns: list[str], rows: list[dict[str, str]]) -> str:
    if columns_of(columns, {"nis": "|".join(BELGIAN_CODES)}):
        return "BE"
    postcodes = [row["postcode"] for row in rows if row.get("postcode")]
    short = sum(len(postcode) == 4 for postcode in postcodes)
    return "BE" if postcodes and short > 0.9 * len(postcodes) else "FR"


def _place(row: dict[str, str], country: str, known: _Known) -> PlaceRow:
    latitude, longitude = _position(row)
    department = row.get("department", "").removeprefix("0") if len(row.get("department", "")) == 3 else ""
    postcode = row.get("postcode", "").zfill(5) if country == "FR" and row.get("postcode") else row.get("postcode", "")
    place = PlaceRow(
        country=country,
        code="",
        name=row["name"],
        postcodes={code for code in re.split(r"[\s,;|/-]+", postcode) if code},
        department=department or row.get("department", ""),
        department_name=row.get("department_name", ""),
        region=row.get("region", ""),
        population=_whole(row.get("population", "")),
        latitude=latitude,
        longitude=longitude,
    )
    place.code = known.code(place, row.get("code", ""))
    place.name = known.spelling(place)
    if country == "FR" and row.get("code"):
        place.department = place.code[:3] if place.code.startswith(("97", "98")) else place.code[:2]
        place.department_name, place.region = known.departments.get((country, place.department), ("", ""))
    elif country == "BE":
        place.department = PROVINCES.get(fold(place.department_name), place.department)
    return place


def _add(known: PlaceRow, again: PlaceRow) -> None:
    """A commune with several postcodes has several rows."""
    known.postcodes |= again.postcodes
    known.population = max(known.population, again.population)
    if known.latitude is None:
        known.latitude, known.longitude = again.latitude, again.longitude


def _position(row: dict[str, str]) -> tuple[float | None, float | None]:
    lat, lon = row.get("lat", ""), row.get("lon", "")
    if row.get("point"):
        lat, _comma, lon = row["point"].partition(",")
    try:
        latitude, longitude = float(lat.strip().replace(",", ".")), float(lon.strip().replace(",", "."))
    except ValueError:
        return None, None
    on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0)
    return (latitude, longitude) if on_earth else (None, None)


def _whole(text: str) -> int:
    figures = re.sub(r"[^\d.]", "", text).split(".")[0]
    return int(figures) if figures else 0


class _Known:
    """The places of the country that are already in the gazetteer: their codes and their spellings."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.departments = department_names()
        self.places: dict[str, Place] = {}
        self.by_name: dict[str, list[Place]] = defaultdict(list)
        for place in Place.objects.filter(country=country):
            self.places[place.code] = place
            for name in {fold_place(each) for each in (place.name, *place.aliases)}:
                self.by_name[name].append(place)

    def code(self, row: PlaceRow, official: str) -> str:
        """The code under which the place is, or will be, written.

        A Belgian locality has no code of its own: it is known by its name and position, or gets its commune's NIS and
        its name.
        """
        if self.country == "FR" and official:
            return official.zfill(5)
        for place in self.by_name[fold_place(row.name)]:
            if row.postcodes & set(place.postcodes) or self._near(row, place):
                return place.code
        return f"{official or min(row.postcodes)}-{fold_place(row.name).replace(' ', '')}"[:20]

    def spelling(self, row: PlaceRow) -> str:
        """The known spelling rather than one in capitals, or another language's."""
        known = self.places.get(row.code)
        if known and (row.name.isupper() or fold_place(row.name) in {fold_place(alias) for alias in known.aliases}):
            return known.name
        return readable(row.name)

    def _near(self, row: PlaceRow, place: Place) -> bool:
        if row.latitude is None or row.longitude is None or place.latitude is None or place.longitude is None:
            return not row.postcodes or not place.postcodes
        return abs(row.latitude - place.latitude) + abs(row.longitude - place.longitude) < NEAR_DEGREES


@transaction.atomic
def load_occupations(source: Any) -> Loaded:
    """Reads the official list of ROME occupations: those missing are added, known ones get nothing changed.

    An occupation that Escale brought along keeps its names; one is known by its ROME code, or by its name.
    """
    table = tables.read(source)
    where = columns_of(table.columns, OCCUPATION_COLUMNS)
    if not {"rome", "name"} <= set(where):
        raise UnknownColumns(_("The file needs a column of ROME codes and one of names."))
    romes = set(Occupation.objects.exclude(rome="").values_list("rome", flat=True))
    names = {fold(name) for name in Occupation.objects.values_list("name_fr", flat=True)}
    done, position = Loaded(), Occupation.objects.count()
    missing: dict[str, Occupation] = {}
    for row in table.rows():
        done.read += 1
        rome, name = row.cells[where["rome"]].upper(), " ".join(row.cells[where["name"]].split())
        if not re.fullmatch(r"[A-N]\d{4}", rome) or not name:
            done.passed_over += 1
        elif rome not in romes and rome not in missing and fold(name) not in names:
            missing[rome] = Occupation(
                code=f"rome-{rome.lower()}",
                rome=rome,
                name_fr=name[:160],
                position=min(position + len(missing), 32_000),
            )
    done.written = len(Occupation.objects.bulk_create(missing.values(), ignore_conflicts=True))
    return done
