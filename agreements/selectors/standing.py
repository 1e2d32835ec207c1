"""What a person is to an agreement: decides what they may do with it (`agreements.workflow`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.along import came_with
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from accounts.models.pupils import PUPIL_ROLES
from agreements.enums import Side, SignatoryState, Standing
from agreements.models import Agreement, Signatory
from internships.models import Placement

SENDER_ROLES: dict[str, tuple[str, ...]] = {
    OrganisationKind.TRAINING: PUPIL_ROLES,
    OrganisationKind.EMPLOYER: (Role.HR, Role.SIGNATORY),
}
HOST_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY, Role.TUTOR)
LEADING_HOST_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY)


def standing(agreement: Agreement, user: Any, seats: Iterable[Membership] | None = None) -> frozenset[Standing]:
    """Everything the person is to the agreement, by their current memberships: those given, or one query.

    Nothing for a stranger.
    """
    if user is None or not user.is_authenticated:
        return frozenset()
    found = set()
    placement = agreement.placement
    if placement.person_id == user.pk:
        found.add(Standing.TRAINEE)
    if seats is None:
        seats = Membership.objects.current().filter(user=user)
    roles = [(seat.organisation_id, seat.role) for seat in seats]
    hosts = hosts_of(placement)
    for organisation_id, role in roles:
        if organisation_id in hosts and role in HOST_ROLES:
            found.add(Standing.HOST)
    if _leads(agreement, roles, hosts):
        found.add(Standing.STEWARD)
    if any(one.user_id == user.pk and one.until is None for one in placement.supervisors.all()):
        found.add(Standing.REFERENT)
    if _own_lines(agreement, user):
        found.add(Standing.SIGNATORY)
    return frozenset(found)


def is_steward(agreement: Agreement, user: Any) -> bool:
    return Standing.STEWARD in standing(agreement, user)


def stewards(agreement: Agreement) -> list[User]:
    """Whom to tell on the leading side: who drew the agreement up, otherwise those who look after placements there."""
    people = _leading_people(agreement)
    if agreement.created_by_id and people.filter(pk=agreement.created_by_id).exists():
        people = people.filter(pk=agreement.created_by_id)
    return list(people.filter(is_active=True).distinct().order_by("pk"))


def sides_of(agreement: Agreement, user: Any, who: frozenset[Standing] | None = None) -> frozenset[str]:
    """The sides for which the person speaks; `who` where it is known already what they are to the agreement."""
    found: set[str] = set()
    who = standing(agreement, user) if who is None else who
    if Standing.TRAINEE in who:
        found.add(Side.TRAINEE)
    if Standing.HOST in who:
        found.add(Side.HOST)
    if Standing.STEWARD in who:
        found.add(leading_side(agreement))
    if Standing.SIGNATORY in who:
        found |= {one.side for one in _own_lines(agreement, user)}
    return frozenset(found)


def leading_side(agreement: Agreement) -> str:
    sender = agreement.placement.sending_organisation
    if sender is None:
        return Side.HOST
    return Side.EMPLOYER if sender.kind == OrganisationKind.EMPLOYER else Side.SCHOOL


def hosts_of(placement: Placement) -> set[int]:
    """The organisations that host it."""
    if came_with(placement, "sites"):
        return {site.institution.organisation_id for site in placement.sites.all()}
    return set(placement.sites.values_list("institution__organisation_id", flat=True))


def _own_lines(agreement: Agreement, user: User) -> list[Signatory]:
    """The lines on which the person signs by their account."""
    rows = agreement.signatories.all()
    return [one for one in rows if one.user_id == user.pk and one.state != SignatoryState.DELEGATED]


def _leads(agreement: Agreement, roles: list[tuple[int, str]], hosts: set[int]) -> bool:
    sender = agreement.placement.sending_organisation
    if sender is None:
        return any(organisation in hosts and role in LEADING_HOST_ROLES for organisation, role in roles)
    wanted = SENDER_ROLES.get(sender.kind, ())
    return any(organisation == sender.pk and role in wanted for organisation, role in roles)


def _leading_people(agreement: Agreement) -> Any:
    sender = agreement.placement.sending_organisation
    seats = Membership.objects.current()
    if sender is None:
        hosts = agreement.placement.sites.values("institution__organisation_id")
        seats = seats.filter(organisation__in=hosts, role__in=LEADING_HOST_ROLES)
    elif sender.kind == OrganisationKind.EMPLOYER:
        seats = seats.filter(organisation=sender, role__in=SENDER_ROLES[OrganisationKind.EMPLOYER])
    else:
        seats = seats.filter(organisation=sender, role__in=(Role.COORDINATOR, Role.HEAD))
        if agreement.created_by_id:
            teacher = Q(user=agreement.created_by_id, organisation=sender, role__in=PUPIL_ROLES)
            seats = Membership.objects.current().filter(Q(pk__in=seats.values("pk")) | teacher)
    return User.objects.filter(pk__in=seats.values("user_id"))
