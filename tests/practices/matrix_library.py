"""Who may reach the library of texts (A1): published texts are everybody's, keeping them the network's."""

from __future__ import annotations

from typing import Any

from practices.models import LibraryDocument
from tests.matrix import Row, World
from tests.practices import makers


def known(world: World, title: str, **fields: Any) -> LibraryDocument:
    found = LibraryDocument.objects.filter(title=title).first()
    return found or makers.document(title=title, actor=world.users["admin"], **fields)


def published(world: World) -> dict[str, Any]:
    return {"pk": known(world, "Protocole", territory=world.territory).pk}


def version(world: World) -> dict[str, Any]:
    return {**published(world), "number": 1}


def draft(world: World) -> dict[str, Any]:
    return {"pk": known(world, "En préparation", published=False, territory=world.territory).pk}


def row(world: World) -> dict[str, Any]:
    document = known(world, "Protocole", territory=world.territory)
    line = document.commitments.first() or makers.commitment(document, actor=world.users["admin"])
    return {"pk": document.pk, "row": line.pk}


KEEPERS = {"validator": 200, "animator": 200, "admin": 200, "local_admin": 200, "*": 404}
ACTS = {**KEEPERS, "validator": 302, "animator": 302, "admin": 302, "local_admin": 302}
REFUSED = {**KEEPERS, "validator": 422, "animator": 422, "admin": 422, "local_admin": 422}

MATRIX = {
    "practices:library": Row(get={"*": 200}),
    "practices:document": Row(kwargs=published, get={"*": 200}),
    "practices:document_version": Row(kwargs=version, get={"*": 200}),
    "practices:library_kept": Row(get=KEEPERS, redirect_login=True),
    "practices:document_new": Row(get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:document_edit": Row(kwargs=published, get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:version_new": Row(kwargs=published, get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:document_act": Row(
        kwargs=lambda world: {**draft(world), "action": "publier"},
        get=KEEPERS,
        post=ACTS,
        redirect_login=True,
    ),
    "practices:commitment_new": Row(kwargs=published, get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:commitment": Row(kwargs=row, get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:commitment_follow": Row(kwargs=row, get=KEEPERS, post=REFUSED, redirect_login=True),
    "practices:commitment_remove": Row(kwargs=row, get=KEEPERS, post=ACTS, redirect_login=True),
}
