"""Makes the objects of the space that tests stand on: one function per thing, any value overridable."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from exchanges.access import Seat, seat_in
from exchanges.enums import OfferState, StructureState
from exchanges.models import (
    ExchangeSpace,
    ImmersionOffer,
    ImmersionWish,
    OfferWindow,
    Structure,
    WishWindow,
)
from exchanges.services import words
from hosts.models import HostInstitution
from tests import factories


def space(**fields: Any) -> ExchangeSpace:
    """An open space, run by a network of its own unless `pilot` is given."""
    pilot = fields.pop("pilot", None) or factories.organisation(OrganisationKind.NETWORK, name="Maison des adolescents")
    return ExchangeSpace.objects.create(pilot=pilot, **{"name": "Vis ma vie pro !", **fields})


def pilot(of: ExchangeSpace, **fields: Any) -> User:
    return factories.member(of.pilot, Role.EXCHANGE_PILOT, **fields)


def structure(of: ExchangeSpace, institution: HostInstitution | None = None, **fields: Any) -> Structure:
    """A structure that takes part; `sector` and other `host__*` fields go to its host."""
    nested = {name.removeprefix("host__"): fields.pop(name) for name in list(fields) if name.startswith("host__")}
    institution = institution or factories.host(**{"sector": fields.pop("sector", None), **nested})
    values = {"state": StructureState.APPROVED, "decided_at": timezone.now(), **fields}
    return Structure.objects.create(space=of, institution=institution, **values)


def professional(of: Structure, role: str = Role.TUTOR, **fields: Any) -> User:
    """Somebody who works there, with a role; Role.HR speaks for it."""
    return factories.member(of.organisation, role, **fields)


def hr(of: Structure, **fields: Any) -> User:
    return professional(of, Role.HR, **fields)


def seat(person: User, of: ExchangeSpace) -> Seat:
    found = seat_in(person, of)
    assert found is not None, "this person has no seat there"
    return found


def offer(of: Structure, **fields: Any) -> ImmersionOffer:
    """A complete sheet, published with one period ahead; `seats`, `taken`, `start`, `end` are the period's."""
    today = timezone.localdate()
    start = fields.pop("start", today + datetime.timedelta(days=20))
    end = fields.pop("end", start + datetime.timedelta(days=60))
    seats, taken = fields.pop("seats", 2), fields.pop("taken", 0)
    state = fields.pop("state", OfferState.PUBLISHED)
    writer = fields.pop("written_by", None) or professional(of)
    values = {
        "title": "Deux jours à l’accueil d’une mission locale",
        "observable_missions": "Accueillir, écouter, orienter les jeunes de 16 à 25 ans.",
        "observable_posts": "Conseillère en insertion, agent d’accueil",
        "observer_profile": "Professionnels qui orientent des jeunes vers nous.",
        "contents": "Entretiens, atelier CV, réunion d’équipe du mardi.",
        "contact_name": "Nadia Ferrand",
        "contact_email": "nadia.ferrand@example.org",
        "effects_structure": "Mieux faire connaître ce que nous faisons.",
        "effects_person": "Savoir vers qui orienter, et comment.",
        "state_reason": "Dites quand." if state == OfferState.RETURNED else "",
        "submitted_at": None if state == OfferState.DRAFT else timezone.now(),
        "published_at": timezone.now() if state in (OfferState.PUBLISHED, OfferState.CLOSED) else None,
        "closed_at": timezone.now() if state == OfferState.CLOSED else None,
        **fields,
    }
    made = ImmersionOffer.objects.create(structure=of, state=state, written_by=writer, **values)
    OfferWindow.objects.create(offer=made, start=start, end=end, seats=seats, taken=taken)
    words.index_offers([made.pk])
    return made


def wish(of: Structure, person: User | None = None, **fields: Any) -> ImmersionWish:
    """An open wish; `sectors`, `structures` and `windows` (pairs of days) may be given."""
    sectors, structures = fields.pop("sectors", ()), fields.pop("structures", ())
    windows = fields.pop("windows", ())
    values = {"text": "Je voudrais découvrir comment une mission locale accueille les jeunes.", **fields}
    made = ImmersionWish.objects.create(structure=of, person=person or professional(of), **values)
    made.sectors.set(sectors)
    made.structures.set(structures)
    for start, end in windows:
        WishWindow.objects.create(wish=made, start=start, end=end)
    words.index_wishes([made.pk])
    return made


def in_matrix(world: Any) -> Structure:
    """The space of the matrix's club, with the host's structure approved: `pilot`, `host` and `hr` have a seat.

    Made when a row first asks for it, so that other rows meet the world as it was.
    """
    of = ExchangeSpace.objects.filter(pilot=world.club).first() or space(pilot=world.club, territory=world.territory)
    found = Structure.objects.filter(space=of, institution=world.host).first()
    return found or structure(of, world.host)
