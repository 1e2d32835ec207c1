"""Writes the gazetteer, streamed by COPY into a temporary table and merged into the real one by country and code."""

from __future__ import annotations

import csv
import io
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import connection, transaction

from hosts.models import Place
from hosts.selectors.places import folded_names

DATA = Path(__file__).parent.parent / "data"
COLUMNS = [
    "country",
    "code",
    "name",
    "aliases",
    "folded",
    "postcodes",
    "department",
    "department_name",
    "region",
    "population",
    "latitude",
    "longitude",
    "approximate",
]


@dataclass
class PlaceRow:
    """A place to write. `latitude` and `longitude` are in degrees; None: unknown."""

    country: str
    code: str
    name: str
    postcodes: set[str] = field(default_factory=set)
    aliases: list[str] = field(default_factory=list)
    department: str = ""
    department_name: str = ""
    region: str = ""
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


@transaction.atomic
def load_shipped(*, only_if_missing: bool = True) -> int:
    """Loads the gazetteer that comes along. Returns the number of places written (0: they were there)."""
    written = 0
    for country, read in (("FR", shipped_french), ("BE", shipped_belgian)):
        if only_if_missing and Place.objects.filter(country=country).exists():
            continue
        written += write_places(read())
    return written


def write_places(rows: Iterable[PlaceRow]) -> int:
    """Creates or refreshes places by (country, code). What a file does not tell about a known place stays."""
    rows = place_the_unplaced(list(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE place_rows (LIKE hosts_place INCLUDING DEFAULTS) ON COMMIT DROP")
        cursor.execute("ALTER TABLE place_rows DROP COLUMN id")
        with cursor.copy(f"COPY place_rows ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(values(row))
        cursor.execute(MERGE)
        cursor.execute("DROP TABLE place_rows")
    return len(rows)


_NAMES = ", ".join(COLUMNS)
MERGE = f"""
INSERT INTO hosts_place AS known ({_NAMES})
SELECT DISTINCT ON (country, code) {_NAMES} FROM place_rows ORDER BY country, code, population DESC
ON CONFLICT (country, code) DO UPDATE SET
    name = EXCLUDED.name,
    aliases = CASE WHEN EXCLUDED.aliases = '{{}}' THEN known.aliases ELSE EXCLUDED.aliases END,
    folded = CASE WHEN EXCLUDED.aliases = '{{}}' AND known.name = EXCLUDED.name THEN known.folded
        ELSE EXCLUDED.folded END,
    postcodes = CASE WHEN EXCLUDED.postcodes = '{{}}' THEN known.postcodes ELSE EXCLUDED.postcodes END,
    department = COALESCE(NULLIF(EXCLUDED.department, ''), known.department),
    department_name = COALESCE(NULLIF(EXCLUDED.department_name, ''), known.department_name),
    region = COALESCE(NULLIF(EXCLUDED.region, ''), known.region),
    population = CASE WHEN EXCLUDED.population > 0 THEN EXCLUDED.population ELSE known.population END,
    latitude = CASE WHEN EXCLUDED.approximate AND known.latitude IS NOT NULL
        THEN known.latitude ELSE COALESCE(EXCLUDED.latitude, known.latitude) END,
    longitude = CASE WHEN EXCLUDED.approximate AND known.longitude IS NOT NULL
        THEN known.longitude ELSE COALESCE(EXCLUDED.longitude, known.longitude) END,
    approximate = CASE WHEN EXCLUDED.latitude IS NULL OR (EXCLUDED.approximate AND known.latitude IS NOT NULL)
        THEN known.approximate ELSE EXCLUDED.approximate END
"""  # noqa: S608


def values(row: PlaceRow) -> list[object]:
    return [
        row.country,
        row.code[:20],
        row.name[:120],
        [alias[:120] for alias in row.aliases],
        folded_names(row.name, row.aliases),
        sorted(row.postcodes),
        row.department[:10],
        row.department_name[:80],
        row.region[:80],
        row.population,
        row.latitude,
        row.longitude,
        row.approximate,
    ]


def place_the_unplaced(rows: list[PlaceRow]) -> list[PlaceRow]:
    """Gives a place without a centre the mean of its postcode's others (or of its département's), flagged."""
    centres: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row.latitude is not None and row.longitude is not None:
            for key in {*row.postcodes, f"department {row.department}"}:
                centres[row.country, key].append((row.latitude, row.longitude))

    def placed(row: PlaceRow) -> PlaceRow:
        if row.latitude is not None:
            return row
        for key in [*sorted(row.postcodes), f"department {row.department}"]:
            if around := centres.get((row.country, key)):
                latitude, longitude = (sum(axis) / len(around) for axis in zip(*around, strict=True))
                return replace(row, latitude=latitude, longitude=longitude, approximate=True)
        return row

    return [placed(row) for row in rows]


def shipped_french() -> Iterator[PlaceRow]:
    yield from _shipped("FR", "places_fr")


def shipped_belgian() -> Iterator[PlaceRow]:
    yield from _shipped("BE", "places_be")


def department_names() -> dict[tuple[str, str], tuple[str, str]]:
    """(country, code) → (name of the département, name of the region)."""
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return {(row["country"], row["code"]): (row["name"], row["region"]) for row in rows}


def _shipped(country: str, name: str) -> Iterator[PlaceRow]:
    names = department_names()
    text = lzma.decompress((DATA / f"{name}.csv.xz").read_bytes()).decode()
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        department, region = names.get((country, row["department"]), ("", ""))
        yield PlaceRow(
            country=country,
            code=row["code"],
            name=row["name"],
            postcodes=set(row.get("postcodes", "").split()),
            aliases=[alias for alias in row.get("aliases", "").split("|") if alias],
            department=row["department"],
            department_name=department,
            region=region,
            population=int(row["population"]),
            latitude=float(row["lat"]) if row["lat"] else None,
            longitude=float(row["lon"]) if row["lon"] else None,
        )
