"""Small registers made for the tests: shaped like the real ones, with nobody real in them."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organisation, User
from hosts.enums import ImportState
from hosts.models import ImportBatch
from hosts.services import gazetteer
from hosts.services.gazetteer import PlaceRow
from hosts.services.imports import batches

FINESS = [
    {
        "FINESS_ET": "350000011",
        "FINESS_EJ": "350000900",
        "RAISON_SOCIALE": "IME LES TILLEULS DE L'ETANG",
        "RAISON_SOCIALE_ENTITE_JURIDIQUE": "ASSOCIATION LES TILLEULS",
        "ADRESSE_COMPLETE": "15 AV DES LILAS",
        "CP_VILLE": "35000 RENNES",
        "NUM_DEPT": "35",
        "NUM_TEL": "02 99 00 00 01",
        "NUM_TYPE": "4101",
        "CATEGORIE_DE_L_ETABLISSEMENT": "Institut Médico-Educatif (I.M.E.)",
        "NUM_SIRET": "78590635500025",
        "LAT": "48.1201",
        "LNG": "-1.6702",
        "WGS84": "48.1201, -1.6702",
    },
    {
        "FINESS_ET": "350000029",
        "FINESS_EJ": "350000900",
        "RAISON_SOCIALE": "SESSAD",
        "RAISON_SOCIALE_ENTITE_JURIDIQUE": "ASSOCIATION LES TILLEULS",
        "ADRESSE_COMPLETE": "2 R DU PORT",
        "CP_VILLE": "35400 ST MALO",
        "NUM_DEPT": "35",
        "NUM_TEL": "02 99 00 00 02",
        "NUM_TYPE": "4106",
        "CATEGORIE_DE_L_ETABLISSEMENT": "Service d'Éducation Spéciale et de Soins à Domicile",
        "NUM_SIRET": "78590635500025",
        "LAT": "0",
        "LNG": "0",
        "WGS84": "",
    },
]
SCHOOL = {
    "Identifiant_de_l_etablissement": "0350001A",
    "Nom_etablissement": "Ecole primaire publique",
    "Type_etablissement": "Ecole",
    "Adresse_1": "6 rue PHILIPPE",
    "Code postal": "35000",
    "Code_commune": "35238",
    "Nom_commune": "Rennes",
    "Code_departement": "035",
    "Telephone": "0299000010",
    "Web": "www.ecole.example.org",
    "Mail": "ecole@example.org",
    "Restauration": "1",
    "Hebergement": "0",
    "SIREN_SIRET": "21350238800019",
    "Nombre_d_eleves": "73",
    "latitude": "48.1102",
    "longitude": "-1.6727",
    "coordonnee_X": "352442.5",
    "coordonnee_Y": "6789156.0",
    "epsg": "EPSG:2154",
    "etat": "OUVERT",
}


def finess(**changes: str) -> dict[str, str]:
    return {**FINESS[0], **changes}


def school(**changes: str) -> dict[str, str]:
    return {**SCHOOL, **changes}


def table(rows: list[dict[str, str]], separator: str = ";", encoding: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    """The rows as a CSV file's bytes, as registers are published."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def file(content: bytes, name: str = "registre.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def gazetteer_of_tests() -> None:
    def row(name: str, code: str, postcodes: str, population: int, lat: float, lon: float) -> PlaceRow:
        department = code[:3] if code.startswith("97") else code[:2]
        return PlaceRow("FR", code, name, set(postcodes.split()), department=department, population=population,
                        latitude=lat, longitude=lon)  # fmt: skip

    gazetteer.write_places(
        [
            row("Rennes", "35238", "35000 35200", 216_815, 48.1118, -1.6819),
            row("Saint-Malo", "35288", "35400", 46_097, 48.6492, -2.0260),
            row("Vitré", "35360", "35500", 18_000, 48.1236, -1.2160),
            row("Montpellier", "34172", "34000", 290_000, 43.6119, 3.8772),
            row("Saint-Denis", "97411", "97400", 153_000, -20.8823, 55.4504),
        ]
    )
    belgian = PlaceRow("BE", "92094", "Namur", {"5000"}, department="WNA", latitude=50.4669, longitude=4.8675)
    gazetteer.write_places([belgian])


def batch_of(
    content: bytes,
    *,
    name: str = "registre.csv",
    organisation: Organisation | None = None,
    actor: User | None = None,
    leave_out: bool = False,
    run: bool = True,
    **options: Any,
) -> ImportBatch:
    """Takes a file in, checks it and imports it, as the pages do one after the other."""
    batch = batches.take(upload=file(content, name), organisation=organisation, actor=actor)
    pairs = options.pop("pairs", None) or [(column, code) for column, code in batch.mapping]
    batches.configure(batch_id=batch.pk, actor=actor, pairs=pairs, options=options)
    batches.check(batch_id=batch.pk)
    batch.refresh_from_db()
    blocked = batch.count("error") and not leave_out
    if run and batch.state == ImportState.CHECKED and not blocked:
        batches.start(batch_id=batch.pk, actor=actor, leave_out_errors=leave_out)
        batches.run(batch_id=batch.pk)
        batch.refresh_from_db()
    return batch


def problems(batch: ImportBatch) -> dict[int, list[str]]:
    """Line → codes of its reasons and remarks."""
    return {row.number: [code for code, _words in row.problems] for row in batch.rows.all() if row.problems}
