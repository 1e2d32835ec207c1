"""Who reads and writes the cahier des charges, the questionnaires on the partner, the network, the tools."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from exchanges.library import key
from exchanges.models import CharterVersion, ImmersionRequest, Structure
from exchanges.services import images
from practices.models import LibraryDocument, LibraryVersion
from tests.exchanges import making
from tests.exchanges.receiving import Pair
from tests.matrix import Row, World

SEATED = {"pilot": 200, "host": 200, "hr": 200, "*": 404}
PILOT = {"pilot": 200, "*": 404}
PILOT_DONE = {"pilot": 302, "*": 404}
PILOT_WRONG = {"pilot": 422, "*": 404}
# Who receives at the host: its manager, not its human resources.
RECEIVES = {"host": 200, "*": 404}


def structure(world: World) -> Structure:
    """The host's structure, with two versions of the cahier des charges in its space."""
    found = making.in_matrix(world)
    for number in (1, 2):
        CharterVersion.objects.get_or_create(
            space=found.space,
            number=number,
            defaults={"text": f"## Durée\nÉtat {number}", "published_at": timezone.now()},
        )
    return found


def seated(world: World) -> dict[str, Any]:
    structure(world)
    return {}


def version(world: World) -> dict[str, Any]:
    structure(world)
    return {"number": 2}


def validating(world: World) -> dict[str, Any]:
    return {"structure": structure(world).pk}


def immersion(world: World) -> dict[str, Any]:
    """Somebody of another structure comes to the host in a few days."""
    hosts = structure(world)
    made = ImmersionRequest.objects.filter(offer__structure=hosts, first_day__gt=world.today).first()
    if made is None:
        made = Pair(hosts.space, hosts=hosts).immersion
        images.open_due()
    return {"pk": made.pk}


def before(world: World) -> dict[str, Any]:
    return {**immersion(world), "moment": "avant"}


def sharing(world: World) -> dict[str, Any]:
    return {**immersion(world), "action": "partager"}


def question(world: World) -> dict[str, Any]:
    structure(world)
    return {"place": 1}


def document(world: World) -> dict[str, Any]:
    scope = key(structure(world).space)
    found = LibraryDocument.objects.filter(scope=scope).first()
    if found is None:
        found = LibraryDocument.objects.create(
            kind="framework", title="Référentiel", summary="Pour échanger", audience="scoped", scope=scope
        )
        day = datetime.date(2027, 1, 5)
        found.current = LibraryVersion.objects.create(document=found, number=1, dated_on=day, text="## Avant\nÉcrire.")
        found.dated_on, found.published_at, found.state = day, timezone.now(), "published"
        found.save()
    return {"pk": found.pk}


MATRIX = {
    "exchanges:tools": Row(kwargs=seated, get=SEATED),
    "exchanges:tool_pdf": Row(kwargs=document, get=SEATED),
    "exchanges:network": Row(kwargs=seated, get=SEATED),
    "exchanges:charter": Row(kwargs=seated, get=SEATED),
    "exchanges:charter_version": Row(kwargs=version, get=SEATED),
    "exchanges:charter_versions": Row(kwargs=seated, get=SEATED),
    "exchanges:charter_pdf": Row(kwargs=version, get=SEATED),
    "exchanges:charter_validate": Row(kwargs=version, post={"host": 302, "hr": 302, "*": 404}, data=validating),
    "exchanges:charter_write": Row(kwargs=seated, get=PILOT, post=PILOT_WRONG),
    "exchanges:charter_drop": Row(kwargs=seated, post=PILOT_DONE),
    "exchanges:images": Row(kwargs=seated, get=SEATED),
    "exchanges:image": Row(kwargs=immersion, get=RECEIVES),
    "exchanges:image_fill": Row(kwargs=before, get=RECEIVES, post={"host": 422, "*": 404}),
    "exchanges:image_share": Row(kwargs=sharing, post={"host": 302, "*": 404}),
    "exchanges:questions": Row(kwargs=seated, get=PILOT, post=PILOT_DONE),
    "exchanges:question_new": Row(kwargs=seated, get=PILOT, post=PILOT_WRONG),
    "exchanges:question": Row(kwargs=question, get=PILOT, post=PILOT_WRONG),
    "exchanges:question_act": Row(kwargs=lambda world: {**question(world), "action": "monter"}, post=PILOT_DONE),
    "exchanges:questions_act": Row(kwargs=lambda world: {**seated(world), "action": "abandonner"}, post=PILOT_DONE),
    "exchanges:questions_preview": Row(kwargs=lambda world: {**seated(world), "number": 0}, get=PILOT),
}
