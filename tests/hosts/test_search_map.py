"""The map's points and counts (§4): grouped by the server, the same results as the list."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from hosts.selectors.search import Box, Criteria, statement
from hosts.selectors.search import map as results_map
from hosts.selectors.search.map import look
from hosts.services import indexing
from tests import factories
from tests.hosts.searching import BRUZ, PARIS, host, offer

pytestmark = pytest.mark.django_db
FRANCE = "-5,42,9,51"


def ask(client: Client, **asked: object) -> dict[str, list[dict[str, object]]]:
    response = client.get("/recherche/carte/", {"cadre": FRANCE, "z": "6", **asked})
    assert response.status_code == 200
    found: dict[str, list[dict[str, object]]] = json.loads(response.content)
    return found


def test_offers_of_one_site_are_one_mark(client: Client) -> None:
    on = host("Crèche", BRUZ)
    offer("Un", on)
    offer("Deux", on)
    offer("Trois", host("Musée", PARIS))
    spots = ask(client, q="crèche")["spots"]
    assert [len(spot["items"]) for spot in spots] == [2]  # type: ignore[arg-type]
    assert spots[0]["at"] == [BRUZ[0], BRUZ[1]]
    assert ask(client, q="musée")["total"] == 1


def test_few_results_in_a_dense_frame_are_single_marks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement, "SPARSE", 0)
    offer("Un", host("Crèche", BRUZ))
    offer("Deux", host("Musée", PARIS))
    found = ask(client, q="crèche")
    assert found["clusters"] == []
    assert len(found["spots"]) == 1


def test_frame_is_respected_and_bad_ones_are_refused(client: Client) -> None:
    offer("À Bruz", host("Crèche", BRUZ))
    assert ask(client, cadre="2,48,3,49")["total"] == 0
    assert ask(client, cadre="-2,47,-1,49")["total"] == 1
    for frame in ("", "1,2,3", "9,51,-5,42", "a,b,c,d", "nan,0,1,1"):
        assert client.get("/recherche/carte/", {"cadre": frame, "z": "6"}).status_code == 400
    assert client.get("/recherche/carte/", {"cadre": FRANCE, "z": "x"}).status_code == 400


def test_squares_count_every_result_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_map, "FEW", 3)
    for number in range(12):
        made = host(f"Crèche {number}", (BRUZ[0] + number * 0.3, BRUZ[1] + number * 0.2))
        factories.offer(made, title=f"Offre {number}")
        indexing.reindex_institution(made)
    for zoom in (0, 5, 9, 18):
        found = look(Criteria(q="crèche"), Box(-6, 42, 9, 53), zoom)
        assert sum(cluster.count for cluster in found.clusters) == found.total == 12
        for cluster in found.clusters:
            assert cluster.box.south <= cluster.latitude <= cluster.box.north
    assert len(look(Criteria(q="crèche"), Box(-6, 42, 9, 53), 0).clusters) <= 2
    assert len(look(Criteria(q="crèche"), Box(-6, 42, 9, 53), 12).clusters) == 12
