"""Somebody with a seat in several spaces: each is within reach, and every link leads into its own (B5, B7)."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.workspace import Workspace
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, Structure
from messaging.inbox import todos
from messaging.models import EmailDelivery
from tests import factories
from tests.exchanges import making
from tests.exchanges.test_space_pages import signed_in

pytestmark = pytest.mark.django_db
HOME = "/vis-ma-vie-pro/"


def in_two() -> tuple[Structure, Structure]:
    """One host that takes part in two spaces: the first is entered without saying."""
    first = making.structure(making.space(name="Vis ma vie pro en Hérault"))
    return first, making.structure(making.space(name="Vis ma vie pro en Gard"), first.institution)


def here(client: Client, address: str = HOME) -> str:
    """The name of the space in which a page lies."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.context["seat"].space.name)


def test_each_space_names_the_others_and_leads_there() -> None:
    first, second = in_two()
    person = making.professional(first)
    client = signed_in(person)
    page = client.get(HOME).content.decode()
    assert "Vos autres espaces" in page
    (way,) = re.findall(rf'href="({HOME}\?espace=\d+)"', page)
    assert here(client, way) == second.space.name
    assert here(client, reverse("exchanges:discover")) == second.space.name, "it is kept"
    assert here(client, f"{HOME}?espace={first.space_id}") == first.space.name
    alone = signed_in(making.professional(making.structure(making.space())))
    assert "Vos autres espaces" not in alone.get(HOME).content.decode()


def test_what_is_asked_there_is_done_there() -> None:
    """A form sent from a page of the second space acts in it."""
    first, second = in_two()
    person = making.professional(first)
    client = signed_in(person)
    foreign = making.offer(making.structure(second.space))
    own = making.offer(second, written_by=person)
    path = reverse("exchanges:offer", args=[foreign.pk])
    assert client.get(path).status_code == 404, "it lies in the other space"
    client.get(f"{HOME}?espace={second.space_id}")
    assert client.get(path).status_code == 200
    client.post(reverse("exchanges:offer_act", args=[own.pk, "close"]))
    own.refresh_from_db()
    assert own.state == "closed"


def test_links_of_letters_and_of_what_waits_lead_into_their_space() -> None:
    first, second = in_two()
    person = making.professional(first)
    pilot = making.pilot(second.space)
    waiting = making.offer(second, written_by=person, state="submitted")
    signed_in(pilot).post(
        reverse("exchanges:offer_act", args=[waiting.pk, "send_back"]), {"reason": "Dites à quelle heure venir."}
    )
    waiting.refresh_from_db()
    assert waiting.state == "returned"
    letter = EmailDelivery.objects.get(kind="exchanges.offer_sent_back", user=person)
    (door,) = re.findall(r"https?://[^/]+(/compte/login/\S+)", letter.text)
    assert f"?espace={second.space_id}" in unquote(door)
    assert here(signed_in(person), door) == second.space.name
    addresses = [one.url for one in todos(Workspace(person)) if "/vis-ma-vie-pro/" in one.url]
    assert addresses
    assert {here(signed_in(person), address) for address in addresses} == {second.space.name}


def test_the_choice_holds_for_the_organisation_acted_for() -> None:
    first, second = in_two()
    person = making.professional(first)
    other = making.structure(making.space(name="Vis ma vie pro en Lozère"))
    factories.member(other.organisation, Role.TUTOR, user=person)
    client = signed_in(person)
    act = reverse("accounts:switch")
    client.post(act, {"organisation": first.organisation.pk})
    client.get(f"{HOME}?espace={second.space_id}")
    assert here(client) == second.space.name
    client.post(act, {"organisation": other.organisation.pk})
    assert here(client) == other.space.name
    client.post(act, {"organisation": first.organisation.pk})
    assert here(client) == second.space.name, "what was chosen for it before"


@pytest.mark.parametrize("named", ["0", "-1", "x", "", "9" * 30, "²"])
def test_a_space_that_is_none_changes_nothing(named: str) -> None:
    first, _second = in_two()
    client = signed_in(making.professional(first))
    assert here(client, f"{HOME}?espace={named}") == first.space.name
    assert here(client) == first.space.name


def test_no_seat_is_had_by_naming_a_space() -> None:
    """B7: neither where one has none, nor where the structure has left."""
    first, second = in_two()
    foreign: ExchangeSpace = making.space(name="Espace des autres")
    Structure.objects.filter(pk=second.pk).update(state=StructureState.LEFT)
    client = signed_in(making.professional(first))
    for space in (foreign, second.space):
        assert here(client, f"{HOME}?espace={space.pk}") == first.space.name
    stranger = signed_in(factories.member(factories.host().organisation))
    assert stranger.get(f"{HOME}?espace={foreign.pk}").status_code == 404
