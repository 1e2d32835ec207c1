"""Questionnaires on the partner, reviews of effects, validations of the cahier des charges, as data of people."""

from __future__ import annotations

import datetime

from django.db.models import Q

from accounts.models import User
from exchanges.culture_enums import QuestionType
from exchanges.models import (
    CharterValidation,
    CharterVersion,
    EffectReview,
    ImageQuestion,
    ImageSheet,
    ImageVersion,
)


def export_images(user: User) -> object:
    """What the person answered, and their own word on the effects."""
    sheets = ImageSheet.objects.filter(sent_by=user).select_related(
        "request__structure__institution__organisation", "request__offer__structure__institution__organisation"
    )
    labels = dict(ImageQuestion.objects.filter(version__sheets__in=sheets).values_list("pk", "label_fr"))
    return {
        "questionnaires": [
            {
                "days": [one.request.first_day, one.request.last_day],
                "side": one.side,
                "moment": one.moment,
                "answered_on": one.sent_at,
                "shared_on": one.shared_at,
                "answers": {labels.get(int(pk), pk): said for pk, said in one.answers.items()},
            }
            for one in sheets
        ],
        "effects": list(EffectReview.objects.filter(person=user).values("side", "expected", "rating", "text", "at")),
    }


def erase_images(user: User) -> None:
    """Numbers stay for the figures, without a person; words go, and nobody reads them any more."""
    sheets = ImageSheet.objects.filter(Q(sent_by=user) | Q(request__person=user, side="visitor"))
    _without_words(sheets)
    sheets.update(sent_by=None, shared_at=None)
    EffectReview.objects.filter(person=user).update(text="", person=None)


def export_charters(user: User) -> object:
    rows = CharterValidation.objects.filter(person=user).select_related(
        "charter", "structure__institution__organisation"
    )
    return [{"structure": str(one.structure), "version": one.charter.number, "on": one.at} for one in rows]


def erase_charters(user: User) -> None:
    """The structure’s validation stays; it names nobody."""
    CharterValidation.objects.filter(person=user).update(person=None, person_name="")
    CharterVersion.objects.filter(made_by=user).update(made_by=None)
    CharterVersion.objects.filter(published_by=user).update(published_by=None)
    ImageVersion.objects.filter(made_by=user).update(made_by=None)


def forget_images(before: datetime.datetime) -> int:
    """The words of questionnaires about immersions long over, and who answered; numbers stay for the figures."""
    old = ImageSheet.objects.filter(request__last_day__lt=before.date())
    reviews = EffectReview.objects.filter(request__last_day__lt=before.date())
    reviews.exclude(text="", person=None).update(text="", person=None)
    forgotten = _without_words(old)
    old.exclude(sent_by=None, shared_at=None).update(sent_by=None, shared_at=None)
    return forgotten


def _without_words(sheets: object) -> int:
    rows = list(sheets.exclude(answers={}))  # type: ignore[attr-defined]
    texts = set(
        ImageQuestion.objects.filter(version__in={one.version_id for one in rows}, type=QuestionType.TEXT).values_list(
            "pk", flat=True
        )
    )
    changed = []
    for one in rows:
        kept = {pk: said for pk, said in one.answers.items() if int(pk) not in texts}
        if kept != one.answers:
            one.answers = kept
            changed.append(one)
    ImageSheet.objects.bulk_update(changed, ["answers"])
    return len(changed)
