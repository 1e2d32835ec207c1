"""Requests are read by who asks, gives the visa or answers, and by the pilot; others meet a 404 (B7, B13)."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from exchanges.models import ImmersionOffer, ImmersionRequest, LedgerEntry, Structure
from tests import factories
from tests.exchanges import making
from tests.exchanges.swapping import immersion, monday
from tests.matrix import Row, World

# The host's manager, its human resources, the pilot of its space.
SEATED = {"host": 200, "hr": 200, "pilot": 200, "*": 404}
PILOT = {"pilot": 200, "*": 404}


def partner(world: World) -> Structure:
    """Another structure of the same space, with an offer."""
    space = making.in_matrix(world).space
    found = Structure.objects.filter(space=space, words="partner").first()
    return found or making.structure(space, words="partner")


def offer(world: World) -> ImmersionOffer:
    found = ImmersionOffer.objects.filter(structure=partner(world), title="Le jeudi à la mission").first()
    return found or making.offer(partner(world), title="Le jeudi à la mission", start=timezone.localdate())


def own_offer(world: World) -> ImmersionOffer:
    ours = making.in_matrix(world)
    found = ImmersionOffer.objects.filter(structure=ours, title="La nôtre").first()
    return found or making.offer(ours, title="La nôtre", start=timezone.localdate())


def asked(world: World) -> ImmersionRequest:
    """The host's manager asks; its human resources give the visa."""
    own_offer(world)
    found = ImmersionRequest.objects.filter(person=world.users["host"], state="visa").first()
    if found is not None:
        return found
    return ImmersionRequest.objects.create(
        space=partner(world).space,
        structure=making.in_matrix(world),
        person=world.users["host"],
        offer=offer(world),
        first_day=monday(),
        last_day=monday() + datetime.timedelta(days=1),
        motivation="Comprendre.",
    )


def debt(world: World) -> LedgerEntry:
    """What the host owes to its partner, new each time since letting it go closes it."""
    immersion()
    made = asked(world)
    person = factories.member(making.in_matrix(world).organisation, Role.TUTOR)
    other = ImmersionRequest.objects.create(
        space=made.space,
        structure=made.structure,
        person=person,
        offer=made.offer,
        first_day=made.first_day,
        last_day=made.last_day,
        state="accepted",
        sent_at=timezone.now(),
        placement=factories.placement(person, made.offer.structure.institution, school=made.structure.organisation),
        holds_seat=True,
    )
    return LedgerEntry.objects.create(
        space=made.space,
        creditor=made.offer.structure,
        debtor=made.structure,
        kind="owed",
        amount=1,
        request=other,
    )


def asking(world: World) -> dict[str, Any]:
    own_offer(world)
    return {"pk": offer(world).pk}


def pk(world: World) -> dict[str, Any]:
    return {"pk": asked(world).pk}


def visa(world: World) -> dict[str, Any]:
    return {**pk(world), "action": "ne-pas-viser"}


def seated(world: World) -> dict[str, Any]:
    making.in_matrix(world)
    return {}


def owing(world: World) -> dict[str, Any]:
    return {"pk": debt(world).pk}


MATRIX = {
    "exchanges:ask": Row(
        kwargs=asking, get=SEATED, post={"host": 422, "hr": 422, "pilot": 200, "*": 404}, data={"x": "1"}
    ),
    "exchanges:requests": Row(query=seated, get=SEATED),
    "exchanges:hr_requests": Row(query=seated, get={"hr": 200, "*": 404}),
    "exchanges:request": Row(kwargs=pk, get=SEATED),
    "exchanges:request_act": Row(kwargs=visa, get={"hr": 200, "*": 404}, post={"hr": 422, "*": 404}, data={"x": "1"}),
    # The link itself is the key: without one, nobody.
    "exchanges:request_by_link": Row(kwargs=pk, get={"*": 403}),
    "exchanges:request_by_link_act": Row(kwargs=visa, get={"*": 403}, post={"*": 403}),
    "exchanges:ledger": Row(query=seated, get={**SEATED, "pilot": 302}),
    "exchanges:ledger_whole": Row(query=seated, get=PILOT),
    "exchanges:ledger_waive": Row(kwargs=owing, get=PILOT, post={"pilot": 422, "*": 404}, data={"x": "1"}),
}
