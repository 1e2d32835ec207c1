"""Where a person stands towards a practice, and whom a message about it concerns."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import MANAGING_ROLES, OrganisationKind
from accounts.models import Membership, User
from practices.enums import Standing
from practices.models import GoodPractice
from practices.models.good_practices import VALIDATING


def standing(practice: GoodPractice, user: Any) -> frozenset[Standing]:
    """What the person is to this practice. Nobody validates what they wrote."""
    if user is None or not user.is_authenticated:
        return frozenset()
    found: set[Standing] = set()
    if practice.author_id == user.pk:
        found.add(Standing.AUTHOR)
    if practice.co_authors.filter(pk=user.pk).exists():
        found.add(Standing.CO_AUTHOR)
    wrote = bool(found)
    for seat in Membership.objects.current().filter(user=user).select_related("organisation"):
        network = seat.organisation.kind == OrganisationKind.NETWORK
        if network and seat.role in VALIDATING and not wrote:
            if seat.organisation.territory_id in (None, practice.territory_id):
                found.add(Standing.VALIDATOR)
        elif seat.organisation_id == practice.organisation_id and seat.role in MANAGING_ROLES and not network:
            found.add(Standing.COLLEAGUE)
    return frozenset(found)


def validators(practice: GoodPractice) -> QuerySet[User]:
    """Who validates this practice: its territory's people, and those of the whole network; not who wrote it."""
    seats = Membership.objects.current().filter(
        Q(organisation__territory=practice.territory_id) | Q(organisation__territory__isnull=True),
        organisation__kind=OrganisationKind.NETWORK,
        role__in=VALIDATING,
    )
    # Administrators hear of it only where nobody has the role of validator.
    named = seats.filter(role=VALIDATING[0])
    people = _reachable().filter(pk__in=(named if named.exists() else seats).values("user"))
    wrote = practice.co_authors.values("pk")
    return people.exclude(pk=practice.author_id or 0).exclude(pk__in=wrote)


def authors(practice: GoodPractice) -> QuerySet[User]:
    """Whom the fate of a practice concerns: its author and co-authors."""
    wrote = practice.co_authors.values("pk")
    return _reachable().filter(Q(pk=practice.author_id or 0) | Q(pk__in=wrote))


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True, anonymised_at__isnull=True, email__isnull=False).order_by("pk")
