"""The only place that moves the seat counters of immersion offers: none is ever overbooked."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchanges.enums import OfferState
from exchanges.models import OfferWindow


class NoSeatLeft(Exception):
    """The period is full, past, or its offer is not published any more; the message says which."""


@transaction.atomic
def take(*, window_id: int) -> OfferWindow:
    """Takes one seat under the period's lock. Raises NoSeatLeft with a sentence to show."""
    window = _locked(window_id)
    if window.offer.state != OfferState.PUBLISHED:
        raise NoSeatLeft(_("This offer is no longer published."))
    if window.end < timezone.localdate():
        raise NoSeatLeft(_("This period is over."))
    if window.seats_left <= 0:
        raise NoSeatLeft(_("The last seat of this period has just been taken."))
    window.taken += 1
    window.save(update_fields=["taken"])
    return window


@transaction.atomic
def release(*, window_id: int) -> OfferWindow:
    """Gives one seat back, whatever the offer's state. Releasing an empty period leaves it at zero."""
    window = _locked(window_id)
    window.taken = max(0, window.taken - 1)
    window.save(update_fields=["taken"])
    return window


def _locked(window_id: int) -> OfferWindow:
    rows = OfferWindow.objects.select_for_update(of=("self",)).select_related("offer__structure")
    return rows.get(pk=window_id)
