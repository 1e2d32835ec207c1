"""Groups of people that a thread may be open to without naming them one by one, such as a territory's moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from messaging.models import Thread, ThreadParty

MODERATORS = "moderators"


@dataclass(frozen=True)
class Audience:
    """`threads(user)` says which threads of the audience are open to a person; `people(thread)` who they are."""

    label: str | Promise
    threads: Callable[[User], Q]
    people: Callable[[Thread], QuerySet[User]]


_audiences: dict[str, Audience] = {}


def register(code: str, audience: Audience) -> None:
    _audiences[code] = audience


def get(code: str) -> Audience:
    return _audiences[code]


def roles_of(user: Any) -> list[tuple[int, str]]:
    """(organisation, role) pairs the person holds today."""
    return list(Membership.objects.current().filter(user=user).values_list("organisation_id", "role"))


def open_to(user: User, parties: QuerySet[ThreadParty]) -> Q:
    """The threads open to a person by any audience among those parties, as a condition on Thread."""
    opened = Q(pk__in=[])
    for code, audience in _audiences.items():
        opened |= Q(Exists(parties.filter(audience=code))) & audience.threads(user)
    return opened


def _moderating(user: User) -> Q:
    """Threads without a territory belong to moderators of every territory; a network without one moderates all."""
    networks = Membership.objects.current().filter(
        user=user, role__in=(Role.NETWORK_ADMIN, Role.ANIMATOR), organisation__kind=OrganisationKind.NETWORK
    )
    territories = list(networks.values_list("organisation__territory_id", flat=True))
    if not territories:
        return Q(pk__in=[])
    if None in territories:
        return ~Q(pk__in=[])
    return Q(territory__isnull=True) | Q(territory__in=territories)


def _moderators(thread: Thread) -> QuerySet[User]:
    seats = Membership.objects.current().filter(
        role__in=(Role.NETWORK_ADMIN, Role.ANIMATOR), organisation__kind=OrganisationKind.NETWORK
    )
    if thread.territory_id:
        seats = seats.filter(
            Q(organisation__territory__isnull=True) | Q(organisation__territory_id=thread.territory_id)
        )
    return User.objects.filter(pk__in=seats.values("user_id"), is_active=True)


register(MODERATORS, Audience(_("The network's moderators"), _moderating, _moderators))
