"""Six texts of the library, one of them a protocol with its commitments (A1)."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from practices.library_enums import LibraryAudience
from practices.models import LibraryDocument
from practices.services import library as service

if TYPE_CHECKING:
    from config.demo.world import World

TEXTS = Path(__file__).with_suffix(".toml")


def make(world: World) -> None:
    for text in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["texts"]:
        _text(world, text)


def _text(world: World, text: dict[str, Any]) -> LibraryDocument:
    actor = world.people[text["keeper"]]

    def version(one: dict[str, Any]) -> dict[str, Any]:
        dated = world.today - datetime.timedelta(days=one["days"])
        return {"dated_on": dated, "text": one["text"].strip(), "note": one.get("note", "")}

    values = {name: text[name] for name in ("kind", "title", "summary")}
    values["audience"] = text.get("audience", LibraryAudience.PUBLIC)
    made = service.add(actor=actor, values=values, version=version(text))
    service.publish(document_id=made.pk, actor=actor)
    for newer in text.get("versions", ()):
        service.add_version(document_id=made.pk, actor=actor, version=version(newer))
    for line in text.get("commitments", ()):
        due = world.today + datetime.timedelta(days=line["due"])
        row = service.save_commitment(document_id=made.pk, actor=actor, values={**line, "due": due})
        since = world.today - datetime.timedelta(days=line["since"])
        if line["state"] == "planned":
            continue
        service.follow_commitment(
            document_id=made.pk,
            commitment_id=row.pk,
            actor=actor,
            state=line["state"],
            state_on=since,
            evidence=line["evidence"],
        )
    return made
