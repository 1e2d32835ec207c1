"""Who keeps the network's own pages: validators, animators, administrators; those of a territory for that territory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Q, QuerySet

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Territory, User

VALIDATORS = (Role.PRACTICE_VALIDATOR, Role.NETWORK_ADMIN)
EDITORS = (Role.PRACTICE_VALIDATOR, Role.ANIMATOR, Role.NETWORK_ADMIN)


def seats_of(user: Any, roles: Iterable[str] = EDITORS) -> QuerySet[Membership]:
    """The person's seats at the network in one of these roles."""
    if not user.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.current().filter(
        user=user, role__in=tuple(roles), organisation__kind=OrganisationKind.NETWORK
    )


def covered_by(user: Any, roles: Iterable[str] = EDITORS) -> Q:
    """For rows with a `territory`: those that the person looks after in one of these roles. No query of its own."""
    seats = seats_of(user, roles)
    everywhere = seats.filter(organisation__territory__isnull=True)
    return Q(territory__in=seats.values("organisation__territory")) | Q(Exists(everywhere))


def territories_of(user: Any, roles: Iterable[str] = EDITORS) -> QuerySet[Territory]:
    """Where the person may publish for the network."""
    seats = seats_of(user, roles)
    limited = Q(pk__in=seats.filter(organisation__territory__isnull=False).values("organisation__territory"))
    return Territory.objects.filter(limited | Q(Exists(seats.filter(organisation__territory__isnull=True))))


def edits_everywhere(user: Any, roles: Iterable[str] = EDITORS) -> bool:
    """Whether no territory limits what the person publishes."""
    return seats_of(user, roles).filter(organisation__territory__isnull=True).exists()


def keepers(territory_id: int | None, roles: Iterable[str] = VALIDATORS) -> QuerySet[User]:
    """Whom to tell of what waits: validators of the territory and of the whole network; without any, administrators."""
    seats = Membership.objects.current().filter(
        Q(organisation__territory=territory_id) | Q(organisation__territory__isnull=True),
        organisation__kind=OrganisationKind.NETWORK,
        role__in=tuple(roles),
    )
    named = seats.filter(role=Role.PRACTICE_VALIDATOR)
    wanted = named if named.exists() else seats
    people = User.objects.filter(is_active=True, anonymised_at__isnull=True, email__isnull=False)
    return people.filter(pk__in=wanted.values("user")).order_by("pk")
