"""Who is part of a placement, and whom a message about it concerns."""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.models.pupils import PUPIL_ROLES
from internships.models import Placement
from internships.models.employments import employs
from internships.selectors.employers import reach_employer

# Of a school without a named referent: those who coordinate.
COORDINATING = (Role.COORDINATOR, Role.HEAD)


def concerned(placement: Placement, *, besides: User | None = None) -> list[User | str]:
    """The trainee, those who accompany, the hosts' managers, and whoever sends; an address for those without account.

    Each is told once, however many capacities they have; `besides` did it and knows.
    """
    people: list[User] = [placement.person]
    addresses: list[str] = []
    for supervisor in placement.supervisors.filter(until__isnull=True).select_related("user"):
        if supervisor.user:
            people.append(supervisor.user)
        elif supervisor.email:
            addresses.append(supervisor.email)
    hosts = placement.sites.values_list("institution__organisation_id", flat=True)
    seats = Membership.objects.current().filter(organisation__in=list(hosts), role=Role.HOST_MANAGER)
    people += User.objects.filter(pk__in=seats.values("user"), is_active=True)
    people += _senders(placement, people)
    employer = reach_employer(placement)
    people += employer.people
    addresses += [employer.email] if employer.email else []
    found = {person.pk: person for person in people if besides is None or person.pk != besides.pk}
    known = {(person.email or "").lower() for person in people} | {(besides.email or "").lower() if besides else ""}
    strangers = {address.lower(): address for address in addresses if address.lower() not in known}
    return [*found.values(), *strangers.values()]


def _senders(placement: Placement, people: list[User]) -> list[User]:
    """Who follows at the school: nobody more where a referent is among the people already."""
    organisation = placement.sending_organisation_id
    if organisation is None or employs(placement.sending_organisation):
        return []
    seats = Membership.objects.current().filter(organisation=organisation)
    if seats.filter(user__in=[person.pk for person in people], role__in=PUPIL_ROLES).exists():
        return []
    roles = seats.filter(role__in=(*COORDINATING, Role.HR))
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True))
