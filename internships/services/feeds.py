"""Secret addresses under which calendar programs read placements."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from internships.models import CalendarFeed, Placement
from internships.services import locks


@transaction.atomic
def renew_personal(*, user: User) -> CalendarFeed:
    """Makes the address of a person's calendar, or a new one: the old one leads nowhere from then on."""
    values = {"token": secrets.token_urlsafe(32), "created_at": timezone.now()}
    feed, _made = CalendarFeed.objects.update_or_create(user=user, defaults=values)
    return feed


@transaction.atomic
def drop_personal(*, user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()


@transaction.atomic
def renew_of_placement(*, placement_id: int, actor: User) -> Placement:
    """Gives a placement's calendar a new address, after the old one went too far."""
    placement = locks.placement(placement_id)
    placement.calendar_token = secrets.token_urlsafe(32)
    placement.save(update_fields=["calendar_token"])
    audit.record(
        action="placement.calendar_renewed",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
    )
    return placement
