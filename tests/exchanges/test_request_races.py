"""Two at the same moment, with real threads (B2, B6): the last seat is given once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.errors import Refused
from exchanges.models import ImmersionRequest, LedgerEntry, OfferWindow
from exchanges.services import answers, seats
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
