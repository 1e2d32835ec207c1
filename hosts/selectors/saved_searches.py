"""Reading kept searches: what they ask, in words and in criteria, and what is new to them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from hosts.forms.search import SearchForm
from hosts.models import SavedSearch, SearchEntry
from hosts.selectors.search.criteria import Criteria
from hosts.selectors.search.statement import Statement
from hosts.selectors.search.text import ask

# An entry may be committed somewhat after the moment it bears: looked at again, told once.
MARGIN = datetime.timedelta(hours=1)
MOST = 200


def query_of(search: SavedSearch) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in search.parameters.items():
        query.setlist(name, [str(value) for value in values])
    return query


def address_of(search: SavedSearch) -> str:
    """The page of its results."""
    query = query_of(search).urlencode()
    return f"{reverse('hosts:search')}?{query}" if query else reverse("hosts:search")


def criteria_of(search: SavedSearch) -> Criteria:
    """What it asks now: places and lists may have changed since; what is gone is left out."""
    return replace(SearchForm(query_of(search)).criteria(), cursor=None, page=1)


def news(search: SavedSearch) -> list[SearchEntry]:
    """Results that appeared since the last check and were never told, newest first, at most `MOST`."""
    criteria = criteria_of(search)
    statement = Statement(criteria, ask(criteria.q).query, today=timezone.localdate(), now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement.since(search.checked_until - MARGIN, search.pk, MOST), statement.values)
        ids = [row[0] for row in cursor.fetchall()]
    entries = {
        entry.pk: entry for entry in SearchEntry.objects.filter(pk__in=ids).defer("vector", "open_days", "point")
    }
    return [entries[pk] for pk in ids if pk in entries]
