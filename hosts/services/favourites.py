"""Marking a host or an offer, to find it again."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from hosts.models import Favourite, HostInstitution, PlacementOffer


@transaction.atomic
def mark(*, user: User, thing: HostInstitution | PlacementOffer) -> None:
    """Marks it; marking twice is marking once, also at the same time."""
    offer = thing if isinstance(thing, PlacementOffer) else None
    host = thing if isinstance(thing, HostInstitution) else None
    Favourite.objects.bulk_create([Favourite(user=user, offer=offer, institution=host)], ignore_conflicts=True)


def unmark(*, user: User, thing: HostInstitution | PlacementOffer) -> None:
    """Takes the mark away; nothing happens when there is none."""
    mine = Favourite.objects.visible_to(user)
    if isinstance(thing, PlacementOffer):
        mine.filter(offer=thing).delete()
    else:
        mine.filter(institution=thing).delete()


def follow_merge(twin: HostInstitution, survivor: HostInstitution, sites: object) -> None:
    """Two sheets became one: who marked the one that goes has marked the one that stays."""
    marked = Favourite.objects.filter(institution=twin)
    known = Favourite.objects.filter(institution=survivor).values("user")
    marked.filter(user__in=known).delete()
    marked.update(institution=survivor)
