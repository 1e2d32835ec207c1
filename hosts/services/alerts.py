"""Alerts of kept searches: what is due is looked for often, so an outage of any length is caught up by the next run.

Never twice: the search is locked while it is checked, and each result told is a row, unique per search, written in
the transaction that queues the e-mail.
"""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.utils import timezone

from hosts.alert_email import SavedSearchAlert
from hosts.models import SavedSearch, SavedSearchHit
from hosts.selectors.saved_searches import news
from hosts.services.saved_searches import next_check, remember

logger = logging.getLogger(__name__)
# A result told so long ago lies far before any `checked_until`, and will not be found again.
REMEMBERED = datetime.timedelta(days=60)


def send_due(now: datetime.datetime | None = None) -> int:
    """Checks every search that is due, each in its own transaction; returns how many e-mails that made."""
    now = now or timezone.now()
    sent, seen = 0, 0
    while (pk := _next_due(now, seen)) is not None:
        seen = pk
        try:
            sent += check(pk, now)
        except Exception:
            logger.exception("the kept search %s could not be checked; the next run tries again", pk)
    return sent


def _next_due(now: datetime.datetime, after: int) -> int | None:
    due = SavedSearch.objects.filter(next_check_at__lte=now, pk__gt=after).order_by("pk")
    return due.values_list("pk", flat=True).first()


@transaction.atomic
def check(pk: int, now: datetime.datetime) -> bool:
    """Looks for news of one search and queues its e-mail; False when there is none or someone else is at it."""
    due = SavedSearch.objects.filter(pk=pk, next_check_at__lte=now, user__is_active=True)
    search = due.select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if search is None:
        return False
    found = news(search)
    checked_until, search.checked_until = search.checked_until, now
    search.next_check_at = next_check(search.frequency, now)
    search.save(update_fields=["checked_until", "next_check_at"])
    SavedSearchHit.objects.filter(search=search, told_at__lt=min(checked_until, now - REMEMBERED)).delete()
    if not found:
        return False
    remember(search, found, now)
    SavedSearchAlert(search=search, entries=found).queue(to=search.user, key=f"search:{pk}:{now.isoformat()}")
    return True
