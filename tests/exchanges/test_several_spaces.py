"""Somebody with a seat in several spaces: each is within reach, and every link leads into its own (B5, B7)."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.workspace import Workspace
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, ImmersionWish, Structure
from exchanges.selectors.hands import hands_of
from messaging import emails
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


def test_a_page_of_the_other_space_says_where_it_lies() -> None:
    """A bookmark, a link without its space: the 404 leads to the same page in the other one."""
    first, second = in_two()
    client = signed_in(making.professional(first))
    foreign = making.offer(making.structure(second.space))
    path = reverse("exchanges:offer", args=[foreign.pk])
    answer = client.get(f"{path}?retour=7")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert foreign.title not in page
    (way,) = re.findall(rf'href="({path}[^"]*)"', page)
    assert way == f"{path}?retour=7&amp;espace={second.space_id}"
    assert client.get(way.replace("&amp;", "&")).status_code == 200
    assert client.get(path).status_code == 200, "it is kept"


def test_what_is_sent_from_a_page_is_done_in_its_space() -> None:
    """Another window has gone to the other space meanwhile: the form acts where it stood."""
    first, second = in_two()
    sector = factories.sector()
    making.structure(second.space, sector=sector)
    client = signed_in(making.professional(first))
    there = f"{reverse('exchanges:wish_new')}?espace={second.space_id}"
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', client.get(there).content.decode())
    start = timezone.localdate() + datetime.timedelta(days=9)
    sent = {
        **dict(fields), "text": "Voir comment un centre social accueille.", "days": "2", "sectors": [sector.pk],
        "periods-0-start": start, "periods-0-end": start + datetime.timedelta(days=30),
    }  # fmt: skip
    assert sent["espace"] == str(second.space_id)
    assert here(client, f"{HOME}?espace={first.space_id}") == first.space.name
    answer = client.post(reverse("exchanges:wish_new"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert ImmersionWish.objects.get().structure == second
    sent["espace"] = str(making.space(name="Espace des autres").pk)
    assert client.post(reverse("exchanges:wish_new"), sent).status_code == 404
    assert ImmersionWish.objects.count() == 1


def test_every_form_of_the_space_says_where_it_stands() -> None:
    """Those that a visitor of several spaces may send; a form without it would act wherever another window went."""
    bare = []
    for path in sorted(Path("templates/exchanges").rglob("*.html")):
        if path.name in ("nobody_home.html", "found.html", "join.html", "join_act.html"):
            continue  # outside, or about a structure that they name
        page = path.read_text()
        bare += [str(path)] * (page.count("{% csrf_token %}") - page.count("{% csrf_token %}{% space_field %}"))
    assert not bare


@pytest.mark.parametrize("kind", sorted(one for one in emails.REGISTRY if one.startswith("exchanges.")))
def test_every_letter_leads_into_its_space(kind: str) -> None:
    button = unquote(emails.REGISTRY[kind].sample().button())
    assert re.search(r"[?&]espace=\d+$", button), button


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


def test_human_resources_answer_in_the_space_they_are_in() -> None:
    """B13: the same host in two spaces: what waits in one is not answered in the other."""
    first, second = in_two()
    speaker = making.hr(first)
    for structure in (first, second):
        hands = hands_of(making.seat(speaker, structure.space))
        assert hands.visas == {structure.pk}


@pytest.mark.parametrize("named", ["-1", "x", "", "²"])
def test_a_space_that_is_none_changes_nothing(named: str) -> None:
    first, _second = in_two()
    client = signed_in(making.professional(first))
    assert here(client, f"{HOME}?espace={named}") == first.space.name
    assert client.get(f"{HOME}?espace={'9' * 30}").status_code == 404
    assert here(client) == first.space.name


def test_no_seat_is_had_by_naming_a_space() -> None:
    """B7: neither where one has none, nor where the structure has left; nor does another space answer in its place."""
    first, second = in_two()
    foreign: ExchangeSpace = making.space(name="Espace des autres")
    Structure.objects.filter(pk=second.pk).update(state=StructureState.LEFT)
    client = signed_in(making.professional(first))
    for space in (foreign, second.space):
        answer = client.get(f"{HOME}?espace={space.pk}")
        assert answer.status_code == 404
        page = answer.content.decode()
        assert space.name not in page
        assert f'href="{HOME}?espace={first.space_id}"' in page
    stranger = signed_in(factories.member(factories.host().organisation))
    assert stranger.get(f"{HOME}?espace={foreign.pk}").status_code == 404
