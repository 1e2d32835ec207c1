"""Employers as parties: which ones are known already, and whom to write to there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.enums import MANAGING_ROLES, OrganisationKind, Role
from accounts.models import Membership, Organisation, PersonalLink, User
from accounts.selectors import likely_twins as twins_by_name
from accounts.workspace import Workspace
from hosts.enums import HostState
from hosts.numbers import normalise_siret
from hosts.selectors.twins import likely_twins as twins_among_hosts
from internships.models import Employment, Placement
from internships.models.employments import EMPLOYER_KINDS, EMPLOYER_ROLES, employs

MOST = 5


@dataclass(frozen=True)
class EmployerReach:
    """Whom to write to: people with an account, otherwise the address that the person gave; the name with it."""

    people: tuple[User, ...] = ()
    email: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.people or self.email)


def current_of(person: User) -> QuerySet[Employment]:
    """In whose service the person is today, the latest first."""
    return Employment.objects.filter(person=person).current().select_related("organisation")


def seats_of(organisation: Organisation) -> QuerySet[Membership]:
    """Those who speak for the employer here."""
    seats = Membership.objects.current().filter(organisation=organisation, role__in=EMPLOYER_ROLES)
    return seats.filter(user__is_active=True)


def people_of(organisation: Organisation) -> list[User]:
    """Who is told and asked: human resources, otherwise those who sign."""
    seats = list(seats_of(organisation).select_related("user").order_by("user_id"))
    chosen = [one for one in seats if one.role == Role.HR] or seats
    return list({one.user_id: one.user for one in chosen}.values())


def managers_of(organisation: Organisation) -> list[User]:
    """Who looks after the organisation here, whether or not somebody speaks for it as an employer."""
    seats = Membership.objects.current().filter(organisation=organisation, role__in=MANAGING_ROLES)
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("pk"))


def reach_employer(placement: Placement) -> EmployerReach:
    """How a placement's employer is written to; nobody where a school or no one sends the person."""
    organisation, employment = placement.sending_organisation, placement.employment
    if organisation is None or not employs(organisation):
        return EmployerReach()
    if people := people_of(organisation):
        return EmployerReach(people=tuple(people))
    if employment is None:
        return EmployerReach()
    return EmployerReach(email=employment.contact_email, name=employment.contact_name)


def alike(*, name: str, siret: str = "", postcode: str = "", city: str = "", country: str = "FR") -> list[Organisation]:
    """Employers and hosts that may be the one meant: same number or nearly the same name, the nearest first.

    Those that somebody founded and the network has not checked are left out: what concerns a person is shown to their
    employer, and nobody knows yet who sits there.
    """
    found = [one for one in twins_by_name(name, OrganisationKind.EMPLOYER, country) if is_safe(one)]
    if number := normalise_siret(siret):
        same = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, siret=number, refused_at=None)
        found = [*(one for one in same.order_by("pk")[:MOST] if is_safe(one)), *found]
    hosts = twins_among_hosts(name=name, siret=siret, postcode=postcode, city=city, country=country)
    published = [one.institution for one in hosts if one.institution.state == HostState.PUBLISHED]
    known = {one.pk: one for one in [*found, *(host.organisation for host in published)]}
    return list(known.values())[:MOST]


def is_safe(organisation: Organisation) -> bool:
    """Checked by the network, or without anybody who could look in."""
    if organisation.is_verified:
        return True
    return not Membership.objects.current().filter(organisation=organisation).exists()


def described(organisation: Organisation) -> str:
    """« IME Les Tilleuls, Rennes » for a host, whose town is known; the name for an employer."""
    host = getattr(organisation, "host", None)
    site = host.sites.order_by("-is_main", "pk").first() if host else None
    return ", ".join(filter(None, (organisation.name, site.city if site else "")))


def known_people(organisation: Organisation) -> QuerySet[Employment]:
    """The staff that the employer knows here: for its lists and forms."""
    rows = Employment.objects.current().known_to(organisation).filter(person__is_active=True)
    return rows.select_related("person").order_by("person__sort_name", "pk")


def asked_people(organisation: Organisation) -> QuerySet[PersonalLink]:
    """Those of the staff who were asked and have not answered, the latest first."""
    from internships.services.employments import JOIN_LINK

    sent = PersonalLink.objects.filter(purpose=JOIN_LINK, organisation=organisation, replaced_by=None)
    return sent.filter(used_at=None, revoked_at=None).order_by("-pk")


def speaks_for_employer(workspace: Workspace) -> bool:
    """Whether the person acts for an employer, with a role that speaks for it."""
    return workspace.kind in EMPLOYER_KINDS and workspace.has_role(*EMPLOYER_ROLES)
