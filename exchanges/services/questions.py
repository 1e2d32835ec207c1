"""The questions about the partner, written on screen by the pilot (B14): a draft is changed freely, put in use it is a
version and never changes again. A space without a version of its own uses the one that Escale brings along."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from exchanges.models import ExchangeSpace, ImageQuestion, ImageVersion

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "image_questions.toml"
# Three minutes, not more.
MOST_QUESTIONS = 10
ASKED = ("position", "subject", "type", "label_fr", "label_en", "low_fr", "low_en", "high_fr", "high_en")


@dataclass(frozen=True, kw_only=True)
class QuestionData:
    """What a question says and how it is answered."""

    subject: str
    type: str
    label_fr: str
    label_en: str = ""
    low_fr: str = ""
    low_en: str = ""
    high_fr: str = ""
    high_en: str = ""


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def shipped() -> tuple[ImageVersion, list[ImageQuestion]]:
    """The version that Escale brings along, in memory."""
    found = _shipped()
    version = ImageVersion(number=1, introduction_fr=found["introduction_fr"], introduction_en=found["introduction_en"])
    return version, [ImageQuestion(position=place, **row) for place, row in enumerate(found["questions"], 1)]


@transaction.atomic
def in_use(*, space_id: int) -> ImageVersion:
    """The version that sheets open with; the shipped one is written down the first time it serves."""
    space = _locked(space_id)
    known = space.image_versions.filter(published_at__isnull=False).first()
    if known is not None:
        return known
    draft = space.image_versions.first()
    version, questions = shipped()
    version.space, version.published_at = space, timezone.now()
    # A draft that the pilot has begun keeps its place behind it.
    if draft is not None:
        ImageVersion.objects.filter(pk=draft.pk).update(number=draft.number + 1)
    version.save()
    _ask(version, questions)
    return version


@transaction.atomic
def describe(*, space_id: int, introduction_fr: str, introduction_en: str, actor: User) -> ImageVersion:
    """The first words of the draft."""
    draft = _draft(_locked(space_id), actor)
    draft.introduction_fr, draft.introduction_en = introduction_fr, introduction_en
    draft.save(update_fields=["introduction_fr", "introduction_en"])
    return draft


@transaction.atomic
def begin(*, space_id: int, actor: User) -> ImageVersion:
    """The draft there is, or a copy of what is in use."""
    return _draft(_locked(space_id), actor)


@transaction.atomic
def save_question(
    *, space_id: int, data: QuestionData, actor: User, place: int | None = None, question: int = 0
) -> ImageQuestion:
    """Adds a question to the draft, or changes the one at that place (see `_still` for `question`)."""
    space = _locked(space_id)
    place = _still(space, place, question) if place is not None else None
    draft = _draft(space, actor)
    if place is None:
        if draft.questions.count() >= MOST_QUESTIONS:
            raise Refused(_("%(most)d questions at most: it takes three minutes.") % {"most": MOST_QUESTIONS})
        last = draft.questions.aggregate(last=Max("position"))["last"] or 0
        return ImageQuestion.objects.create(version=draft, position=last + 1, **asdict(data))
    row = _at(draft, place)
    for name, value in asdict(data).items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def move_question(*, space_id: int, place: int, question: int = 0, by: int, actor: User) -> None:
    """One place up (-1) or down (+1)."""
    space = _locked(space_id)
    place = _still(space, place, question)
    draft = _draft(space, actor)
    rows = list(draft.questions.all())
    here = next((number for number, row in enumerate(rows) if row.position == place), None)
    if here is None or not 0 <= here + by < len(rows):
        return
    rows[here], rows[here + by] = rows[here + by], rows[here]
    _in_order(rows)


@transaction.atomic
def remove_question(*, space_id: int, place: int, question: int = 0, actor: User) -> None:
    space = _locked(space_id)
    place = _still(space, place, question)
    draft = _draft(space, actor)
    _at(draft, place).delete()
    _in_order(list(draft.questions.all()))


@transaction.atomic
def publish(*, space_id: int, actor: User) -> ImageVersion:
    """Puts the draft in use for sheets that open from now on; an « after » keeps the questions of its « before »."""
    space = _locked(space_id)
    draft = space.image_versions.filter(published_at__isnull=True).first()
    if draft is None:
        raise Refused(_("Nothing was changed since the version in use."))
    if not draft.questions.exists():
        raise Refused(_("Add a question first: this questionnaire asks nothing."))
    draft.published_at = timezone.now()
    draft.save(update_fields=["published_at"])
    _trace("image.questions_published", space, actor, number=draft.number)
    return draft


@transaction.atomic
def drop(*, space_id: int, actor: User) -> None:
    """Goes back to the version in use."""
    space = _locked(space_id)
    space.image_versions.filter(published_at__isnull=True).delete()
    _trace("image.questions_dropped", space, actor)


def _locked(space_id: int) -> ExchangeSpace:
    return ExchangeSpace.objects.select_for_update(of=("self",), no_key=True).select_related("pilot").get(pk=space_id)


def _draft(space: ExchangeSpace, actor: User) -> ImageVersion:
    """Under the space's lock."""
    latest = space.image_versions.first()
    if latest is not None and latest.is_draft:
        return latest
    source, questions = (latest, list(latest.questions.all())) if latest else shipped()
    made = ImageVersion.objects.create(
        space=space,
        number=latest.number + 1 if latest else 1,
        introduction_fr=source.introduction_fr,
        introduction_en=source.introduction_en,
        made_by=actor,
    )
    _ask(made, questions)
    return made


def _ask(version: ImageVersion, questions: list[ImageQuestion]) -> None:
    ImageQuestion.objects.bulk_create(
        ImageQuestion(version=version, **{name: getattr(row, name) for name in ASKED}) for row in questions
    )


def _still(space: ExchangeSpace, place: int, question: int) -> int:
    """The place of the question that was on the page, which another pilot may have moved or removed meanwhile. Without
    a number it is one that Escale brings along: there is none once the space has a version of its own."""
    latest = space.image_versions.first()
    if latest is None:
        return place
    found = latest.questions.filter(pk=question).first()
    if found is None:
        raise Refused(_("This question is not there any more."))
    return found.position


def _at(draft: ImageVersion, place: int) -> ImageQuestion:
    found = draft.questions.filter(position=place).first()
    if found is None:
        raise Refused(_("This question is not there any more."))
    return found


def _in_order(rows: list[ImageQuestion]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
    ImageQuestion.objects.bulk_update(rows, ["position"])


def _trace(action: str, space: ExchangeSpace, actor: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=space, organisation=space.pilot, data=data)
