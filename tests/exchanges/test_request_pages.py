"""The pages of requests and of the ledger, as people meet them (B1, B2, B3, B7, B13, B16)."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.workspace import Workspace
from exchanges import request_todos
from exchanges.access import within
from exchanges.models import ImmersionOffer, ImmersionRequest
from tests import factories
from tests.accounts.mailbox import latest, latest_code, link_in
from tests.exchanges import making
from tests.exchanges.swapping import Swap, monday

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def swap(db: None) -> Swap:
    return Swap()


def client(user: User) -> Client:
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def at(name: str, *args: Any) -> str:
    return reverse(f"exchanges:{name}", args=args)


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def wanted(**changes: Any) -> dict[str, Any]:
    first = changes.pop("first_day", monday())
    return {
        "first_day": first.isoformat(),
        "last_day": (changes.pop("last_day", None) or first + 2 * DAY).isoformat(),
        "post": "éducatrice",
        "motivation": "Comprendre ce que fait une équipe de vie scolaire.",
        **changes,
    }


def test_who_offers_nothing_is_told_to_publish_first(swap: Swap) -> None:
    """B2: the page of an offer leads to the form; without an offer of one's own it leads to writing one."""
    assert swap.hosts.offer is not None
    ours = client(swap.asks.person)
    assert at("ask", swap.hosts.offer.pk) in text(ours.get(swap.hosts.offer.get_absolute_url()))
    ImmersionOffer.objects.filter(structure=swap.asks.structure).delete()
    page = ours.get(at("ask", swap.hosts.offer.pk))
    assert page.status_code == 200
    assert at("offer_new") in text(page)
    assert ours.post(at("ask", swap.hosts.offer.pk), wanted()).status_code == 200
    assert not ImmersionRequest.objects.exists()
    assert Client().get(at("ask", swap.hosts.offer.pk)).status_code == 404
    assert client(factories.user(is_trainee=True)).get(at("ask", swap.hosts.offer.pk)).status_code == 404


def test_four_days_are_refused_beside_the_field_and_nothing_typed_is_lost(swap: Swap) -> None:
    """B3."""
    assert swap.hosts.offer is not None
    page = client(swap.asks.person).post(at("ask", swap.hosts.offer.pk), wanted(last_day=monday() + 3 * DAY))
    assert page.status_code == 422
    assert page.context["form"].errors["last_day"] == ["Cela fait 4 jours\u00a0: une immersion dure ici 2 ou 3 jours."]
    assert "Comprendre ce que fait" in text(page)
    assert monday().isoformat() in text(page)


def test_words_that_tell_who_somebody_is_are_warned_of_once(swap: Swap) -> None:
    """B16: the fixed sentence stands there; an identifier stops the form until it is confirmed."""
    assert swap.hosts.offer is not None
    ours, address = client(swap.asks.person), at("ask", swap.hosts.offer.pk)
    assert "Aucune donnée" in text(ours.get(address))
    told = wanted(motivation="Pour le jeune Kevin, 14 ans, suivi par nous au 06 12 34 56 78.")
    page = ours.post(address, told)
    assert page.status_code == 422
    form = page.context["form"]
    assert ours.post(address, {**told, form.identifiers_name: form.identifiers_digest}).status_code == 302


def test_the_visa_by_a_link_without_an_account(swap: Swap) -> None:
    """B13: the address gets a link and a code; it reads, notes the funding body, and agrees."""
    assert swap.hosts.offer is not None
    small = making.structure(swap.space)
    making.offer(small, start=timezone.localdate(), written_by=None)
    person = making.professional(small)
    page = client(person).post(at("ask", swap.hosts.offer.pk), wanted(visa_email="rh@petite.example.org"))
    made = ImmersionRequest.objects.get()
    assert page["Location"] == at("request", made.pk)
    visitor = Client()
    link = link_in(latest("rh@petite.example.org"))
    visitor.get(link)
    visitor.post(f"{link}code/")
    visitor.post(f"{link}code/", {"code": latest_code("rh@petite.example.org")})
    page = visitor.get(at("request_by_link", made.pk))
    assert page.status_code == 200
    assert "Comprendre ce que fait" in text(page)
    assert at("request_by_link_act", made.pk, "viser") in text(page)
    assert visitor.get(at("request_by_link_act", made.pk, "viser")).status_code == 200
    given = visitor.post(
        at("request_by_link_act", made.pk, "viser"), {"name": "Sofia Pereira", "funding_body": "Uniformation"}
    )
    assert given.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.visa_name, made.funding_body) == ("sent", "Sofia Pereira", "Uniformation")
    assert Client().get(at("request_by_link", made.pk)).status_code == 403


def test_human_resources_have_a_page_of_their_own(swap: Swap) -> None:
    """B13: what waits first, the funding bodies of the year, an export; others have no such page."""
    agreed = swap.visa(swap.ask(making.professional(swap.asks.structure)), funding_body="ANFH")
    swap.accept(agreed)
    waits = swap.ask()
    page = client(swap.asks.hr).get(at("hr_requests"))
    assert [one.pk for one in page.context["page"]] == [waits.pk, agreed.pk]
    assert page.context["figures"]["waiting"] == 1
    if monday().year == timezone.localdate().year:
        assert page.context["figures"]["funds"] == [{"funding_body": "ANFH", "number": 1}]
    table = client(swap.asks.hr).get(at("hr_requests"), {"format": "csv"})
    assert "ANFH" in b"".join(table).decode("utf-8-sig")
    assert client(swap.asks.person).get(at("hr_requests")).status_code == 404
    (todo,) = [one for one in request_todos.structure(Workspace(swap.asks.hr)) if one.icon == "stamp"]
    assert todo.url == within(waits.space_id, at("request", waits.pk))


def test_from_the_host_s_answer_to_the_return_leg(swap: Swap) -> None:
    """B1, B2: accepted on screen; the page says what comes next and leads to the return leg and the ledger."""
    made = swap.visa(swap.ask())
    host = client(swap.hosts.manager)
    assert at("request", made.pk) in text(host.get(at("requests"), {"liste": "received"}))
    answer = {"welcome_name": "Léa Roy", "welcome_function": "cadre", "welcome_email": "lea@example.org", "answer": ""}
    assert host.post(at("request_act", made.pk, "accepter"), answer).status_code == 302
    page = text(host.get(at("request", made.pk)))
    assert swap.asks.offer is not None
    back = f"{at('ask', swap.asks.offer.pk)}?retour={made.pk}"
    assert back in page
    assert "La convention se rédige" in page
    form = client(swap.hosts.person).post(back, wanted(first_day=monday(44)))
    assert form.status_code == 302
    leg = ImmersionRequest.objects.get(returns=made)
    assert at("request", leg.pk) in text(client(swap.asks.person).get(at("request", made.pk)))
    ledger = text(client(swap.asks.person).get(at("ledger")))
    assert "Nous devons 1 accueil" in ledger
    swap.agreed(leg)
    assert "Nous devons 0 accueil" in text(client(swap.asks.person).get(at("ledger")))


def test_the_pilot_lets_a_debt_go(swap: Swap) -> None:
    """B2: with a reason; the whole ledger and its exports are the pilot's alone."""
    swap.agreed()
    pilot = client(making.pilot(swap.space))
    page = pilot.get(at("ledger_whole"))
    (debt,) = page.context["debts"]
    assert pilot.post(at("ledger_waive", debt.pk), {"reason": ""}).status_code == 422
    assert pilot.post(at("ledger_waive", debt.pk), {"reason": "La structure ferme."}).status_code == 302
    assert "La structure ferme." in text(pilot.get(at("ledger_whole")))
    assert pilot.get(at("ledger_waive", debt.pk)).status_code == 404
    accounts = pilot.get(at("ledger_whole"), {"format": "csv", "table": "comptes"})
    assert swap.asks.structure.name in b"".join(accounts).decode("utf-8-sig")
    assert client(swap.asks.manager).get(at("ledger_whole")).status_code == 404


def test_lists_do_not_ask_more_as_they_grow(swap: Swap, django_assert_max_num_queries: Any) -> None:
    """Pinned: the list of requests and the ledger, whatever their length."""
    for number in range(6):
        day = monday(30 + 7 * number)
        swap.agreed(swap.ask(making.professional(swap.asks.structure), first_day=day, last_day=day + DAY))
    someone = client(swap.asks.hr)
    for address in (at("hr_requests"), at("ledger"), at("request", ImmersionRequest.objects.latest("pk").pk)):
        with django_assert_max_num_queries(16):
            assert someone.get(address).status_code == 200
