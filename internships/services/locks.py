"""The locks of a placement, always in this order: person, application, placement, agreement, version, seat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.locking import busy_said
from accounts.models import User
from internships.lawcases import identities
from internships.models import Placement, Supervisor

PLACEMENT_BUSY = _("Somebody else is changing this placement right now. Try again in a moment.")
APPLICATION_BUSY = _("Somebody else is changing this application right now. Try again in a moment.")


def person(pk: int) -> User:
    """Locks a person's placements and applications as a whole; rows that only name the person are not held up."""
    with busy_said(PLACEMENT_BUSY):
        return User.objects.select_for_update(no_key=True).get(pk=pk)


def placement(pk: int) -> Placement:
    """Locks a placement, after its person, so that dates are judged with nobody else changing them."""
    person(Placement.objects.values_list("person_id", flat=True).get(pk=pk))
    rows = Placement.objects.select_for_update(no_key=True, of=("self",)).select_related("kind", "mode")
    with busy_said(PLACEMENT_BUSY):
        return rows.get(pk=pk)


def companions(people: Iterable[Supervisor]) -> None:
    """Locks those who accompany until the transaction ends, so that two placements do not both count the last room.

    They may have no account, so what is locked is a number made from how the law recognises them.
    """
    numbers = {_number("|".join(identity)) for one in people for identity in identities(one)}
    with connection.cursor() as cursor:
        for number in sorted(numbers):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"companion|{text}".encode()).digest()[:8], "big", signed=True)
