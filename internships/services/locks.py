"""The locks of a placement, always in this order: person, application, placement, agreement, version, seat."""

from __future__ import annotations

from accounts.models import User
from internships.models import Placement


def person(pk: int) -> User:
    """Locks a person's placements and applications as a whole; rows that only name the person are not held up."""
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def placement(pk: int) -> Placement:
    """Locks a placement, after its person, so that dates are judged with nobody else changing them."""
    person(Placement.objects.values_list("person_id", flat=True).get(pk=pk))
    return Placement.objects.select_for_update(no_key=True, of=("self",)).select_related("kind", "mode").get(pk=pk)
