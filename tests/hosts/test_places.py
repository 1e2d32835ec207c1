"""The gazetteer (S2): what it holds, what typing finds, what a typed place means."""

from __future__ import annotations

import pytest

from hosts.models import Place
from hosts.selectors import places
from hosts.services import gazetteer
from hosts.services.gazetteer import PlaceRow

pytestmark = pytest.mark.django_db


def row(name: str, code: str, postcode: str = "", population: int = 100, **fields: object) -> PlaceRow:
    values: dict[str, object] = {"department": code[:2], "latitude": 48.0, "longitude": -1.5, **fields}
    return PlaceRow("FR", code, name, postcodes={postcode} if postcode else set(), population=population, **values)  # type: ignore[arg-type]


@pytest.fixture
def some_places() -> None:
    gazetteer.write_places(
        [
            row("Rennes", "35238", "35000", 216_815, latitude=48.11, longitude=-1.68),
            row("Rennes-les-Bains", "11310", "11190", 205, latitude=42.92, longitude=2.32),
            row("Saint-Malo", "35288", "35400", 46_097, latitude=48.65, longitude=-2.02),
            row("Malons-et-Elze", "30153", "30450", 140, latitude=44.42, longitude=4.0),
            row("La Rochelle", "17300", "17000", 75_735, latitude=46.16, longitude=-1.15),
            row("La Rochelle", "70450", "70120", 39, latitude=47.75, longitude=5.73),
            row("Saint-Denis", "93066", "93200", 112_000, latitude=48.93, longitude=2.36),
            row("Saint-Denis", "97411", "97400", 153_000, department="974", latitude=-20.88, longitude=55.45),
            row("L'Haÿ-les-Roses", "94038", "94240", 31_204, latitude=48.78, longitude=2.34),
            row("Paris", "75056", "75001", 2_187_526, latitude=48.86, longitude=2.34),
            row("Paris 11e Arrondissement", "75111", "75011", 146_643, latitude=48.86, longitude=2.38),
        ]
    )
    belgian = {"department": "VLG", "department_name": "Flandre", "latitude": 51.22, "longitude": 4.4}
    gazetteer.write_places([PlaceRow("BE", "G1", "Anvers", aliases=["Antwerpen"], population=529_247, **belgian)])  # type: ignore[arg-type]


def names(found: object) -> list[str]:
    return [place.label for place in (found if isinstance(found, list) else [found])]


@pytest.mark.usefixtures("some_places")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("renn", "Rennes (35000)"),
        ("RENNES", "Rennes (35000)"),
        ("st malo", "Saint-Malo (35400)"),
        ("malo", "Saint-Malo (35400)"),
        ("rochelle", "La Rochelle (17000)"),
        ("l'hay", "L'Haÿ-les-Roses (94240)"),
        ("hay", "L'Haÿ-les-Roses (94240)"),
        ("antw", "Anvers (Belgique)"),
        ("35400", "Saint-Malo (35400)"),
        ("35", "Rennes (35000)"),
        ("paris 11", "Paris 11e Arrondissement (75011)"),
        ("Rennes 35", "Rennes (35000)"),
    ],
)
def test_completion_finds_by_the_beginning_of_a_word_or_of_the_postcode(typed: str, first: str) -> None:
    """S2: completion by folded name or postcode, the most populated first."""
    assert names(places.suggest(typed))[0] == first


@pytest.mark.usefixtures("some_places")
def test_completion_is_short_and_silent_when_it_knows_nothing() -> None:
    assert places.suggest("r") == []
    assert places.suggest("zzz") == []
    assert places.suggest("") == []
    assert places.suggest("%%%") == []
    assert len(places.suggest("saint", limit=1)) == 1
    assert "Anvers (Belgique)" not in names(places.suggest("anvers", country="FR"))


@pytest.mark.usefixtures("some_places")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Rennes", "Rennes (35000)"),
        ("rennes (35000)", "Rennes (35000)"),
        ("35000 Rennes", "Rennes (35000)"),
        ("35000 RENNES CEDEX 7", "Rennes (35000)"),
        ("35400", "Saint-Malo (35400)"),
        ("F-35400 St Malo", "Saint-Malo (35400)"),
        ("La Rochelle", "La Rochelle (17000)"),
        ("La Rochelle (70120)", "La Rochelle (70120)"),
        ("Saint-Denis (93200)", "Saint-Denis (93200)"),
        ("Saint-Denis 974", "Saint-Denis (97400)"),
        ("Anvers (Belgique)", "Anvers (Belgique)"),
        ("Antwerpen", "Anvers (Belgique)"),
    ],
)
def test_what_is_typed_means_one_place(typed: str, meant: str) -> None:
    found = places.resolve(typed)
    assert isinstance(found, Place), found
    assert found.label == meant


@pytest.mark.usefixtures("some_places")
def test_what_may_mean_several_places_gives_them_all() -> None:
    assert names(places.resolve("Saint-Denis")) == ["Saint-Denis (97400)", "Saint-Denis (93200)"]
    assert names(places.resolve("35000 Rennnes")) == ["Rennes (35000)"], "the postcode is right, the name is not"
    assert places.resolve("Nulle-Part") == []


@pytest.mark.usefixtures("some_places")
def test_each_label_names_its_place_again() -> None:
    for place in Place.objects.all():
        assert places.resolve(place.label) == place


@pytest.mark.usefixtures("some_places")
def test_the_nearest_place_to_a_point() -> None:
    assert names(places.nearest(48.12, -1.7)) == ["Rennes (35000)"]
    assert names(places.nearest(-21.0, 55.4)) == ["Saint-Denis (97400)"]
    Place.objects.all().delete()
    assert places.nearest(48.12, -1.7) is None


def test_a_place_without_a_centre_takes_the_mean_of_its_postcode_and_says_so() -> None:
    gazetteer.write_places(
        [
            row("Alpha", "99001", "99100", latitude=48.0, longitude=2.0),
            row("Bêta", "99002", "99100", latitude=49.0, longitude=3.0),
            row("Gamma", "99003", "99100", latitude=None, longitude=None),
        ]
    )
    gamma = Place.objects.get(code="99003")
    assert (gamma.latitude, gamma.longitude, gamma.approximate) == (48.5, 2.5, True)
    assert not Place.objects.get(code="99001").approximate


def test_a_file_that_tells_less_leaves_what_was_known() -> None:
    gazetteer.write_places([row("Alpha", "99001", "99100", 500, region="Bretagne", latitude=48.2, longitude=2.2)])
    gazetteer.write_places([row("Alpha-sur-Mer", "99001", population=0, latitude=None, longitude=None)])
    alpha = Place.objects.get(code="99001")
    assert (alpha.name, alpha.folded) == ("Alpha-sur-Mer", "alpha sur mer")
    assert (alpha.postcodes, alpha.population, alpha.region) == (["99100"], 500, "Bretagne")
    assert (alpha.latitude, alpha.approximate) == (48.2, False)


def test_the_gazetteer_that_comes_along_is_complete_and_loaded_once() -> None:
    """All communes. How long loading and completion take is a bench (register)."""
    written = gazetteer.load_shipped()
    assert written == Place.objects.count() > 39_000
    assert gazetteer.load_shipped() == 0
    assert not Place.objects.filter(country="FR", latitude=None).exists()
    assert not Place.objects.filter(country="FR", postcodes=[]).exclude(name="Les Trois Lacs").exists()
    assert not Place.objects.filter(department_name="").exists()
    assert names(places.resolve("Montpellier")) == ["Montpellier (34000)"]
    assert names(places.resolve("Liège")) == ["Liège (Belgique)"]
    for typed in ("ren", "saint", "35", "malo", "bruxelles"):
        assert places.suggest(typed)
