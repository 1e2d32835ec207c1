"""Keeping a search, and how often it writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from hosts.enums import AlertFrequency
from hosts.models import SavedSearch, SavedSearchHit, SearchEntry
from hosts.selectors.saved_searches import news

# Alerts go out early in the morning; weekly ones on Mondays.
HOUR = datetime.time(7, 0)
MOST = 30
SALT = "hosts.saved_search"
Parameters = Mapping[str, Sequence[str]]


class TooMany(Exception):
    """The person keeps as many searches as one can; the message says what to do."""


@transaction.atomic
def keep(*, user: User, name: str, parameters: Parameters, frequency: str) -> SavedSearch:
    """Keeps a search. What it finds today is known: alerts tell of what appears later. Raises TooMany."""
    User.objects.select_for_update().get(pk=user.pk)
    if SavedSearch.objects.filter(user=user).count() >= MOST:
        raise TooMany(_("You keep %(most)d searches already. Delete one first.") % {"most": MOST})
    search = SavedSearch.objects.create(
        user=user,
        name=name,
        parameters={key: list(values) for key, values in parameters.items()},
        frequency=frequency,
        next_check_at=next_check(frequency),
    )
    remember(search, news(search))
    return search


@transaction.atomic
def change(*, search: SavedSearch, name: str, frequency: str) -> SavedSearch:
    """Renames it or changes its rhythm. Alerts switched on again tell of what appears from then on."""
    locked = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if locked.frequency == AlertFrequency.NEVER and frequency != AlertFrequency.NEVER:
        locked.checked_until = timezone.now()
        remember(locked, news(locked))
    if locked.frequency != frequency:
        locked.next_check_at = next_check(frequency)
    locked.name, locked.frequency = name, frequency
    locked.save(update_fields=["name", "frequency", "next_check_at", "checked_until"])
    return locked


def remember(search: SavedSearch, known: Iterable[SearchEntry], now: datetime.datetime | None = None) -> None:
    """Writes down what was told or seen, so that it is never told again; each result is unique per search."""
    rows = {("o", entry.offer_id) if entry.offer_id else ("s", entry.site_id) for entry in known}
    SavedSearchHit.objects.bulk_create(
        SavedSearchHit(
            search=search,
            offer_id=number if kind == "o" else None,
            site_id=number if kind == "s" else None,
            told_at=now or timezone.now(),
        )
        for kind, number in sorted(rows)
    )


def delete(*, search: SavedSearch) -> None:
    search.delete()


def stop(*, search: SavedSearch) -> None:
    """No more e-mails; the search itself stays."""
    change(search=search, name=search.name, frequency=AlertFrequency.NEVER)


def next_check(frequency: str, now: datetime.datetime | None = None) -> datetime.datetime | None:
    """The next morning, or the next Monday morning, in the zone of the site; None for no e-mail."""
    if frequency == AlertFrequency.NEVER:
        return None
    here = timezone.localtime(now)
    day = here.date() if here.time() < HOUR else here.date() + datetime.timedelta(days=1)
    if frequency == AlertFrequency.WEEKLY:
        day += datetime.timedelta(days=-day.weekday() % 7)
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def token(search: SavedSearch) -> str:
    """Lets whoever reads the e-mail end the alerts of this one search, without signing in."""
    return signing.dumps(search.pk, salt=SALT)


def by_token(text: str) -> SavedSearch | None:
    """The search of an unsubscribe link, which does not expire; None when it is not ours or the search is gone."""
    try:
        return SavedSearch.objects.filter(pk=int(signing.loads(text, salt=SALT))).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
