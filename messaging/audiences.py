"""Groups of people that a thread may be open to without naming them one by one, such as a territory's moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
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


class Reach:
    """By which parties threads are open to a person. Asks for their seats once, for any number of conditions."""

    def __init__(self, user: User) -> None:
        self.named = Q(user=user)
        for organisation, role in roles_of(user):
            self.named |= Q(organisation=organisation) & (Q(roles=[]) | Q(roles__contains=[role]))
        self.by_audience = {code: audience.threads(user) for code, audience in _audiences.items()}

    def through(self, parties: QuerySet[ThreadParty]) -> Q:
        """The threads open by any of those parties of theirs, as a condition on Thread."""
        parties = parties.filter(thread=OuterRef("pk"))
        opened = Q(Exists(parties.filter(self.named)))
        for code, threads in self.by_audience.items():
            opened |= Q(Exists(parties.filter(audience=code))) & threads
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
