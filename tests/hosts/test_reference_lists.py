"""The lists Escale brings along (B4, A19, S3, S10), and what happens to them once people have edited them (S13)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import lucide
import pytest

from hosts import reference
from hosts.models import Acronym, Diploma, Interest, Level, Occupation, Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    reference.load_lists()


@pytest.mark.usefixtures("loaded")
def test_the_eight_fields_of_the_exchange_are_there_with_what_they_cover() -> None:
    """B4: the eight fields; A19: fields next to the social one."""
    social = Sector.objects.filter(social_field=True)
    assert social.count() == 8
    assert "conseil départemental" in Sector.objects.get(code="social").description
    assert all(sector.description_fr and sector.description_en for sector in Sector.objects.all())
    assert Sector.objects.filter(social_field=False).count() >= 15


@pytest.mark.usefixtures("loaded")
def test_every_occupation_is_complete_and_leads_back_to_an_interest() -> None:
    """S3: from interests to occupations."""
    assert Occupation.objects.count() >= 150
    incomplete = [
        o for o in Occupation.objects.all() if not (o.sector_id and o.name_en and o.summary_fr and o.summary_en)
    ]
    assert incomplete == []
    assert not Occupation.objects.filter(interests=None).exists()
    assert not Interest.objects.filter(occupations=None).exists()
    assert Diploma.objects.filter(level__code="travail-social-6").count() >= 5
    assert Level.objects.filter(code="troisieme").exists()
    assert Acronym.objects.get(short="IME", country="FR").expansion == "institut médico-éducatif"


@pytest.mark.usefixtures("loaded")
def test_every_icon_exists_in_the_installed_set() -> None:
    names = zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip").namelist()
    known = {Path(name).stem for name in names}
    used = {*Sector.objects.values_list("icon", flat=True), *Interest.objects.values_list("icon", flat=True)}
    assert len(used) > 30
    assert used - known == set()
    assert set(Sector.objects.values_list("tint", flat=True)) <= set(range(12))


@pytest.mark.usefixtures("loaded")
def test_loading_again_keeps_what_people_changed_and_refreshes_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """S13: lists are run on screen; an upgrade never undoes it."""
    edited = Occupation.objects.get(code="infirmier")
    edited.name_fr = "Infirmière, infirmier"
    edited.save()
    rewired = Occupation.objects.get(code="boulanger")
    rewired.interests.clear()
    Sector.objects.filter(code="commerce").update(active=False)
    Acronym.objects.filter(short="IME").update(expansion="institut à nous")
    removed = Occupation.objects.get(code="fleuriste")
    removed.delete()
    shipped = list(reference.read_list("occupations"))
    for row in shipped:
        row["summary_fr"] = "Nouveau résumé."
    original = reference.read_list
    monkeypatch.setattr(reference, "read_list", lambda name: iter(shipped) if name == "occupations" else original(name))

    reference.load_lists()

    assert Occupation.objects.get(pk=edited.pk).name_fr == "Infirmière, infirmier"
    assert Occupation.objects.get(pk=edited.pk).summary_fr != "Nouveau résumé."
    assert not rewired.interests.exists()
    assert not Sector.objects.get(code="commerce").active
    assert Acronym.objects.get(short="IME").expansion == "institut à nous"
    assert Occupation.objects.get(code="fleuriste").summary_fr == "Nouveau résumé."
    assert Occupation.objects.get(code="medecin").summary_fr == "Nouveau résumé."


@pytest.mark.usefixtures("loaded")
def test_loading_again_writes_nothing(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(16) as queries:  # type: ignore[operator]
        reference.load_lists()
    written = [q["sql"] for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
