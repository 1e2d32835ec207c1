"""Reminders about offers: one that nears its end is worth renewing, and its team is told in time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts import notifications
from hosts.models import PlacementOffer
from messaging import reminders

OFFER_ENDS = "hosts.offer_ends"


def ending_offers(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Offers still open, not renewed yet, whose last period ends within the days set on screen."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(OFFER_ENDS) if day <= 0]
    if not offsets:
        return
    ending = (
        PlacementOffer.objects.open(today)
        .filter(renewals__isnull=True)
        .annotate(last=Max("periods__end"))
        .filter(last__lte=today - datetime.timedelta(days=min(offsets)))
        .select_related("institution__organisation")
    )
    for offer in ending:
        if due := reminders.last_due(offer.last, offsets, today):
            yield reminders.Due(offer, due, lambda offer=offer: notifications.offer_ends(offer, offer.last))  # type: ignore[misc]


reminders.register(OFFER_ENDS, scan=ending_offers, label=_("An offer nears its end: renew it"), offsets=(-21, -7))
