"""Whom to ask on each side, and where: accounts first, otherwise an address."""

from __future__ import annotations

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from agreements.enums import Side
from agreements.models import Agreement
from agreements.services.prefill import organisation_of
from hosts.models import ContactPerson
from internships.enums import SupervisorCapacity
from internships.models import Placement
from internships.selectors.employers import reach_employer

ROLES = {
    Side.SCHOOL: (Role.COORDINATOR, Role.HEAD),
    Side.HOST: (Role.HOST_MANAGER,),
}


def people_of(placement: Placement, side: str) -> list[User]:
    """Those with an account who complete a side's part; the referent teacher besides, for the school."""
    if side == Side.TRAINEE:
        return [placement.person] if placement.person.is_active else []
    if side == Side.EMPLOYER:
        return list(reach_employer(placement).people)
    organisation = organisation_of(placement, side)
    seats = Membership.objects.current().filter(organisation_id=organisation or 0, role__in=ROLES[Side(side)])
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("pk"))


def sides_with_people(placement: Placement) -> set[str]:
    """The sides on which `people_of` finds anybody; one query for all of them."""
    organisations = {side: organisation_of(placement, side) for side in ROLES}
    seats = Membership.objects.current().filter(
        organisation_id__in=[pk for pk in organisations.values() if pk], user__is_active=True
    )
    held = set(seats.values_list("organisation_id", "role"))
    found: set[str] = {
        side for side, roles in ROLES.items() if any((organisations[side], role) in held for role in roles)
    }
    return found | {Side.TRAINEE} if placement.person.is_active else found


def address_of(placement: Placement, side: str) -> str:
    """The address of a side that has no account: what the trainee gave, the tutor's, the contact person's."""
    if side == Side.TRAINEE:
        guardian = placement.person.guardians.exclude(email="").first()
        return placement.person.email or (guardian.email if guardian else "")
    if side == Side.EMPLOYER:
        return placement.employment.contact_email if placement.employment else ""
    if side != Side.HOST:
        return ""
    if placement.application and placement.application.host_email:
        return placement.application.host_email
    tutor = placement.supervisors.filter(capacity=SupervisorCapacity.TUTOR, until__isnull=True).exclude(email="")
    contacts = ContactPerson.objects.filter(institution__placement_sites__placement=placement).exclude(email="")
    for found in (tutor.first(), contacts.first()):
        if found:
            return found.email
    return ""


def has_account(agreement: Agreement, side: str) -> bool:
    return bool(people_of(agreement.placement, side))


def is_school(placement: Placement) -> bool:
    sender = placement.sending_organisation
    return sender is not None and sender.kind == OrganisationKind.TRAINING
