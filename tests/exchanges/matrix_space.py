"""Who may reach the space: its pilot, and professionals of an approved structure; everybody else meets a 404 (B7)."""

from __future__ import annotations

from typing import Any

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from exchanges.enums import OfferState, StructureState
from exchanges.models import ImmersionOffer, ImmersionWish, Structure
from tests import factories
from tests.exchanges import making
from tests.matrix import Row, World

UNOPENED = "Zone sans espace"


def there(world: World) -> dict[str, Any]:
    """For rows without arguments: the space is made, nothing is added to the address."""
    making.in_matrix(world)
    return {}


def closed(world: World) -> dict[str, Any]:
    """A pilot's network without a space: another one than that of the other rows, last by its name."""
    if not Organisation.objects.filter(name=UNOPENED).exists():
        network = factories.organisation(OrganisationKind.NETWORK, name=UNOPENED)
        factories.member(network, Role.EXCHANGE_PILOT, user=world.users["pilot"])
    return {}


def offer(world: World, state: str, **fields: Any) -> ImmersionOffer:
    structure = making.in_matrix(world)
    found = ImmersionOffer.objects.filter(structure=structure, state=state).first()
    return found or making.offer(structure, state=state, written_by=world.users["host"], **fields)


def published(world: World) -> dict[str, Any]:
    return {"pk": offer(world, OfferState.PUBLISHED).pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": offer(world, OfferState.DRAFT).pk}


def waiting(world: World) -> dict[str, Any]:
    return {"pk": offer(world, OfferState.SUBMITTED).pk}


def wish(world: World) -> dict[str, Any]:
    structure = making.in_matrix(world)
    found = ImmersionWish.objects.filter(structure=structure, person=world.users["host"]).first()
    return {"pk": (found or making.wish(structure, world.users["host"])).pk}


def asking(world: World) -> Structure:
    """Another structure that asks."""
    space = making.in_matrix(world).space
    found = Structure.objects.filter(space=space, state=StructureState.ASKED).first()
    other = factories.host() if found is None else None
    return found or making.structure(space, other, state=StructureState.ASKED, decided_at=None)


def paper(world: World) -> dict[str, Any]:
    from documents.files import store
    from exchanges.models import OfferAttachment

    made = offer(world, OfferState.DRAFT)
    file = store(content=b"%PDF-1.4 plan", name="plan.pdf", media_type="application/pdf")
    row = made.attachments.first() or OfferAttachment.objects.create(offer=made, file=file, title="Plan d’accès")
    return {"pk": made.pk, "number": row.pk}


SEATED = {"pilot": 200, "host": 200, "hr": 200, "*": 404}
STAFF = {"host": 200, "hr": 200, "*": 404}
PILOT = {"pilot": 200, "*": 404}

MATRIX = {
    "exchanges:home": Row(query=there, get=SEATED),
    "exchanges:found": Row(query=closed, get=PILOT, post={"pilot": 302, "*": 404}, data={"name": "Vis ma vie"}),
    "exchanges:join": Row(
        query=there,
        get={"host": 200, "hr": 200, "other_host": 200, "*": 404},
        post={"host": 422, "hr": 422, "other_host": 422, "*": 404},
        data={"words": "Nous aimerions participer."},
    ),
    "exchanges:join_act": Row(
        kwargs=lambda world: {"pk": making.in_matrix(world).pk, "action": "leave"},
        get=STAFF,
        post={"host": 302, "hr": 302, "*": 404},
    ),
    "exchanges:discover": Row(query=there, get=SEATED),
    "exchanges:structure": Row(kwargs=lambda world: {"pk": making.in_matrix(world).pk}, get=SEATED),
    "exchanges:dashboard": Row(query=there, get=PILOT),
    "exchanges:settings": Row(query=there, get=PILOT, post={"pilot": 422, "*": 404}, data={"name": ""}),
    "exchanges:structures": Row(query=there, get=PILOT),
    "exchanges:structure_act": Row(
        kwargs=lambda world: {"pk": asking(world).pk, "action": "approve"},
        get=PILOT,
        post={"pilot": 302, "*": 404},
    ),
    "exchanges:queue": Row(query=there, get=PILOT),
    "exchanges:our_offers": Row(query=there, get=SEATED),
    "exchanges:offer_new": Row(query=there, get=STAFF, post={"host": 302, "hr": 302, "*": 404}),
    "exchanges:offer": Row(kwargs=published, get=SEATED),
    "exchanges:offer_pdf": Row(kwargs=published, get=SEATED),
    "exchanges:offer_copy": Row(kwargs=published, post={"host": 302, "hr": 302, "*": 404}),
    "exchanges:offer_delete": Row(kwargs=draft, get=STAFF, post={"host": 302, "hr": 302, "*": 404}),
    "exchanges:offer_write": Row(
        kwargs=lambda world: {**draft(world), "step": "observer"},
        get=STAFF,
        # Without the marks of a page, what is sent is a stale edit.
        post={"host": 409, "hr": 409, "*": 404},
        data={"contents": "Réunion d’équipe"},
    ),
    "exchanges:offer_paper": Row(kwargs=paper, post={"host": 302, "hr": 302, "*": 404}),
    "exchanges:offer_act": Row(
        kwargs=lambda world: {**waiting(world), "action": "publish"},
        get=PILOT,
        post={"pilot": 302, "*": 404, "host": 404},
    ),
    "exchanges:my_wishes": Row(query=there, get=SEATED),
    "exchanges:wish_new": Row(query=there, get=STAFF, post={"host": 422, "hr": 422, "*": 404}, data={"text": ""}),
    "exchanges:wish": Row(kwargs=wish, get=SEATED),
    "exchanges:wish_edit": Row(kwargs=wish, get={"host": 200, "*": 404}, post={"host": 422, "*": 404}),
    "exchanges:wish_move": Row(
        kwargs=lambda world: {**wish(world), "action": "retirer"},
        post={"host": 302, "pilot": 302, "*": 404},
    ),
}
