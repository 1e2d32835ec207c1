"""Official files of places and occupations, by the shell (decisions.md, Places; S13): any columns, run twice."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hosts.models import Occupation, Place
from hosts.reference import load_lists
from hosts.selectors.places import resolve

pytestmark = pytest.mark.django_db

LA_POSTE = """#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5
01001;ABERGEMENT CLEMENCIAT;01400;L ABERGEMENT CLEMENCIAT;
35238;RENNES;35000;RENNES;
35238;RENNES;35200;RENNES;
35288;ST MALO;35400;ST MALO;PARAME
"""
INSEE = """insee,nom,code_postal,dept,region,population,lat,lon
01001,L'Abergement-Clémenciat,01400,01,Auvergne-Rhône-Alpes,860,46.1517,4.9306
35238,Rennes,35000,35,Bretagne,"221 272",48.11,-1.68
2A004,Ajaccio,20000,2A,Corse,71361,41.92,8.73
97411,Saint-Denis,97400,974,La Réunion,153810,0,0
97411,Saint-Denis,97490,974,La Réunion,153810,,
35999,Sans-Centre,35000,35,Bretagne,10,,
,Nulle part,,,,,,
"""
BELGIUM = """postcode\tlocalite\tnis5\tprovince\tlat\tlon
5000\tNamur\t92094\tNamur\t50.4669\t4.8674
5100\tJambes\t92094\tNamur\t50.4570\t4.8700
2000\tAntwerpen\t11002\tAnvers\t51.2205\t4.4003
"""


def load(path: Path, text: str, encoding: str = "utf-8", **options: str) -> str:
    path.write_text(text, encoding)
    out = io.StringIO()
    call_command("load_places", str(path), stdout=out, **options)
    return out.getvalue()


def test_one_row_per_postcode_becomes_one_place(tmp_path: Path) -> None:
    said = load(tmp_path / "insee.csv", INSEE)
    assert "FR: 7 rows read, 5 places written, 1 rows passed over" in said
    rennes = Place.objects.get(code="35238")
    assert (rennes.population, rennes.department, rennes.region) == (221_272, "35", "Bretagne")
    assert Place.objects.get(code="97411").postcodes == ["97400", "97490"]
    assert Place.objects.get(code="97411").department == "974"
    assert Place.objects.get(code="2A004").department == "2A"
    placed = Place.objects.get(code="35999")
    assert (placed.latitude, placed.approximate) == (48.11, True)
    assert Place.objects.get(code="97411").latitude is None, "0, 0 is no position, and no neighbour has one"


def test_capitals_never_replace_a_known_spelling_and_twice_is_once(tmp_path: Path) -> None:
    load(tmp_path / "insee.csv", INSEE)
    before = Place.objects.count()
    for _ in range(2):
        load(tmp_path / "poste.csv", LA_POSTE, "cp1252")
    assert Place.objects.count() == before + 1
    assert Place.objects.get(code="01001").name == "L'Abergement-Clémenciat"
    assert Place.objects.get(code="35288").name == "Saint Malo"
    assert Place.objects.get(code="35238").postcodes == ["35000", "35200"]
    assert Place.objects.get(code="35238").population == 221_272


def test_leading_zeros_lost_by_a_spreadsheet_come_back(tmp_path: Path) -> None:
    load(tmp_path / "x.csv", "Code INSEE;Commune;Code postal\n1001;Alpha;1400\n35238;Rennes;35000\n")
    assert Place.objects.get(name="Alpha").code == "01001"
    assert Place.objects.get(name="Alpha").postcodes == ["01400"]


def test_belgian_postcodes_join_the_localities_that_are_known(tmp_path: Path) -> None:
    Place.objects.create(
        country="BE",
        code="G1",
        name="Anvers",
        aliases=["Antwerpen"],
        folded="anvers antwerpen",
        latitude=51.22,
        longitude=4.4,
    )
    for _ in range(2):
        assert load(tmp_path / "be.tsv", BELGIUM).startswith("BE: 3 rows read, 3 places")
    assert Place.objects.count() == 3
    anvers = Place.objects.get(code="G1")
    assert (anvers.name, anvers.postcodes, anvers.department) == ("Anvers", ["2000"], "VAN")
    assert anvers.aliases == ["Antwerpen"]
    jambes = resolve("5100 Jambes")
    assert isinstance(jambes, Place)
    assert (jambes.name, jambes.department) == ("Jambes", "WNA")


def test_a_file_without_the_columns_needed_is_refused_with_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\w+ .*\."):
        load(tmp_path / "x.csv", "Prénom;Âge\nAlix;14\n")
    with pytest.raises(CommandError):
        call_command("load_places", str(tmp_path / "missing.csv"))
    assert not Place.objects.exists()


def test_without_a_file_the_shipped_gazetteer_is_refreshed() -> None:
    Place.objects.create(country="FR", code="35238", name="Renes", folded="renes")
    out = io.StringIO()
    call_command("load_places", stdout=out)
    assert Place.objects.get(code="35238").name == "Rennes"
    assert "39684 places written" in out.getvalue()


def test_occupations_missing_from_ours_are_added_once(tmp_path: Path) -> None:
    load_lists()
    before = Occupation.objects.count()
    path = tmp_path / "rome.csv"
    path.write_text(
        '"code_rome","libelle_rome"\n"K1207","Educateur spécialisé"\n"A1101","Conducteur d\'engins agricoles"\n'
        '"B1401","Vannier / Vannière"\n"","Rien"\n"X9","Faux"\n'
    )
    out = io.StringIO()
    call_command("load_occupations", str(path), stdout=out)
    assert out.getvalue().startswith("5 rows read, 2 occupations added, 2 passed over")
    call_command("load_occupations", str(path), stdout=out)
    assert Occupation.objects.count() == before + 2
    assert Occupation.objects.get(rome="K1207").name_fr.startswith("Éducateur spécialisé")
    load_lists()
    assert Occupation.objects.filter(rome="B1401").exists()
