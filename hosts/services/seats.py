"""The only place that moves the seat counters of offers (no offer is ever overbooked)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.locking import busy_said
from hosts.enums import HostState, OfferState
from hosts.models import OfferPeriod
from hosts.services.indexing import reindex_offer

# What books seats says how many are booked: {period id: seats taken}, periods without any may be left out.
Counter = Callable[[], dict[int, int]]
_counters: list[Counter] = []


class NoSeatLeft(Exception):
    """The period is full, past, or its offer is not public any more; the message says which."""


def register_counter(counter: Counter) -> Counter:
    """Declares an app that books seats, so that `recount` can compare its rows with the counters."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


@transaction.atomic
def take_seat(period_id: int) -> OfferPeriod:
    """Takes one seat under the period's lock. Raises NoSeatLeft with a sentence to show."""
    period = _locked(period_id)
    offer = period.offer
    if offer.state != OfferState.PUBLISHED or offer.institution.state != HostState.PUBLISHED:
        raise NoSeatLeft(_("This offer is no longer published."))
    if period.end < timezone.localdate():
        raise NoSeatLeft(_("This period is over."))
    if period.taken >= period.capacity:
        raise NoSeatLeft(_("The last seat of this period has just been taken."))
    return _move(period, period.taken + 1)


@transaction.atomic
def release_seat(period_id: int) -> OfferPeriod:
    """Gives one seat back, whatever the offer's state. Releasing an empty period leaves it at zero."""
    period = _locked(period_id)
    return _move(period, max(0, period.taken - 1))


@transaction.atomic
def recount(*, mend: bool = False) -> list[tuple[OfferPeriod, int]]:
    """Compares every counter with what the registered apps hold; returns (period, seats really taken) that differ."""
    if not _counters:
        return []
    held: dict[int, int] = {}
    for counter in _counters:
        for period_id, seats in counter().items():
            held[period_id] = held.get(period_id, 0) + seats
    wrong = [
        (period, held.get(period.pk, 0))
        for period in OfferPeriod.objects.filter(pk__in=held).union(OfferPeriod.objects.filter(taken__gt=0))
        if period.taken != held.get(period.pk, 0)
    ]
    if mend:
        for stale, seats in wrong:
            period = _locked(stale.pk)
            period.capacity = max(period.capacity, seats)
            _move(period, seats)
    return wrong


def counters() -> Iterable[Counter]:
    return tuple(_counters)


def _locked(period_id: int) -> OfferPeriod:
    periods = OfferPeriod.objects.select_for_update(of=("self",)).select_related("offer__institution")
    with busy_said(_("Somebody else is taking a place of this period right now. Try again in a moment.")):
        return periods.get(pk=period_id)


def _move(period: OfferPeriod, taken: int) -> OfferPeriod:
    period.taken = taken
    period.save(update_fields=["taken", "capacity"])
    reindex_offer(period.offer)
    return period
