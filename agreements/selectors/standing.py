"""What a person is to an agreement: decides what they may do with it (`agreements.workflow`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.models.pupils import PUPIL_ROLES
from agreements.enums import Side, SignatoryState, Standing
from agreements.models import Agreement, Signatory, part_key
from agreements.selectors import kinds
from agreements.selectors.contacts import people_of
from agreements.selectors.leading import LEADING_HOST_ROLES, Lead, hosts_of, lead_of

HOST_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY, Role.TUTOR)


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
    lead = lead_of(placement)
    if lead.holds(roles) or (lead.side == Side.TRAINEE and placement.person_id == user.pk):
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
    people = _leading_people(agreement, lead_of(agreement.placement))
    if agreement.created_by_id and people.filter(pk=agreement.created_by_id).exists():
        people = people.filter(pk=agreement.created_by_id)
    return list(people.filter(is_active=True).distinct().order_by("pk"))


def parts_of(
    agreement: Agreement,
    user: Any,
    who: frozenset[Standing] | None = None,
    seats: Iterable[Membership] | None = None,
    lead: Lead | None = None,
) -> frozenset[str]:
    """The parts that are the person's to complete, by their keys: of several hosts, one's own.

    `who`, `seats` and `lead` where it is known already what they are to the agreement, what they are a member of, and
    who leads it.
    """
    found: set[str] = set()
    who = standing(agreement, user) if who is None else who
    if Standing.TRAINEE in who:
        found.add(part_key(Side.TRAINEE))
    if Standing.HOST in who:
        if seats is None:
            seats = Membership.objects.current().filter(user=user)
        own = {seat.organisation_id for seat in seats if seat.role in HOST_ROLES}
        hosts = kinds.hosts_of(agreement.placement)
        found |= {part_key(Side.HOST, host.pk) for host in hosts if host.organisation_id in own}
    if Standing.STEWARD in who:
        side = (lead or lead_of(agreement.placement)).side
        if side != Side.HOST:
            found.add(part_key(side))
    if Standing.SIGNATORY in who:
        found |= {part_key(one.side, one.institution_id) for one in _own_lines(agreement, user)}
    return frozenset(found)


def leading_side(agreement: Agreement) -> str:
    return lead_of(agreement.placement).side


def may_write(
    agreement: Agreement,
    user: Any,
    part: str,
    who: frozenset[Standing] | None = None,
    mine: Collection[str] | None = None,
) -> bool:
    """Whether the person writes a part, by its key: one of their own (`mine`), or any where their organisation leads
    the agreement; one host that leads, that of another only where this one has nobody here."""
    who = standing(agreement, user) if who is None else who
    if part in (parts_of(agreement, user, who) if mine is None else mine):
        return True
    side = leading_side(agreement) if Standing.STEWARD in who else Side.TRAINEE
    if side != Side.HOST:
        return side != Side.TRAINEE
    placement = agreement.placement
    theirs = [one.pk for one in kinds.hosts_of(placement) if part_key(Side.HOST, one.pk) == part]
    return not any(people_of(placement, Side.HOST, one) for one in theirs)


def may_act_for(agreement: Agreement, user: User, host: int | None) -> bool:
    """Whether somebody who leads sees to the signatures of a host: where a host leads, to those of their own, and of
    one that has nobody here."""
    if host is None or leading_side(agreement) != Side.HOST:
        return True
    own = Membership.objects.current().filter(user=user, role__in=LEADING_HOST_ROLES, organisation__host=host)
    return own.exists() or not people_of(agreement.placement, Side.HOST, host)


def _own_lines(agreement: Agreement, user: User) -> list[Signatory]:
    """The lines on which the person signs by their account."""
    rows = agreement.signatories.all()
    return [one for one in rows if one.user_id == user.pk and one.state != SignatoryState.DELEGATED]


def _leading_people(agreement: Agreement, lead: Lead) -> Any:
    people = lead.people(agreement.placement)
    if lead.side != Side.SCHOOL:
        return people
    # Those who coordinate; a teacher only for what they drew up.
    seats = Membership.objects.current().filter(organisation__in=lead.organisations)
    told = Q(role__in=(Role.COORDINATOR, Role.HEAD))
    if agreement.created_by_id:
        told |= Q(user=agreement.created_by_id, role__in=PUPIL_ROLES)
    return User.objects.filter(pk__in=seats.filter(told).values("user_id"))
