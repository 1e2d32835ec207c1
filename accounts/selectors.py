"""Reads of accounts that are more than one QuerySet method."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from rapidfuzz import fuzz, utils

from accounts.enums import MANAGING_ROLES, Role
from accounts.models import Membership, Organisation, User
from accounts.text import fold

PER_PAGE = 25


@dataclass
class Member:
    """A person of an organisation, with the roles they hold there."""

    user: User
    memberships: list[Membership] = field(default_factory=list)

    @property
    def searchable(self) -> str:
        roles = " ".join(str(membership.get_role_display()) for membership in self.memberships)
        return fold(f"{self.user} {self.user.email or ''} {roles}")

    @property
    def manages(self) -> bool:
        return any(membership.role in MANAGING_ROLES for membership in self.memberships)


def members(organisation: Organisation, search: str = "") -> list[Member]:
    """Today's members, by name; one query. `search`: words that their name, address or role must hold."""
    seats = (
        Membership.objects.current()
        .filter(organisation=organisation)
        .select_related("user")
        .order_by("user__sort_name", "user_id", "role")
    )
    people: dict[int, Member] = {}
    for seat in seats:
        seat.organisation = organisation
        people.setdefault(seat.user_id, Member(seat.user)).memberships.append(seat)
    words = fold(search).split()
    return [one for one in people.values() if all(word in one.searchable for word in words)]


def former_members(organisation: Organisation) -> QuerySet[Membership]:
    """Ended memberships, the latest first, with whom they passed to (T9)."""
    return (
        Membership.objects.filter(organisation=organisation, until__isnull=False)
        .select_related("user", "handed_over_to__user")
        .order_by("-until", "-pk")
    )


def likely_twins(name: str, kind: str, country: str = "FR") -> list[Organisation]:
    """Organisations of that kind whose name is nearly the same, the nearest first."""
    # Only names are read, and only of one kind and country: some thousands at most.
    names = Organisation.objects.filter(kind=kind, country=country, refused_at__isnull=True).values_list("pk", "name")
    wanted = utils.default_process(fold(name))
    near = {}
    for number, other in names.iterator():
        score = fuzz.token_sort_ratio(wanted, utils.default_process(fold(other)))
        if score >= 84:
            near[number] = score
    found = Organisation.objects.select_related("territory").in_bulk(sorted(near, key=near.__getitem__)[-5:])
    return sorted(found.values(), key=lambda one: -near[one.pk])


def managers_by_organisation(organisations: list[Organisation]) -> dict[int, list[User]]:
    """Who looks after each of these organisations; one query."""
    seats = (
        Membership.objects.current()
        .filter(organisation__in=organisations, role__in=MANAGING_ROLES)
        .select_related("user")
        .order_by("user__sort_name")
    )
    found: dict[int, list[User]] = defaultdict(list)
    for seat in seats:
        if seat.user not in found[seat.organisation_id]:
            found[seat.organisation_id].append(seat.user)
    return found


def may_place(user: User) -> bool:
    """Whether the person says which territory an organisation belongs to."""
    return Membership.objects.current().filter(user=user, role=Role.NETWORK_ADMIN).exists()


def page_of(request: HttpRequest, rows: QuerySet | list, per_page: int = PER_PAGE) -> Page:  # type: ignore[type-arg]
    """The page asked for; the last one when the address asks beyond it."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
