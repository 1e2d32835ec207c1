"""The public list (E1, E2): words as people write them, facets, places, map, sort, export; what stays constant."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from hosts.models import Acronym, Occupation, Place, Sector
from hosts.services import merging
from messaging import outbox
from practices import content
from practices.enums import PracticeState
from practices.forms.search import PracticeSearchForm
from practices.models import GoodPractice, PracticeEntry
from practices.reference import load_reference
from practices.selectors import search
from practices.services import scale
from practices.services.indexing import reindex
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/pratiques/"


def public(title: str, **fields: Any) -> GoodPractice:
    return factories.practice(title=title, validated=True, **fields)


def found(**parameters: Any) -> list[str]:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    search.whole_counts.forget()
    return [entry.title for entry in search.run(PracticeSearchForm(query).criteria()).entries]


def place(name: str, latitude: float, longitude: float, department: str) -> Place:
    return Place.objects.create(
        code=name, name=name, folded=name.lower(), latitude=latitude, longitude=longitude, department=department,
        department_name=f"Département {department}", postcodes=[f"{department}000"],
    )  # fmt: skip


def test_words_are_found_as_people_write_them() -> None:
    """E2: French stems, accents folded, acronyms both ways; the title counts more than the text."""
    Acronym.objects.create(short="IME", expansion="institut médico-éducatif")
    public("Les fêtes partagées")
    public("Un jardin à l’IME")
    public("Le repas", description="On y prépare une fête avec les enfants ; chacun apporte un plat. " * 2)
    assert found(q="fete") == ["Les fêtes partagées", "Le repas"]
    assert found(q="institut médico-éducatif") == ["Un jardin à l’IME"]
    assert found(q="fêtes jardin") == []


def test_only_validated_ones_are_there() -> None:
    for state in PracticeState.values:
        factories.practice(title=f"Pratique {state}", state=state)
    assert found() == ["Pratique validated"]


def test_facets_count_what_each_choice_leaves() -> None:
    social, school = Sector.objects.create(code="a", name_fr="Social"), Sector.objects.create(code="b", name_fr="École")
    public("Une", sectors=[social], is_observed=True)
    public("Deux", sectors=[social, school])
    public("Trois", sectors=[school], languages=["fr", "nl"])
    assert found(secteur="a") == ["Deux", "Une"]
    assert found(secteur=["a", "b"], origine="vecue") == ["Trois", "Deux"]
    assert found(langue="nl") == ["Trois"]
    page = Client().get(LIST, {"secteur": "a"}).context["page"]
    counts = {option.word: option.count for option in page.facet["secteur"].options}
    # A dimension in which something is ticked is counted as if it were not.
    assert counts == {"Social": 2, "École": 2}
    assert [option.count for option in page.facet["origine"].options] == [1, 1]
    assert "2 pratiques" in page.count_words


def test_near_a_place_and_by_territory() -> None:
    rennes, brest = place("Rennes", 48.11, -1.68, "35"), place("Brest", 48.39, -4.49, "29")
    territory = factories.territory(departments=["35"])
    public("Ici", place=rennes, city="Rennes")
    public("Loin", place=brest, city="Brest")
    assert found(lieu="Rennes", rayon="50") == ["Ici"]
    assert found(lieu="Rennes", tri="distance", rayon="100") == ["Ici"]
    assert found(territoire=territory.slug) == ["Ici"]
    body = Client().get(LIST, {"lieu": "Brest"}).content.decode()
    assert "Loin" in body
    assert "0 km" in body or "moins" in body


def test_the_map_answers() -> None:
    public("Ici", place=place("Rennes", 48.11, -1.68, "35"))
    answer = Client().get(reverse("practices:map"), {"cadre": "-3,47,0,49", "z": "8"}).json()
    assert answer["total"] == 1
    assert answer["spots"][0]["items"][0]["title"] == "Ici"
    assert Client().get(reverse("practices:map"), {"cadre": "0,0,1,1", "z": "8"}).json()["total"] == 0
    assert Client().get(reverse("practices:map"), {"cadre": "oups", "z": "8"}).status_code == 400
    clusters = search.look(search.Criteria(), search.Box(-3, 47, 0, 49), 8)
    assert clusters.total == 1


def test_many_are_grouped_on_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    for number in range(3):
        public(f"Ici {number}", place=place(f"Lieu {number}", 48.1 + number / 1000, -1.6, "35"))
    looked = search.look(search.Criteria(), search.Box(-3, 47, 0, 49), 3)
    assert (looked.total, [one.count for one in looked.clusters]) == (3, [3])


def test_sorted_by_title_and_by_pages() -> None:
    for title in ("Éveil", "Zone calme", "Atelier"):
        public(title)
    assert found(tri="titre") == ["Atelier", "Éveil", "Zone calme"]
    assert found(tri="titre", q="parents") == ["Atelier", "Éveil", "Zone calme"]
    assert found(page="2") == []


def test_the_list_leaves_as_a_table() -> None:
    public("Une pratique", is_observed=True)
    public("=HYPERLINK(1)")
    answer = Client().get(LIST, {"format": "csv", "origine": "vecue"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "Une pratique" not in text
    assert "HYPERLINK" in text
    assert "\n=HYPERLINK" not in text
    assert Client().get(LIST, {"format": "xlsx"}).headers["Content-Type"].startswith("application/vnd.openxml")


def test_whatever_the_address_holds_there_is_an_answer() -> None:
    public("Une pratique")
    for query in ("secteur=inconnu", "page=0", "page=99", "zone=a,b", "q=%00", "origine=x", "hote=x y", "tri=x;drop"):
        assert Client().get(f"{LIST}?{query}").status_code == 200, query
    empty = Client().get(LIST, {"q": "introuvable", "exact": "1"}).content.decode()
    assert reverse("practices:new") in empty


def test_htmx_gets_the_part_that_changes() -> None:
    public("Une pratique")
    headers = {"HX-Request": "true", "HX-Target": "search-area"}
    part = Client(headers=headers).get(LIST, {"q": "cafe"})
    assert "<html" not in part.content.decode()
    assert part.headers["HX-Push-Url"] == "/pratiques/?q=cafe"


def test_queries_do_not_grow_with_rows() -> None:
    """Warm: the process holds its lists. The counter is the network's (E1)."""
    client = Client()

    def queries() -> int:
        client.get(LIST, {"q": "cafe"})
        with CaptureQueriesContext(connection) as captured:
            body = client.get(LIST, {"q": "cafe"}).content.decode()
        assert "Le café" in body
        return len(captured)

    factories.practice(validated=True)
    first = queries()
    for _number in range(7):
        factories.practice(validated=True)
    search.whole_counts.forget()
    assert queries() == first
    assert first <= 4
    assert "8 pratiques validées" in client.get(LIST).content.decode().replace("\xa0", " ")


def test_names_that_change_elsewhere_are_followed() -> None:
    job = Occupation.objects.create(code="x", name_fr="Ergonome")
    host = factories.host(organisation__name="Maison bleue")
    practice = public("Une pratique", occupations=[job], host=host)
    assert found(q="ergonome") == [practice.title]
    job.name_fr = "Jardinier"
    job.save()
    host.organisation.name = "Maison verte"
    host.organisation.save()
    outbox.drain()
    assert found(q="jardinier") == [practice.title]
    assert PracticeEntry.objects.get().where == "Maison verte"


def test_practices_follow_a_merged_host() -> None:
    gone, stays = factories.host(organisation__name="Maison bleue"), factories.host(organisation__name="Foyer vert")
    public("Une pratique", host=gone)
    admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    merging.merge(twin_id=gone.pk, survivor_id=stays.pk, actor=admin, pairs={})
    outbox.drain()
    entry = PracticeEntry.objects.get()
    assert (entry.host, entry.where) == (stays, "Foyer vert")
    assert found(hote=stays.slug) == ["Une pratique"]


def test_rewriting_the_index_changes_nothing() -> None:
    practices = [factories.practice(validated=True, host=factories.host()) for _number in range(3)]
    before = list(PracticeEntry.objects.order_by("pk").values())
    reindex(practice.pk for practice in practices)
    assert list(PracticeEntry.objects.order_by("pk").values()) == before


def test_made_up_practices_are_found_and_removed() -> None:
    """What the bench measures on: rows like those that people write."""
    load_reference()
    factories.sector()
    factories.host()
    kept = public("Une vraie")
    assert scale.seed(3, seed=5) == 3
    assert PracticeEntry.objects.count() == GoodPractice.objects.public().count() == 4
    made = GoodPractice.objects.exclude(pk=kept.pk).select_related("published")
    assert all(one.published and set(one.published.content) == set(content.freeze(kept)) for one in made)
    assert Client().get(f"/pratiques/{made[0].slug}/").status_code == 200
    assert scale.clear() == 3
    assert list(PracticeEntry.objects.values_list("title", flat=True)) == ["Une vraie"]
