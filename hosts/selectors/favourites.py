"""What someone marked to find it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from hosts.models import Favourite, HostInstitution, PlacementOffer, SearchEntry


@dataclass(frozen=True)
class Marks:
    institutions: frozenset[int] = field(default_factory=frozenset)
    offers: frozenset[int] = field(default_factory=frozenset)

    def has(self, thing: SearchEntry | PlacementOffer | HostInstitution) -> bool:
        if isinstance(thing, SearchEntry):
            return thing.offer_id in self.offers if thing.offer_id else thing.institution_id in self.institutions
        return thing.pk in (self.offers if isinstance(thing, PlacementOffer) else self.institutions)


def of(user: Any, things: Iterable[SearchEntry | PlacementOffer | HostInstitution]) -> Marks:
    """Which of these the person marked: one query, none for a visitor."""
    things = list(things)
    if not user.is_authenticated or not things:
        return Marks()
    offers = {thing.offer_id if isinstance(thing, SearchEntry) else thing.pk for thing in things if _is_offer(thing)}
    hosts = {
        thing.institution_id if isinstance(thing, SearchEntry) else thing.pk for thing in things if not _is_offer(thing)
    }
    mine = Favourite.objects.visible_to(user).filter(Q(offer__in=offers) | Q(institution__in=hosts))
    rows = list(mine.values_list("institution_id", "offer_id"))
    return Marks(
        frozenset(host for host, _offer in rows if host is not None),
        frozenset(offer for _host, offer in rows if offer is not None),
    )


def _is_offer(thing: SearchEntry | PlacementOffer | HostInstitution) -> bool:
    return isinstance(thing, PlacementOffer) or (isinstance(thing, SearchEntry) and thing.offer_id is not None)


def listed(user: Any) -> tuple[list[Favourite], list[Favourite]]:
    """A person's favourites, newest first: those that can be asked for now, and those that are over. Two queries."""
    mine = list(
        Favourite.objects.visible_to(user)
        .select_related("institution__organisation", "institution__sector", "offer__institution__organisation")
        .select_related("offer__institution__sector")
        .order_by("-created_at", "-pk")
    )
    shown = SearchEntry.objects.shown().defer("vector", "open_days", "point")
    offers = {one.offer_id for one in mine if one.offer_id}
    hosts = {one.institution_id for one in mine if one.institution_id}
    entries = shown.filter(Q(offer__in=offers) | Q(institution__in=hosts)).order_by("first_day", "pk")
    by_offer: dict[int, SearchEntry] = {}
    by_host: dict[int, SearchEntry] = {}
    for entry in entries:
        by_host.setdefault(entry.institution_id, entry)
        if entry.offer_id:
            by_offer.setdefault(entry.offer_id, entry)
    for one in mine:
        one.entry = by_offer.get(one.offer_id or 0) if one.offer_id else by_host.get(one.institution_id or 0)
    return [one for one in mine if one.entry], [one for one in mine if not one.entry]
