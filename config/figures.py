"""The true figures of the home page (E1, E3): counted, never written down."""

from __future__ import annotations

from typing import TypedDict

from django.core.cache import caches
from django.utils import timezone

from accounts.counting import counted
from accounts.models import Territory
from hosts.models import HostInstitution, PlacementOffer
from practices.models import PracticeEntry

KEY = "home-figures"
# Long enough to spare the database on a busy day, short enough that a published host is soon counted.
KEPT_FOR = 60


class Figures(TypedDict):
    hosts: int
    offers: int
    territories: int
    practices: int


def count() -> Figures:
    """One query, whatever the number of rows."""
    return Figures(
        **counted(  # type: ignore[typeddict-item]
            hosts=HostInstitution.objects.published(),
            offers=PlacementOffer.objects.open(),
            territories=Territory.objects.all(),
            practices=PracticeEntry.objects.all(),
        )
    )


def figures() -> Figures:
    """Counted at most once a minute in each process, and anew on each day, when offers end."""
    cache = caches["memory"]
    key = f"{KEY}-{timezone.localdate()}"
    known: Figures | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, KEPT_FOR)
    return known
