"""Thirty good practices, and three on their way: in the queue, sent back, a draft (E1). Texts out of `*.toml`.

Those that are validated were so long ago: they are written as they would stand, without letters. The three on their
way go through the services, so that their letters lie in the demonstration's mailbox.
"""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounts.models import Membership, Organisation, User
from config.demo.dates import moment
from config.demo.drawing import picture
from config.demo.texts import Codes
from documents.files import keep_image
from documents.models import StoredFile
from hosts.models import Place
from practices import content
from practices.enums import PracticeState
from practices.models import Audience, GoodPractice, PracticePhoto, PracticeStep, PracticeVersion
from practices.services import practices as service
from practices.services.indexing import reindex
from practices.workflow import ACTIONS

if TYPE_CHECKING:
    from config.demo.world import World

HERE = Path(__file__).parent
GIVEN = ("title", "summary", "audience_details", "structure", "contact", "evidence", *content.LONG_TEXTS)


def texts() -> list[dict[str, Any]]:
    """Those to validate first, the ones on their way last."""
    files = sorted(HERE.glob("*.toml"), key=lambda path: (path.stem == "en_cours", path.name))
    return [one for path in files for one in tomllib.loads(path.read_text(encoding="utf-8"))["practices"]]


def make(world: World) -> None:
    codes = Codes()
    audiences = dict(Audience.objects.values_list("code", "pk"))
    shared = []
    for text in texts():
        practice = _begin(world, text, codes, audiences)
        state = text.get("state", PracticeState.VALIDATED)
        if state == PracticeState.VALIDATED:
            _long_ago(world, practice, moment(world.today, weeks_ago=text["weeks"]))
            shared.append(practice.pk)
        elif state != PracticeState.DRAFT:
            _on_its_way(world, practice, text)
    reindex(shared)


def _begin(world: World, text: dict[str, Any], codes: Codes, audiences: dict[str, int]) -> GoodPractice:
    author = world.people[text["author"]]
    host = world.hosts.get(text.get("host", ""))
    values: dict[str, Any] = {name: text[name].strip() for name in GIVEN if name in text}
    values["sectors"] = [codes.sectors[code] for code in text["sectors"]]
    values["occupations"] = [codes.occupations[code] for code in text["occupations"]]
    values["audiences"] = [audiences[code] for code in text["audiences"]]
    values["languages"] = ["fr"]
    if host is not None:
        values["structure"] = host.name
    elif (place := _place(text["place"])) is not None:
        postcode = place.postcodes[0] if place.postcodes else ""
        values |= {"place": place, "city": place.name, "country": place.country, "postcode": postcode}
    practice = service.begin(
        author=author, organisation=_body(author), values=values, is_observed=text["observed"], host=host
    )
    for position, (scene, words) in enumerate(text.get("photos", ())):
        PracticePhoto.objects.create(practice=practice, file=_picture(scene), alternative=words, position=position)
    return practice


def _place(code: str) -> Place | None:
    """« 35238 » is a commune of France, « BE:Namur » a place of Belgium by its name."""
    country, _, name = code.rpartition(":")
    rows = (
        Place.objects.filter(country=country, name=name) if country else Place.objects.filter(country="FR", code=code)
    )
    return rows.order_by("-population").first()


def _body(author: User) -> Organisation | None:
    seat = Membership.objects.filter(user=author).select_related("organisation").order_by("pk").first()
    return seat.organisation if seat else None


def _picture(scene: str) -> StoredFile:
    """A drawing, stored once for hosts and practices."""
    known = StoredFile.objects.filter(name__endswith=f"-{scene}.webp", original=None).first()
    return known or keep_image(picture(scene), name=f"pratique-{scene}.png")


def _long_ago(world: World, practice: GoodPractice, when: datetime.datetime) -> None:
    validator, sent = world.people["validator"], when - datetime.timedelta(days=5)
    version = PracticeVersion.objects.create(
        practice=practice, number=1, content=content.freeze(practice), made_by=practice.author, made_at=sent,
        validated_by=validator, validated_at=when,
    )  # fmt: skip
    practice.state, practice.published, practice.submitted_at, practice.validated_at = "validated", version, sent, when
    practice.slug = service.free_slug(practice.title)
    practice.created_at = sent - datetime.timedelta(days=9)
    practice.save()
    GoodPractice.objects.filter(pk=practice.pk).update(updated_at=when)
    for code, source, actor, at in (
        ("submit", "draft", practice.author, sent),
        ("validate", "submitted", validator, when),
    ):
        service.log(practice, ACTIONS[code], source, actor, version=version)
        PracticeStep.objects.filter(practice=practice, action=code).update(at=at)


def _on_its_way(world: World, practice: GoodPractice, text: dict[str, Any]) -> None:
    assert practice.author is not None
    service.act(practice_id=practice.pk, action="submit", actor=practice.author)
    when = moment(world.today, weeks_ago=text["weeks"])
    GoodPractice.objects.filter(pk=practice.pk).update(submitted_at=when)
    if text["state"] == PracticeState.RETURNED:
        met = frozenset({"comprehensible", "conditions", "personnes", "photos", "langue", "nouvelle"})
        service.act(
            practice_id=practice.pk, action="send_back", actor=world.people["validator"], reason=text["reason"], met=met
        )
