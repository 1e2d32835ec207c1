"""How an application reaches a host: its managers, or else somebody there who has an address and no account."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from accounts.enums import Role
from accounts.models import Membership, User
from hosts.models import ContactPerson, HostInstitution, HostSite
from hosts.selectors.standing import managers
from internships.models import Application


@dataclass(frozen=True)
class Reach:
    """Whom to write to: people with an account, or one address that gets a personal link."""

    managers: tuple[User, ...] = ()
    email: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.managers or self.email)


def reach_host(institution: HostInstitution, site: HostSite | None = None, *, email: str = "", name: str = "") -> Reach:
    """The host's managers; without any, the address the trainee got, or else that of a contact person of the site."""
    team = tuple(managers(institution))
    if team or email:
        return Reach(managers=team, email="" if team else email, name=name)
    contact = contact_of(institution, site)
    return Reach(email=contact.email, name=contact.name) if contact else Reach()


def can_be_written_to(institution: HostInstitution) -> bool:
    """Whether `reach_host` would find anybody; one query."""
    host = HostInstitution.objects.filter(pk=institution.pk)
    team = Membership.objects.current().filter(
        organisation=OuterRef("organisation"), role=Role.HOST_MANAGER, user__is_active=True
    )
    contacts = ContactPerson.objects.filter(institution=OuterRef("pk")).exclude(email="")
    return host.filter(Exists(team) | Exists(contacts)).exists()


def reach_of(application: Application) -> Reach:
    return reach_host(
        application.institution, application.site, email=application.host_email, name=application.host_name
    )


def contact_of(institution: HostInstitution, site: HostSite | None) -> ContactPerson | None:
    """A contact person with an address: of that site first, then of the whole host, then of another site."""
    rank = Case(
        When(site=site, then=Value(0)) if site else When(site=None, then=Value(0)),
        When(site=None, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return ContactPerson.objects.filter(institution=institution).exclude(email="").order_by(rank, "pk").first()
