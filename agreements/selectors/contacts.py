"""Whom to ask on each side, and where: accounts first, otherwise an address."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from agreements.enums import Side
from agreements.models import AgreementPart
from agreements.services.prefill import organisation_of
from hosts.models import ContactPerson
from internships.enums import SupervisorCapacity
from internships.models import Placement
from internships.selectors.employers import reach_employer

ROLES = {
    Side.SCHOOL: (Role.COORDINATOR, Role.HEAD),
    Side.HOST: (Role.HOST_MANAGER,),
}


def people_of(placement: Placement, side: str, host: int | None = None) -> list[User]:
    """Those with an account who complete the part of a side, or of one host."""
    if side == Side.TRAINEE:
        return [placement.person] if placement.person.is_active else []
    if side == Side.EMPLOYER:
        return list(reach_employer(placement).people)
    organisation = organisation_of(placement, side, host)
    seats = Membership.objects.current().filter(organisation_id=organisation or 0, role__in=ROLES[Side(side)])
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("pk"))


def parts_with_people(placement: Placement, parts: Iterable[AgreementPart]) -> set[str]:
    """The keys of the parts for which `people_of` finds anybody; one query for all of them.

    The parts bring their hosts.
    """
    found = {part.key for part in parts if part.side == Side.TRAINEE and placement.person.is_active}
    found |= {part.key for part in parts if part.side == Side.EMPLOYER and reach_employer(placement).people}
    wanted = {
        part.key: part.institution.organisation_id if part.institution else placement.sending_organisation_id
        for part in parts
        if part.side != Side.TRAINEE
    }
    seats = Membership.objects.current().filter(organisation_id__in=set(wanted.values()), user__is_active=True)
    held = set(seats.values_list("organisation_id", "role"))
    return found | {
        part.key
        for part in parts
        if part.key in wanted and any((wanted[part.key], role) in held for role in ROLES.get(Side(part.side), ()))
    }


def address_of(placement: Placement, side: str, host: int | None = None) -> str:
    """The address of a party that has no account: what the trainee gave, the tutor's, the contact person's."""
    if side == Side.TRAINEE:
        guardian = placement.person.guardians.exclude(email="").first()
        return placement.person.email or (guardian.email if guardian else "")
    if side == Side.EMPLOYER:
        return placement.employment.contact_email if placement.employment else ""
    if side != Side.HOST:
        return ""
    application = placement.application
    if application and application.host_email and application.institution_id == host:
        return application.host_email
    tutor = placement.supervisors.filter(capacity=SupervisorCapacity.TUTOR, until__isnull=True).exclude(email="")
    contacts = ContactPerson.objects.filter(institution=host or 0).exclude(email="")
    for found in (tutor.filter(placement_site__institution=host or 0).first(), contacts.first()):
        if found:
            return found.email
    return ""


def is_school(placement: Placement) -> bool:
    sender = placement.sending_organisation
    return sender is not None and sender.kind == OrganisationKind.TRAINING
