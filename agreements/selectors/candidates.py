"""The people of a placement who could sign in a capacity, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from agreements.enums import Capacity
from hosts.models import HostInstitution
from internships.enums import SupervisorCapacity
from internships.models import Placement, Supervisor
from internships.models.employments import employs


@dataclass(frozen=True)
class Candidate:
    name: str
    email: str = ""
    function: str = ""
    user: User | None = None
    language: str = ""


def find(placement: Placement, capacity: str, host: HostInstitution | None = None) -> list[Candidate]:
    """Each person once; on the hosts' side those of one host."""
    found: list[Candidate] = []
    people = _OF_HOSTS[capacity](placement, host) if host else _BY_CAPACITY.get(capacity, _nobody)(placement)
    for candidate in people:
        if candidate.name and candidate not in found:
            found.append(candidate)
    return found


def _person(user: User, function: str = "") -> Candidate:
    return Candidate(str(user), user.email or "", function, user, user.language)


def _trainee(placement: Placement) -> Iterable[Candidate]:
    return [_person(placement.person)]


def _guardians(placement: Placement) -> Iterable[Candidate]:
    return [Candidate(one.name, one.email, one.relationship) for one in placement.person.guardians.all()]


def _function(role: str) -> str:
    """What a role adds to the capacity in which somebody signs; nothing where both say the same."""
    return "" if role in (Role.SIGNATORY, Role.HEAD, Role.REFERENT_TEACHER) else str(Role(role).label)


def _members(organisation_id: int, *roles: str) -> list[Candidate]:
    """Those who hold the first of these roles that anybody holds."""
    for role in roles:
        seats = Membership.objects.current().filter(organisation=organisation_id, role=role, user__is_active=True)
        people = [_person(seat.user, _function(role)) for seat in seats.select_related("user").order_by("pk")]
        if people:
            return people
    return []


def _head(placement: Placement) -> Iterable[Candidate]:
    school = placement.sending_organisation
    if school is None or school.kind != OrganisationKind.TRAINING:
        return []
    return _members(school.pk, Role.HEAD, Role.COORDINATOR)


def _employer(placement: Placement) -> Iterable[Candidate]:
    employer = placement.sending_organisation
    if employer is None or not employs(employer):
        return []
    if found := _members(employer.pk, Role.SIGNATORY, Role.HR):
        return found
    if placement.employment is None:
        return []
    name, function, email = placement.employment.signer
    return [Candidate(name, email, function)]


def _supervisors(placement: Placement, capacity: str, host: HostInstitution | None = None) -> list[Candidate]:
    today = timezone.localdate()
    rows = Supervisor.objects.filter(placement=placement, capacity=capacity).filter(
        Q(until__isnull=True) | Q(until__gte=today), replaced_by__isnull=True
    )
    if host:
        rows = rows.filter(Q(placement_site__isnull=True) | Q(placement_site__institution=host))
    rows = rows.select_related("user").order_by("placement_site__position", "since", "pk")
    return [
        Candidate(
            row.name,
            row.email or ((row.user.email or "") if row.user else ""),
            row.function,
            row.user,
            row.user.language if row.user else "",
        )
        for row in rows
    ]


def _tutors(placement: Placement, host: HostInstitution) -> Iterable[Candidate]:
    return _supervisors(placement, SupervisorCapacity.TUTOR, host)


def _nobody(placement: Placement) -> Iterable[Candidate]:
    return []


def _referent(placement: Placement) -> Iterable[Candidate]:
    named = _supervisors(placement, SupervisorCapacity.REFERENT_TEACHER)
    if named or placement.enrolment is None:
        return named
    referent = placement.enrolment.referent or placement.enrolment.cohort.referent
    return [_person(referent)] if referent else []


def _host_people(placement: Placement, host: HostInstitution) -> Iterable[Candidate]:
    """Who represents a host: two where two may sign for it."""
    found = _members(host.organisation_id, Role.SIGNATORY)[:2] or _members(host.organisation_id, Role.HOST_MANAGER)[:1]
    if found:
        return found
    application = placement.application
    if application and application.institution_id == host.pk and application.host_email and application.host_name:
        return [Candidate(application.host_name, application.host_email)]
    return [Candidate(one.name, one.email, one.function) for one in host.contacts.exclude(email="")[:1]]


_BY_CAPACITY: dict[str, Callable[[Placement], Iterable[Candidate]]] = {
    Capacity.TRAINEE: _trainee,
    Capacity.GUARDIAN: _guardians,
    Capacity.HEAD: _head,
    Capacity.REFERENT_TEACHER: _referent,
    Capacity.EMPLOYER: _employer,
}
_OF_HOSTS: dict[str, Callable[[Placement, HostInstitution], Iterable[Candidate]]] = {
    Capacity.HOST: _host_people,
    Capacity.TUTOR: _tutors,
}
