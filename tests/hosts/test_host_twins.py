from __future__ import annotations

import pytest

from hosts import naming
from hosts.enums import HostState
from hosts.models import HostInstitution, HostSite, RegisterEntry
from hosts.selectors.twins import distance, likely_twins
from hosts.text import fold
from tests import factories
from tests.hosts.many import register_of

pytestmark = pytest.mark.django_db


def tilleuls(name: str = "IME Les Tilleuls", **fields: object) -> HostInstitution:
    return factories.host(organisation__name=name, **fields)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("I.M.E. « L'Éveil »", "ime l eveil"),
        ("Œuvre de Saint-Cœur", "oeuvre de saint coeur"),
        ("  ÉCOLE   Élémentaire ", "ecole elementaire"),
        ("C.M.P.P", "cmpp"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_name_is_taken_apart() -> None:
    """Legal words and kinds are no part of a host's own name."""
    name = naming.parse("Association — Institut médico-éducatif « Les Tilleuls »")
    assert name.core == ("tilleuls",)
    assert name.kinds == {"ime"}


def test_distance_in_metres() -> None:
    assert distance(48.117, -1.678, 48.117, -1.678) == 0
    assert 305_000 < distance(48.117, -1.678, 48.857, 2.352) < 312_000  # Rennes to Paris


@pytest.mark.parametrize(
    "name",
    [
        "IME LES TILLEULS",
        "I.M.E. Les Tilleuls",
        "Institut Médico-Éducatif les tilleuls",
        "Association Les Tilleuls",
        "IME Les Tileuls",
    ],
)
def test_other_spellings_are_found(name: str) -> None:
    """E24: duplicate check whatever the spelling."""
    host = tilleuls()
    found = likely_twins(name=name, postcode="35000", city="Rennes")
    assert [twin.institution for twin in found] == [host]
    assert found[0].score >= 86
    assert any("name" in str(reason) or "nom" in str(reason) for reason in found[0].reasons)


@pytest.mark.parametrize(
    ("name", "postcode", "city"),
    [
        ("ITEP Les Tilleuls", "35000", "Rennes"),  # another establishment at the same address
        ("IME Les Peupliers", "35000", "Rennes"),
        ("IME Les Tilleuls", "13001", "Marseille"),  # a namesake far away
        ("École Jean Moulin", "35000", "Rennes"),
    ],
)
def test_others_are_left_alone(name: str, postcode: str, city: str) -> None:
    tilleuls()
    assert not [twin for twin in likely_twins(name=name, postcode=postcode, city=city) if twin.score >= 70]


def test_schools_without_a_name_of_their_own_differ_by_town() -> None:
    one = tilleuls("École primaire publique")
    HostSite.objects.filter(institution=one).update(city="Baulon", postcode="35580", latitude=None, longitude=None)
    assert likely_twins(name="Ecole primaire publique", postcode="35580", city="Baulon")[0].score >= 95
    assert not [t for t in likely_twins(name="Ecole primaire publique", postcode="35580", city="Lassy") if t.score > 60]


def test_same_siret_is_a_reason_not_a_verdict() -> None:
    """A SIRET is often shared by several establishments: it makes a likely twin, never a certain one alone."""
    host = tilleuls("Collège Rosa Parks", organisation__siret="21350016800025")
    HostSite.objects.filter(institution=host).update(postcode="35300", city="Fougères", latitude=48.35, longitude=-1.2)
    found = likely_twins(name="École Simone Veil", siret="213 500 168 00025", postcode="35000")
    assert [twin.institution for twin in found] == [host]
    assert not found[0].certain
    assert likely_twins(name="Collège Rosa-Parks", siret="21350016800025")[0].certain


def test_same_register_number_is_certain() -> None:
    host = tilleuls()
    RegisterEntry.objects.create(site=host.sites.get(), register="finess", identifier="350012345")
    found = likely_twins(name="Tout autre chose", registers=[("finess", "350012345"), ("uai", "x")])
    assert found[0].institution == host
    assert found[0].score == 100


def test_distance_is_told() -> None:
    tilleuls()
    near = likely_twins(name="IME Tilleuls", lat=48.1194, lon=-1.678)
    assert near[0].metres == pytest.approx(267, abs=3)
    assert any("270" in str(reason) for reason in near[0].reasons)


def test_merged_refused_and_itself_are_left_out() -> None:
    host = tilleuls()
    tilleuls(state=HostState.REFUSED, state_reason="Hors du champ")
    tilleuls(state=HostState.MERGED, merged_into=host)
    assert [twin.institution for twin in likely_twins(name="IME Les Tilleuls", postcode="35000")] == [host]
    assert likely_twins(name="IME Les Tilleuls", postcode="35000", exclude=host) == []


def test_renamed_organisation_is_found_by_its_new_name() -> None:
    host = tilleuls()
    host.organisation.name = "IME Les Grands Chênes"
    host.organisation.save()
    assert likely_twins(name="IME les grands chenes", postcode="35000")[0].institution == host


def test_few_queries_in_a_large_register(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """E3: the database narrows, Python compares a few. How long it takes at 12,000 hosts is a bench (register)."""
    register_of(1_200)
    host = tilleuls()
    with django_assert_max_num_queries(3):
        likely_twins(name="IME Les Tilleuls", postcode="35000", city="Rennes", siret="1", registers=[("finess", "1")])
    found = likely_twins(name="IME Les Tileuls", postcode="35000", city="Rennes", lat=48.117, lon=-1.678)
    assert found[0].institution == host
