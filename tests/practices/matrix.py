"""Who may reach the pages of practices: the list and validated ones are everybody's, the rest their authors' and
validators'."""

from __future__ import annotations

from typing import Any

from practices.enums import PracticeState
from practices.models import GoodPractice, PracticePhoto
from tests import factories
from tests.matrix import Row, World


def known(world: World, title: str, state: str) -> GoodPractice:
    """The host's practice of that title and state, made once in each world."""
    found = GoodPractice.objects.filter(title=title, state=state).first()
    author, body = world.users["host"], world.host.organisation
    return found or factories.practice(title=title, state=state, author=author, organisation=body, host=world.host)


def public(world: World) -> dict[str, Any]:
    return {"slug": known(world, "Pratique publique", PracticeState.VALIDATED).slug}


def published(world: World) -> dict[str, Any]:
    return {"pk": known(world, "Pratique validée", PracticeState.VALIDATED).pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": known(world, "Pratique en cours", PracticeState.DRAFT).pk}


def waiting(world: World) -> dict[str, Any]:
    return {"pk": known(world, "Pratique envoyée", PracticeState.SUBMITTED).pk}


def photo(world: World) -> dict[str, Any]:
    practice = known(world, "Pratique en cours", PracticeState.DRAFT)
    picture = PracticePhoto.objects.filter(practice=practice, dropped=False).first()
    picture = picture or factories.practice_photo(practice)
    return {"pk": practice.pk, "kind": "photo", "number": picture.pk, "action": "decrire"}


WRITER = {"host": 200, "*": 404}
READERS = {"host": 200, "validator": 200, "admin": 200, "*": 404}
VALIDATORS = {"validator": 200, "admin": 200, "*": 403}

MATRIX = {
    "practices:list": Row(get={"*": 200}),
    "practices:map": Row(query={"cadre": "-5,42,8,51", "z": "5"}, get={"*": 200}),
    "practices:detail": Row(kwargs=public, get={"*": 200}),
    "practices:pdf": Row(kwargs=public, get={"*": 200}),
    "practices:new": Row(get={"*": 200}, post={"*": 302}, redirect_login=True),
    "practices:mine": Row(get={"*": 200}, redirect_login=True),
    "practices:sheet": Row(kwargs=waiting, get=READERS, redirect_login=True),
    "practices:versions": Row(kwargs=waiting, get=READERS, redirect_login=True),
    "practices:write": Row(
        kwargs=lambda world: {**draft(world), "step": "what"},
        get=WRITER,
        post=WRITER,
        data={"title": "Le café"},
        redirect_login=True,
    ),
    "practices:pictures": Row(kwargs=draft, get=WRITER, post=WRITER, redirect_login=True),
    "practices:file": Row(kwargs=photo, post={"host": 302, "*": 404}, data={"words": "Une table"}, redirect_login=True),
    "practices:delete": Row(kwargs=draft, get=WRITER, post={"host": 302, "*": 404}, redirect_login=True),
    "practices:act": Row(
        kwargs=lambda world: {**published(world), "action": "archive"},
        get=READERS,
        post={"host": 422, "validator": 422, "admin": 422, "*": 404},
        redirect_login=True,
    ),
    "practices:queue": Row(get=VALIDATORS, redirect_login=True),
    "practices:examine": Row(
        kwargs=waiting,
        get=VALIDATORS,
        post={"validator": 422, "admin": 422, "*": 403},
        data={"action": "send_back", "reason": ""},
        redirect_login=True,
    ),
}
