"""Whom to ask for an evaluation (E20): people with an account, otherwise an address that gets a personal link."""

from __future__ import annotations

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Membership, User
from internships.enums import Source, SupervisorCapacity
from internships.models import Evaluation, Placement
from internships.selectors.employers import reach_employer
from internships.selectors.reach import contact_of

Reader = User | str
TEACHING = (Role.COORDINATOR, Role.HEAD)
TUTORING = (SupervisorCapacity.TUTOR, SupervisorCapacity.PROFESSIONAL_REFERENT)


def readers(evaluation: Evaluation) -> list[Reader]:
    """To whom to write; nobody where neither account nor address is known."""
    placement: Placement = evaluation.placement
    if evaluation.contact_email:
        known = User.objects.filter(email__iexact=evaluation.contact_email, is_active=True).first()
        team = known is not None and known in _people(placement, evaluation.source)
        return [known if team and known is not None else evaluation.contact_email]
    people = _people(placement, evaluation.source)
    if people:
        return list(people)
    address = address_of(placement, evaluation.source)
    return [address] if address else []


def addresses(evaluation: Evaluation) -> set[str]:
    """Where it is asked for today; a link that went anywhere else serves no more."""
    found = (one.email or "" if isinstance(one, User) else one for one in readers(evaluation))
    return {address.casefold() for address in found if address}


def known_on(placement: Placement, source: str) -> bool:
    """Whether somebody is known whom to ask on that side."""
    return bool(_people(placement, source) or address_of(placement, source))


def _people(placement: Placement, source: str) -> list[User]:
    """Those with an account; never the trainee for another side, whatever seat they have there."""
    if source == Source.TRAINEE:
        return [placement.person] if placement.person.is_active else []
    if source == Source.HOST:
        tutors = _accompanying(placement, TUTORING)
        if tutors or _unaccounted(placement):
            return tutors
        organisations = placement.sites.values("institution__organisation")
        return _members(placement, Q(organisation__in=organisations), Role.HOST_MANAGER)
    if source == Source.EMPLOYER:
        return [one for one in reach_employer(placement).people if one.pk != placement.person_id]
    sender = Q(organisation=placement.sending_organisation_id)
    return _accompanying(placement, (SupervisorCapacity.REFERENT_TEACHER,)) or _members(placement, sender, *TEACHING)


def address_of(placement: Placement, source: str) -> str:
    """The address of a side that has no account here."""
    if source == Source.HOST:
        if tutor := _unaccounted(placement):
            return tutor
        if placement.application and placement.application.host_email:
            return placement.application.host_email
        site = placement.sites.select_related("institution", "site").first()
        contact = contact_of(site.institution, site.site) if site else None
        return contact.email if contact else ""
    return reach_employer(placement).email if source == Source.EMPLOYER else ""


def _accompanying(placement: Placement, capacities: tuple[SupervisorCapacity, ...]) -> list[User]:
    rows = placement.supervisors.filter(capacity__in=capacities, until__isnull=True, user__is_active=True)
    users = (row.user for row in rows.select_related("user") if row.user_id != placement.person_id)
    return list(dict.fromkeys(one for one in users if one is not None))


def _unaccounted(placement: Placement) -> str:
    rows = placement.supervisors.filter(capacity__in=TUTORING, until__isnull=True, user__isnull=True)
    tutor = rows.exclude(email="").first()
    return tutor.email if tutor else ""


def _members(placement: Placement, where: Q, *roles: Role) -> list[User]:
    seats = Membership.objects.current().filter(where, role__in=roles).exclude(user=placement.person_id)
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("pk"))
