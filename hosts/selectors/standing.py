"""Where a person stands towards a host, and whom a message about it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from hosts.enums import Standing
from hosts.models import HostInstitution

MODERATING = (Role.NETWORK_ADMIN, Role.ANIMATOR)


def standing(
    institution: HostInstitution, user: Any, memberships: Iterable[Membership] | None = None
) -> frozenset[Standing]:
    """What the person is to this host, by their current memberships: those given, or one query."""
    if user is None or not user.is_authenticated:
        return frozenset()
    found: set[Standing] = set()
    if institution.discovered_by_id == user.pk:
        found.add(Standing.DISCOVERER)
    territory = institution.organisation.territory_id
    if memberships is None:
        memberships = Membership.objects.current().filter(user=user).select_related("organisation")
    for membership in memberships:
        if membership.organisation_id == institution.organisation_id:
            found.add(Standing.MANAGER if membership.role == Role.HOST_MANAGER else Standing.MEMBER)
        elif membership.organisation.kind == OrganisationKind.NETWORK and membership.role in MODERATING:
            limit = membership.organisation.territory_id
            if limit is None or limit == territory:
                found.add(Standing.MODERATOR)
    return frozenset(found)


def moderators(institution: HostInstitution) -> QuerySet[User]:
    """Who moderates this host: its territory's people; those of the whole network where it has none."""
    mine = _moderators(Q(organisation__territory=institution.organisation.territory_id))
    if institution.organisation.territory_id is not None and mine.exists():
        return mine
    return _moderators(Q(organisation__territory__isnull=True))


def managers(institution: HostInstitution) -> QuerySet[User]:
    """The host's managers: a team shares its notifications."""
    current = Membership.objects.current().filter(organisation=institution.organisation_id, role=Role.HOST_MANAGER)
    return _reachable().filter(pk__in=current.values("user"))


def keepers(institution: HostInstitution) -> QuerySet[User]:
    """Whom the fate of a sheet concerns: its managers and the person who discovered it."""
    current = Membership.objects.current().filter(organisation=institution.organisation_id, role=Role.HOST_MANAGER)
    return _reachable().filter(Q(pk__in=current.values("user")) | Q(pk=institution.discovered_by_id))


def _moderators(which: Q) -> QuerySet[User]:
    current = Membership.objects.current().filter(
        which, organisation__kind=OrganisationKind.NETWORK, role__in=MODERATING
    )
    return _reachable().filter(pk__in=current.values("user"))


def _reachable() -> QuerySet[User]:
    return User.objects.filter(is_active=True, anonymised_at__isnull=True, email__isnull=False).order_by("pk")
