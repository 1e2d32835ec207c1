from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from hosts.enums import HostState, OfferState
from hosts.models import OfferPeriod
from hosts.services import seats
from hosts.services.indexing import reindex_institution
from tests import factories

THREADS = 50


def period_of(capacity: int = 1, taken: int = 0, **fields: object) -> OfferPeriod:
    return factories.offer(capacity=capacity, taken=taken, **fields).periods.get()


def rush(period: OfferPeriod) -> int:
    """Fifty at once for the same period; how many were told that they have a seat."""
    start = threading.Barrier(THREADS, timeout=30)

    def one(_: int) -> bool:
        try:
            start.wait()
            seats.take_seat(period.pk)
        except seats.NoSeatLeft:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_fifty_for_one_seat() -> None:
    """Domain §7.6: seats that can't be overbooked under concurrency."""
    period = period_of(capacity=1)
    assert rush(period) == 1
    period.refresh_from_db()
    assert period.taken == 1


@pytest.mark.django_db(transaction=True)
def test_positive_control_without_the_lock_several_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rush with the lock removed must overbook, or the test above proves nothing."""
    read = threading.Barrier(THREADS, timeout=30)

    def unlocked(period_id: int) -> OfferPeriod:
        period = OfferPeriod.objects.select_related("offer__institution").get(pk=period_id)
        read.wait()
        return period

    monkeypatch.setattr(seats, "_locked", unlocked)
    assert rush(period_of(capacity=1)) > 1


@pytest.mark.django_db
class TestOneSeat:
    def test_take_and_release(self) -> None:
        period = period_of(capacity=2)
        assert seats.take_seat(period.pk).taken == 1
        assert seats.take_seat(period.pk).seats_left == 0
        with pytest.raises(seats.NoSeatLeft):
            seats.take_seat(period.pk)
        assert seats.release_seat(period.pk).taken == 1

    def test_releasing_an_empty_period_stays_at_zero(self) -> None:
        assert seats.release_seat(period_of().pk).taken == 0

    def test_past_withdrawn_or_unpublished_host_takes_nobody(self) -> None:
        today = timezone.localdate()
        host = factories.host(state=HostState.ARCHIVED)
        for period in (
            period_of(start=today - timedelta(days=9), end=today - timedelta(days=1)),
            period_of(state=OfferState.WITHDRAWN),
            period_of(institution=host),
        ):
            with pytest.raises(seats.NoSeatLeft):
                seats.take_seat(period.pk)

    def test_index_follows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []
        monkeypatch.setattr(seats, "reindex_offer", lambda offer: seen.append(offer.pk))
        period = period_of()
        seats.take_seat(period.pk)
        assert seen == [period.offer_id]


@pytest.mark.django_db
class TestRecount:
    @pytest.fixture
    def counter(self, monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
        held: dict[int, int] = {}
        monkeypatch.setattr(seats, "_counters", [lambda: held])
        return held

    def test_agreement(self, counter: dict[int, int]) -> None:
        period = period_of(capacity=3, taken=2)
        counter[period.pk] = 2
        reindex_institution(period.offer.institution)
        out = StringIO()
        call_command("recount", stdout=out)
        assert "agrees" in out.getvalue()

    def test_difference_is_told_and_mended(self, counter: dict[int, int]) -> None:
        period, empty = period_of(capacity=3, taken=3), period_of(capacity=3, taken=1)
        counter[period.pk] = 2
        with pytest.raises(CommandError, match="2 counters"):
            call_command("recount", stdout=StringIO())
        period.refresh_from_db()
        assert period.taken == 3
        call_command("recount", "--mend", stdout=StringIO())
        period.refresh_from_db()
        empty.refresh_from_db()
        assert (period.taken, empty.taken) == (2, 0)

    def test_nothing_to_compare_before_any_app_books(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a booking app the counters are all there is: nothing is wrong, nothing is erased."""
        monkeypatch.setattr(seats, "_counters", [])
        period = period_of(taken=1)
        call_command("recount", "--mend", stdout=StringIO())
        period.refresh_from_db()
        assert period.taken == 1
