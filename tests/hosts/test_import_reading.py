"""Lines of registers made into hosts (E3): every format, and every way a line may be odd."""

from __future__ import annotations

from typing import Any

import pytest

from hosts.models import ContactPerson, HostInstitution, HostSite, Sector
from hosts.reference import load_acronyms, load_terms, sectors
from tests import factories
from tests.hosts.registers import batch_of, finess, gazetteer_of_tests, problems, school, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    load_terms(Sector, sectors())
    load_acronyms()
    gazetteer_of_tests()


def only_host() -> tuple[HostInstitution, HostSite]:
    institution = HostInstitution.objects.select_related("organisation", "sector").get()
    return institution, institution.sites.select_related("place").get()


def test_a_line_of_finess_becomes_a_readable_published_host() -> None:
    """E3: FINESS goes in as it is."""
    batch = batch_of(table([finess()]))
    assert (batch.format, batch.register, batch.state) == ("finess", "finess", "done")
    institution, site = only_host()
    assert institution.organisation.name == "IME Les Tilleuls de l'Étang"
    assert institution.organisation.legal_name == "Association les Tilleuls"
    assert institution.organisation.siret == "78590635500025"
    assert institution.sector is not None
    assert institution.sector.code == "medico-social"
    assert (institution.state, institution.origin, institution.membership_status) == (
        "published",
        "import",
        "potential",
    )
    assert institution.slug == "ime-les-tilleuls-de-l-etang-rennes"
    assert institution.folded_name == "ime les tilleuls de l etang"
    assert (site.address, site.postcode, site.city) == ("15 avenue des Lilas", "35000", "Rennes")
    assert (site.latitude, site.longitude, site.approximate) == (48.1201, -1.6702, False)
    assert site.place is not None
    assert site.place.code == "35238"
    assert (site.telephone, site.is_main) == ("02 99 00 00 01", True)


def test_a_line_of_the_education_directory_becomes_a_host() -> None:
    batch_of(table([school()]))
    institution, site = only_host()
    assert institution.organisation.name == "École primaire publique – Rennes", "a name that many bear gets its town"
    assert institution.sector is not None
    assert institution.sector.code == "educatif"
    assert institution.public_served == "73 élèves"
    assert institution.website == "https://www.ecole.example.org"
    assert (site.meals, site.lodging, site.address) == ("yes", "no", "6 rue Philippe")
    contact = ContactPerson.objects.get()
    assert (contact.email, contact.name) == ("ecole@example.org", "Accueil")


SIRENE = {
    "siret": "00000000000017",
    "statutDiffusionEtablissement": "O",
    "enseigne1Etablissement": "",
    "denominationUsuelleEtablissement": "CRECHE LES LUTINS",
    "numeroVoieEtablissement": "4",
    "typeVoieEtablissement": "RUE",
    "libelleVoieEtablissement": "DU BAC",
    "codePostalEtablissement": "35500",
    "libelleCommuneEtablissement": "VITRE",
    "codeCommuneEtablissement": "35360",
    "etatAdministratifEtablissement": "A",
    "activitePrincipaleEtablissement": "88.91A",
    "coordonneeLambertAbscisseEtablissement": "386500.0",
    "coordonneeLambertOrdonneeEtablissement": "6788500.0",
}


def test_sirene_is_recognised_and_its_coordinates_projected() -> None:
    batch = batch_of(table([SIRENE], separator=",", encoding="utf-8"))
    assert (batch.format, batch.count("created")) == ("sirene", 1)
    institution, site = only_host()
    assert institution.organisation.name == "Crèche les Lutins"
    assert institution.organisation.siret == "00000000000017"
    assert institution.sector is not None
    assert institution.sector.code == "socio-educatif"
    assert site.address == "4 rue du Bac"
    assert not site.approximate
    assert (round(site.latitude or 0, 1), round(site.longitude or 0, 1)) == (48.1, -1.2)


def test_companies_that_asked_not_to_be_shown_or_are_closed_stay_out() -> None:
    rows = [
        SIRENE,
        {**SIRENE, "siret": "00000000000025", "statutDiffusionEtablissement": "P"},
        {**SIRENE, "siret": "00000000000033", "etatAdministratifEtablissement": "F"},
    ]
    batch = batch_of(table(rows))
    assert (batch.count("created"), batch.count("skipped")) == (1, 2)
    assert problems(batch) == {3: ["not_diffusible"], 4: ["closed"]}


STOCK = [
    "finess;etalab;93;2024-01-10",
    "structureet;350000011;350000900;IME LES TILLEULS;INSTITUT MEDICO EDUCATIF LES TILLEULS;;;15;AV;DES LILAS;;;238;35;"
    "ILLE ET VILAINE;35000 RENNES;0299000001;;183;Institut Médico-Educatif (I.M.E.);4101;Educ.Spéciale;"
    "78590635500025;8710B;57;ARS;;;2000-01-01;2000-01-01;2020-01-01;",
    "structureet;970000012;970000900;EHPAD LES FLAMBOYANTS;;;;3;R;DE LA MER;;;411;9D;LA REUNION;97400 ST DENIS;"
    "0262000001;;500;EHPAD;4401;Hébergement personnes âgées;;;;;;;2000-01-01;;;",
    "geolocalisation;350000011;352442.5;6789156.0;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93;2023-05-02",
    "geolocalisation;970000012;338846.9;7690016.5;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_S40;2023-05-02",
]


def test_the_official_finess_file_has_no_header_and_its_positions_apart() -> None:
    batch = batch_of("\n".join(STOCK).encode())
    assert (batch.format, batch.total, batch.count("created")) == ("finess", 2, 2)
    sites = {
        site.institution.organisation.name: site
        for site in HostSite.objects.select_related("institution__organisation")
    }
    ime, ehpad = sites["IME Les Tilleuls"], sites["EHPAD Les Flamboyants"]
    assert (ime.address, ime.city, ime.approximate) == ("15 avenue des Lilas", "Rennes", False)
    assert abs((ime.latitude or 0) - 48.1102) < 0.001
    assert (ehpad.city, ehpad.approximate) == ("Saint-Denis", False)
    assert abs((ehpad.latitude or 0) + 20.883) < 0.01


def generic(**changes: str) -> dict[str, str]:
    row = {
        "Numéro": "1",
        "Nom": "Maison de quartier",
        "Adresse": "1 rue A",
        "Code postal": "35000",
        "Commune": "Rennes",
        "Secteur": "Culturel",
        "Adhésion": "membre",
        "Langues": "français, breton",
        "Accès fauteuil": "oui",
    }
    return {**row, **changes}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_our_own_sheet_in_any_encoding(separator: str, encoding: str) -> None:
    batch = batch_of(table([generic()], separator, encoding))
    assert batch.format == "escale"
    institution, site = only_host()
    assert institution.sector is not None
    assert (institution.sector.code, institution.membership_status) == ("culturel", "member")
    assert (institution.languages, site.wheelchair) == (["fr", "br"], "yes")


def test_the_english_sheet_and_a_belgian_host() -> None:
    row = {"Number": "7", "Name": "Le Grognon", "Address": "Rue du Pont 2", "Postcode": "5000", "Town": "Namur",
           "Country": "Belgium", "Telephone": "+32 81 00 00 00", "Company number": "BE 0403.170.701"}  # fmt: skip
    batch_of(table([row]))
    institution, site = only_host()
    assert institution.organisation.country == site.country == "BE"
    assert institution.organisation.siret == "0403170701"
    assert (site.telephone, site.city, site.approximate) == ("+32 81 00 00 00", "Namur", True)


@pytest.mark.parametrize(
    ("changes", "expected", "noted"),
    [
        ({"LAT": "0", "LNG": "0", "WGS84": ""}, (48.1118, -1.6819, True), ["centre"]),
        ({"LAT": "", "LNG": "", "WGS84": ""}, (48.1118, -1.6819, True), ["centre"]),
        ({"LAT": "", "LNG": ""}, (48.1201, -1.6702, False), []),
        ({"LAT": "148.1", "LNG": "-1.6", "WGS84": ""}, (48.1118, -1.6819, True), ["centre"]),
        ({"LAT": "48,1201", "LNG": "-1,6702"}, (48.1201, -1.6702, False), []),
        ({"LAT": "-1.6702", "LNG": "48.1201"}, (48.1201, -1.6702, False), ["swapped"]),
        ({"LAT": "43.6", "LNG": "3.87"}, (48.1118, -1.6819, True), ["far"]),
        ({"CP_VILLE": "35031 RENNES CEDEX 7"}, (48.1201, -1.6702, False), []),
        ({"CP_VILLE": "35000 RENES"}, (48.1201, -1.6702, False), ["postcode_only"]),
        ({"CP_VILLE": "99999 ATLANTIS"}, (48.1201, -1.6702, False), ["unplaced"]),
        ({"CP_VILLE": "99999 ATLANTIS", "LAT": "", "LNG": "", "WGS84": ""}, (None, None, True), ["unplaced"]),
    ],
)
def test_positions(changes: dict[str, str], expected: tuple[Any, ...], noted: list[str]) -> None:
    """S2: a place that is not known exactly takes its commune's centre, and says so."""
    batch = batch_of(table([finess(**changes)]))
    _institution, site = only_host()
    assert (site.latitude, site.longitude, site.approximate) == expected
    assert problems(batch).get(2, []) == noted


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"RAISON_SOCIALE": " "}, "no_name"),
        ({"FINESS_ET": ""}, "no_identifier"),
        ({"FINESS_ET": "12"}, "bad_identifier"),
        ({"FINESS_ET": "3,5E+08"}, "bad_identifier"),
        ({"CP_VILLE": "", "LAT": "", "LNG": "", "WGS84": "", "NUM_DEPT": ""}, "no_place"),
    ],
)
def test_lines_to_mend_stop_the_import_and_say_why(changes: dict[str, str], code: str) -> None:
    """E3: all or nothing."""
    good = finess(FINESS_ET="350000099")
    batch = batch_of(table([good, finess(**changes)]))
    assert batch.state == "checked"
    assert (batch.count("error"), batch.count("created")) == (1, 1)
    assert code in problems(batch)[3]
    assert not HostInstitution.objects.exists()
    row = batch.rows.get(outcome="error")
    assert all(sentence.endswith(".") and "%" not in sentence for sentence in row.sentences)
    assert row.cells is not None


def test_a_separator_inside_a_value_is_told_not_taken_for_a_column() -> None:
    content = table([finess()]).decode("utf-8-sig").replace("15 AV DES LILAS", "15 AV; DES LILAS") + ""
    batch = batch_of(content.encode())
    assert problems(batch) == {2: ["surplus"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"NUM_TEL": "néant plus tard"}, "bad_telephone"),
        ({"NUM_SIRET": "123"}, "bad_siret"),
        ({"RAISON_SOCIALE": "A" * 300}, "cut"),
    ],
)
def test_single_values_that_make_no_sense_are_left_out_and_noted(changes: dict[str, str], code: str) -> None:
    batch = batch_of(table([finess(**changes)]))
    assert problems(batch)[2] == [code]
    assert batch.count("noted") == 1
    assert HostInstitution.objects.count() == 1


def test_figures_that_a_spreadsheet_cut_get_their_zeros_back() -> None:
    batch_of(table([finess(FINESS_ET="10000024", CP_VILLE="35000 RENNES", NUM_TEL="299000001")]))
    _institution, site = only_host()
    assert site.register_entries.get().identifier == "010000024"
    assert site.telephone == "02 99 00 00 01"


def test_a_number_that_comes_twice_is_taken_once() -> None:
    batch = batch_of(table([finess(), finess(RAISON_SOCIALE="IME AUTREMENT"), finess(FINESS_ET="350000099")]))
    assert (batch.count("created"), batch.count("skipped")) == (2, 1)
    assert problems(batch) == {3: ["duplicate"]}
    assert "2" in batch.rows.get(number=3).sentences[0]


def test_hosts_of_one_siret_are_as_many_hosts() -> None:
    """decisions.md: SIRET alone never merges."""
    batch = batch_of(table([finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="SESSAD LES TILLEULS")]))
    assert batch.count("created") == 2
    assert HostInstitution.objects.count() == 2


def test_closed_and_soon_closed() -> None:
    rows = [school(etat="FERME"), school(Identifiant_de_l_etablissement="0350002B", etat="A FERMER")]
    batch = batch_of(table(rows))
    assert (batch.count("created"), batch.count("skipped")) == (1, 1)


def test_the_territory_of_each_host_follows_from_its_commune() -> None:
    """S11."""
    here = factories.territory(departments=["35"])
    there = factories.territory(departments=["34"])
    batch_of(table([finess(), finess(FINESS_ET="340000012", CP_VILLE="34000 MONTPELLIER", LAT="43.61", LNG="3.88")]))
    found = {host.organisation.territory for host in HostInstitution.objects.select_related("organisation__territory")}
    assert found == {here, there}


def test_a_network_of_one_territory_takes_its_own_lines_only() -> None:
    network = factories.organisation("network", territory=factories.territory(departments=["35"]))
    rows = [finess(), finess(FINESS_ET="340000012", CP_VILLE="34000 MONTPELLIER", LAT="43.61", LNG="3.88")]
    batch = batch_of(table(rows), organisation=network)
    assert (batch.count("created"), problems(batch)) == (1, {3: ["outside"]})
    assert HostInstitution.objects.get().organisation.territory == network.territory


def test_our_own_example_is_no_host() -> None:
    row = generic(**{"Site web": "https://www.example.org"})
    batch = batch_of(table([row, generic(Numéro="2", Nom="La Ruche")]))
    assert "example" in problems(batch)[2]
    assert HostInstitution.objects.count() == 1


def test_a_register_without_numbers_knows_its_lines_by_name_and_town() -> None:
    row = generic()
    del row["Numéro"]
    first = batch_of(table([row]), register="Clée de Rennes")
    assert (first.register, first.count("created")) == ("clee-de-rennes", 1)
    second = batch_of(table([row]), register="Clée de Rennes")
    assert (second.count("created"), second.count("unchanged")) == (0, 1)
