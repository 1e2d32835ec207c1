"""For which structures a person gives the visa, and for which they answer what is asked (B13).

Human resources and those who sign speak for a structure as an employer. Where nobody does, those who look after it
give the visa. Its managers and signatories answer, and whoever wrote the sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Membership, User
from exchanges.models import ImmersionOffer, Structure
from internships.models.employments import EMPLOYER_ROLES

if TYPE_CHECKING:
    from exchanges.access import Seat

ANSWERING_ROLES = (Role.HOST_MANAGER, Role.SIGNATORY)
ORDER = ((Role.HR,), (Role.SIGNATORY,), (Role.HOST_MANAGER,))


@dataclass(frozen=True)
class Hands:
    """Structures by number."""

    visas: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()


def hands_of(seat: Seat) -> Hands:
    """Read once for a seat; two queries."""
    known = seat.__dict__.get("_hands")
    if isinstance(known, Hands):
        return known
    held = _seats(Structure.objects.filter(space=seat.space)).filter(user=seat.user)
    roles: dict[int, set[str]] = defaultdict(set)
    for structure, role in held.values_list(*OF_STRUCTURE, "role"):
        roles[structure].add(role)
    answers = frozenset(one for one, mine in roles.items() if mine & set(ANSWERING_ROLES))
    found = Hands(frozenset(_visas(roles)), answers)
    seat.__dict__["_hands"] = found
    return found


def answered_by(seat: Seat, hands: Hands | None = None) -> Q:
    """On requests: those of the structures for which the person answers, and of the sheets that they wrote as long as
    they work there."""
    hands = hands or hands_of(seat)
    return Q(offer__structure__in=hands.answers) | Q(offer__written_by=seat.user, offer__structure__in=seat.writes_for)


OF_STRUCTURE = ("organisation__host__exchange_structures",)


def _visas(roles: dict[int, set[str]]) -> set[int]:
    """Those for which the person speaks as an employer; those they look after where nobody does."""
    speaks = {one for one, mine in roles.items() if mine & set(EMPLOYER_ROLES)}
    managed = {one for one, mine in roles.items() if Role.HOST_MANAGER in mine} - speaks
    if not managed:
        return speaks
    others = _seats(Structure.objects.filter(pk__in=managed)).filter(role__in=EMPLOYER_ROLES)
    return speaks | (managed - set(others.values_list(*OF_STRUCTURE, flat=True)))


def _seats(structures: QuerySet[Structure]) -> QuerySet[Membership]:
    return Membership.objects.current().filter(
        organisation__host__exchange_structures__in=structures, user__is_active=True
    )


def visa_people(structure: Structure, *, besides: User | None = None) -> list[User]:
    """Who is asked for the visa: human resources, otherwise who signs, otherwise who looks after the structure.

    Nobody gives it to themselves while a colleague can: the person who asks is left out.
    """
    people = _people_by_role(structure)
    for roles in ORDER:
        found = {one.pk: one for role in roles for one in people[role] if besides is None or one.pk != besides.pk}
        if found:
            return list(found.values())
    return []


def anybody_for_visa(structures: Iterable[Structure]) -> dict[int, set[int]]:
    """By structure: everybody who could be asked for the visa; in one query, for several structures."""
    seats = _seats(Structure.objects.filter(pk__in=[one.pk for one in structures]))
    rows = seats.filter(role__in=[role for roles in ORDER for role in roles]).values_list(*OF_STRUCTURE, "user")
    found: dict[int, set[int]] = defaultdict(set)
    for structure, person in rows:
        found[structure].add(person)
    return found


def speaks_employer(structure: Structure, *, besides: User | None = None) -> bool:
    """Whether somebody of the structure speaks for it as an employer here, besides that person."""
    seats = _seats(Structure.objects.filter(pk=structure.pk)).filter(role__in=EMPLOYER_ROLES)
    return (seats.exclude(user=besides) if besides else seats).exists()


def answering_people(offer: ImmersionOffer) -> list[User]:
    """Who answers for the host structure: its managers and signatories, and whoever wrote the sheet."""
    people = _people_by_role(offer.structure)
    found = {one.pk: one for role in ANSWERING_ROLES for one in people[role]}
    writer = offer.written_by
    if writer is not None and writer.is_active and writer.pk not in found and _works(writer, offer.structure):
        found[writer.pk] = writer
    return list(found.values())


def managing_people(structure: Structure) -> list[User]:
    """Who looks after a structure: written to about what it owes."""
    people = _people_by_role(structure)
    found = {one.pk: one for role in (Role.HOST_MANAGER, Role.HR) for one in people[role]}
    return list(found.values()) or people[Role.SIGNATORY]


def pilots(structure: Structure) -> list[User]:
    seats = Membership.objects.current().filter(organisation=structure.space.pilot_id, role=Role.EXCHANGE_PILOT)
    return list(User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("pk"))


def _works(person: User, structure: Structure) -> bool:
    return Structure.objects.of_professional(person).filter(pk=structure.pk).exists()


def _people_by_role(structure: Structure) -> dict[str, list[User]]:
    seats = _seats(Structure.objects.filter(pk=structure.pk)).select_related("user").order_by("user_id")
    found: dict[str, list[User]] = defaultdict(list)
    for seat in seats:
        found[seat.role].append(seat.user)
    return found
