"""Who leads an agreement: draws it up, names who signs, sends it, answers.

A school leads those of its trainees. An employer leads where somebody speaks for it here; otherwise, and where nobody
sends the person, the host does; where nobody of the host has an account either, the trainee leads, writing their own
part only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.along import came_with
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from agreements.enums import Side
from internships.models import Placement
from internships.models.employments import EMPLOYER_ROLES, employs

SENDER_ROLES: dict[str, tuple[str, ...]] = {
    OrganisationKind.TRAINING: PUPIL_ROLES,
    OrganisationKind.EMPLOYER: EMPLOYER_ROLES,
    OrganisationKind.HOST: EMPLOYER_ROLES,
}
LEADING_HOST_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY)


@dataclass(frozen=True)
class Lead:
    """The side that leads, and the seats by which people do; without seats, the trainee."""

    side: str
    organisations: frozenset[int] = frozenset()
    roles: tuple[str, ...] = ()

    def holds(self, roles: list[tuple[int, str]]) -> bool:
        """Whether one of these (organisation, role) is a seat that leads."""
        return any(organisation in self.organisations and role in self.roles for organisation, role in roles)

    def people(self, placement: Placement) -> QuerySet[User]:
        if self.side == Side.TRAINEE:
            return User.objects.filter(pk=placement.person_id)
        seats = Membership.objects.current().filter(organisation__in=self.organisations, role__in=self.roles)
        return User.objects.filter(pk__in=seats.values("user_id"))


def lead_of(placement: Placement) -> Lead:
    """Who leads the agreement of a placement; one query where no school does."""
    sender = placement.sending_organisation
    if sender is not None and not employs(sender):
        return Lead(Side.SCHOOL, frozenset({sender.pk}), SENDER_ROLES.get(sender.kind, ()))
    hosts = frozenset(hosts_of(placement))
    seats = Membership.objects.current().filter(
        organisation__in=[*hosts, *([sender.pk] if sender else [])],
        role__in=(*EMPLOYER_ROLES, *LEADING_HOST_ROLES),
        user__is_active=True,
    )
    held = list(seats.values_list("organisation_id", "role"))
    by_employer = Lead(Side.EMPLOYER, frozenset({sender.pk} if sender else ()), EMPLOYER_ROLES)
    by_host = Lead(Side.HOST, hosts, LEADING_HOST_ROLES)
    return next((lead for lead in (by_employer, by_host) if lead.holds(held)), Lead(Side.TRAINEE))


def leader_of(placement: Placement, lead: Lead | None = None) -> tuple[Organisation | None, str]:
    """In whose name the others are asked: the organisation that leads, if one does, and what it is called."""
    lead, sender = lead or lead_of(placement), placement.sending_organisation
    if lead.side in (Side.SCHOOL, Side.EMPLOYER) and sender is not None:
        return sender, sender.name
    if lead.side == Side.HOST:
        first = next(iter(placement.sites.all()), None)
        if first is not None:
            return first.institution.organisation, first.institution.organisation.name
    return None, str(placement.person)


def leads(placement: Placement, user: Any, seats: Iterable[Membership] | None = None, lead: Lead | None = None) -> bool:
    """Whether the person leads, or would begin, the agreement of the placement; `seats`: their memberships."""
    if not user.is_authenticated:
        return False
    lead = lead or lead_of(placement)
    if lead.side == Side.TRAINEE:
        return bool(placement.person_id == user.pk)
    seats = Membership.objects.current().filter(user=user) if seats is None else seats
    return lead.holds([(seat.organisation_id, seat.role) for seat in seats])


def led_by(workspace: Workspace) -> QuerySet[Placement] | None:
    """The placements whose agreement the person leads in the capacity they act in; None where there can be none."""
    organisation = workspace.organisation
    rows = Placement.objects.all()
    by_nobody = Q(sending_organisation=None) | (
        ~Q(sending_organisation__kind=OrganisationKind.TRAINING) & ~Exists(_of_sender())
    )
    if organisation is None:
        if workspace.user is None:
            return None
        unhosted = ~Exists(_of_hosts())
        return rows.filter(by_nobody, unhosted, person=workspace.user)
    sent = Q(sending_organisation=organisation)
    hosted = by_nobody & Q(sites__institution__organisation=organisation)
    wanted = [sent] if workspace.has_role(*SENDER_ROLES.get(organisation.kind, ())) else []
    if organisation.kind == OrganisationKind.HOST and workspace.has_role(*LEADING_HOST_ROLES):
        wanted.append(hosted)
    return rows.filter(reduce(or_, wanted)).distinct() if wanted else None


def hosts_of(placement: Placement) -> set[int]:
    """The organisations that host it."""
    if came_with(placement, "sites"):
        return {site.institution.organisation_id for site in placement.sites.all()}
    return set(placement.sites.values_list("institution__organisation_id", flat=True))


def _of_sender() -> QuerySet[Membership]:
    seats = Membership.objects.current().filter(role__in=EMPLOYER_ROLES, user__is_active=True)
    return seats.filter(organisation=OuterRef("sending_organisation"))


def _of_hosts() -> QuerySet[Membership]:
    seats = Membership.objects.current().filter(role__in=LEADING_HOST_ROLES, user__is_active=True)
    return seats.filter(organisation__host__placement_sites__placement=OuterRef("pk"))
