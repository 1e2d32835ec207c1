"""Two at the same moment, with real threads (B1, B2, B6): the last seat is given once, the
ledger is written by one at a time, a request ends in one way."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.errors import Refused
from exchanges.models import ImmersionOffer, ImmersionRequest, LedgerEntry, OfferWindow
from exchanges.selectors import ledger as selectors
from exchanges.selectors.requests import with_all
from exchanges.services import answers, ledger, requests, seats
from internships.models import Placement
from tests.exchanges import making
from tests.exchanges.swapping import Swap
from tests.internships.test_application_races import rush

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> tuple[Swap, list[ImmersionRequest]]:
    """Two requests with the host for the only seat of a period."""
    swap = Swap()
    assert swap.hosts.offer is not None
    swap.hosts.offer.windows.update(seats=1)
    people = [making.professional(swap.asks.structure) for _number in range(2)]
    return swap, [swap.visa(swap.ask(one)) for one in people]


def accept_at_once(swap: Swap, made: list[ImmersionRequest]) -> list[Any]:
    seat = swap.seat(swap.hosts.manager)
    calls = [lambda number=one.pk: answers.accept(request_id=number, seat=seat) for one in made]
    return rush(calls, (Refused, IntegrityError))


def test_the_last_seat_is_given_once() -> None:
    """B6: one is accepted, the other one is told; the ledger agrees."""
    swap, made = waiting()
    outcomes = accept_at_once(swap, made)
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert ImmersionRequest.objects.agreed().count() == 1
    assert OfferWindow.objects.get(offer=swap.hosts.offer).taken == 1
    assert LedgerEntry.objects.count() == 1


def test_without_the_lock_both_would_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """B6: the positive control. Both read the period before either writes."""
    swap, made = waiting()
    both = threading.Barrier(2, timeout=30)

    def unlocked(window_id: int) -> OfferWindow:
        found = OfferWindow.objects.select_related("offer__structure").get(pk=window_id)
        both.wait()
        return found

    monkeypatch.setattr(seats, "_locked", unlocked)
    outcomes = accept_at_once(swap, made)
    assert not any(isinstance(one, Refused) for one in outcomes)
    assert ImmersionRequest.objects.agreed().count() == 2


def accept_both_ways(swap: Swap) -> list[Any]:
    """Each structure receives somebody of the other one, at once."""
    there, back = swap.visa(swap.ask()), swap.visa(swap.back())
    for offer in ImmersionOffer.objects.all():
        email = f"accueil{offer.pk}@example.org"
        ImmersionOffer.objects.filter(pk=offer.pk).update(contact_name=f"Accueil {offer.pk}", contact_email=email)
    hosts, asks = swap.seat(swap.hosts.manager), swap.seat(swap.asks.manager)
    calls = [
        lambda: answers.accept(request_id=there.pk, seat=hosts),
        lambda: answers.accept(request_id=back.pk, seat=asks),
    ]
    return rush(calls)


def test_a_swap_accepted_from_both_sides_at_once_is_settled() -> None:
    """B1: whoever writes second finds the debt of the first one, and returns it."""
    swap = Swap()
    assert not any(isinstance(one, Refused) for one in accept_both_ways(swap))
    assert selectors.balance(swap.space) == {}
    assert sorted(LedgerEntry.objects.values_list("kind", flat=True)) == ["owed", "returned"]


def test_without_the_lock_of_the_ledger_both_would_owe(monkeypatch: pytest.MonkeyPatch) -> None:
    """B1: the positive control. Neither sees what the other has written."""
    swap, both, net = Swap(), threading.Barrier(2, timeout=30), ledger._net

    def apart(request: ImmersionRequest, actor: Any) -> None:
        net(request, actor)
        both.wait()

    monkeypatch.setattr(ledger, "_lock", lambda space_id: None)
    monkeypatch.setattr(ledger, "_net", apart)
    assert not any(isinstance(one, Refused) for one in accept_both_ways(swap))
    assert sorted(selectors.balance(swap.space).values()) == [1, 1]


def accept_and_withdraw(swap: Swap, made: ImmersionRequest) -> list[Any]:
    host, person = swap.seat(swap.hosts.manager), swap.seat(swap.asks.person)
    calls = [
        lambda: answers.accept(request_id=made.pk, seat=host),
        lambda: requests.withdraw(request_id=made.pk, seat=person),
    ]
    return rush(calls)


def test_accepted_or_withdrawn_never_both() -> None:
    """B2: one is told; seat, placement and ledger say the same as the request."""
    swap = Swap()
    made = swap.visa(swap.ask())
    outcomes = accept_and_withdraw(swap, made)
    made.refresh_from_db()
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    agreed = int(made.state == "accepted")
    assert made.state in ("accepted", "withdrawn")
    assert OfferWindow.objects.get(offer=swap.hosts.offer).taken == agreed
    assert (Placement.objects.count(), LedgerEntry.objects.count()) == (agreed, agreed)


def test_without_the_lock_of_the_request_both_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """B2: the positive control. Both read the request before either writes."""
    swap, both = Swap(), threading.Barrier(2, timeout=30)
    made = swap.visa(swap.ask())

    def unlocked(request_id: int) -> ImmersionRequest:
        found = with_all(ImmersionRequest.objects.all()).get(pk=request_id)
        both.wait()
        return found

    monkeypatch.setattr(answers, "locked", unlocked)
    monkeypatch.setattr(requests, "locked", unlocked)
    assert not any(isinstance(one, Refused) for one in accept_and_withdraw(swap, made))
    assert Placement.objects.exists()
