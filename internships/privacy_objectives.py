"""Objectives and the CV as data of people: given out, erased, forgotten in time."""

from __future__ import annotations

import datetime

from django.db.models import BooleanField, F, Func, QuerySet

from accounts.models import User
from internships.enums import Source
from internships.evaluation_rights import shown_results, shown_to_trainee
from internships.evaluation_screens import Screen, draft_of
from internships.models import (
    Application,
    CvEntry,
    Evaluation,
    ObjectiveNote,
    ObjectiveResult,
    ObjectiveVersion,
    Placement,
    SmartObjective,
)
from internships.models.objectives import FACETS, WRITTEN

NO_WORDS = "—"
# Whether the draft of an evaluation repeats the words of an objective, or says how one sees that it was reached.
HOLDS_WORDS = """
jsonb_path_exists(%(expressions)s, '$.objectives.*.keyvalue() ? (@.key <> "level")', '{}', true)"""


def export_objectives(user: User) -> object:
    rows = SmartObjective.objects.filter(person=user).prefetch_related("versions", "notes", "results")
    shown = shown_to_trainee(Placement.objects.filter(person=user))
    return [
        {
            **{name: getattr(one, name) for name in FACETS},
            "placement": one.placement_id,
            "written_on": one.created_at,
            "shared_on": one.shared_at,
            "given_up_on": one.dropped_at,
            "earlier_wordings": [
                {name: getattr(old, name) for name in FACETS}
                for old in one.versions.all()  # type: ignore[attr-defined]
            ],
            "said": [
                {"kind": note.kind, "by": note.by, "level": note.level, "text": note.text, "on": note.created_at}
                for note in one.notes.all()  # type: ignore[attr-defined]
            ],
            "results": [
                {"source": result.source, "level": result.level, "evidence": result.evidence, "on": result.judged_at}
                for result in shown_results(one, shown.get(one.placement_id or 0, {Source.TRAINEE}))
            ],
        }
        for one in rows.order_by("pk")
    ]


def erase_objectives(user: User) -> None:
    """What was judged stays as a figure, without words; the rest goes."""
    mine = SmartObjective.objects.filter(person=user)
    mine.filter(results=None).delete()
    _forget_words(mine)


def export_remarks(user: User) -> object:
    return list(ObjectiveNote.objects.filter(author=user).exclude(text="").values("kind", "text", "created_at"))


def erase_remarks(user: User) -> None:
    """What somebody said of others' objectives stays with these, without who said it."""
    ObjectiveNote.objects.filter(author=user).update(author=None, by="")
    ObjectiveResult.objects.filter(actor=user).update(actor=None, by="")


def forget_objectives(before: datetime.datetime) -> int:
    """Objectives of stays that are long over keep their figures and lose their words, in evaluations too."""
    old = SmartObjective.objects.filter(placement__end__lt=before.date()).exclude(specific=NO_WORDS)
    _forget_typed(Evaluation.objects.filter(placement__end__lt=before.date()))
    return _forget_words(old)


def _forget_typed(evaluations: QuerySet[Evaluation]) -> None:
    """Of what was typed about each objective only how far it was reached stays: the title repeats its words."""
    typed = evaluations.annotate(
        titled=Func(F("draft"), template=HOLDS_WORDS, output_field=BooleanField()),
    )
    for one in typed.filter(titled=True).only("draft").iterator(chunk_size=500):
        said = draft_of(one, Screen.OBJECTIVES)
        bare = {pk: {"level": value["level"]} for pk, value in said.items() if value.get("level") is not None}
        one.draft[str(Screen.OBJECTIVES)] = bare
        one.save(update_fields=["draft"])


def _forget_words(objectives: object) -> int:
    numbers = list(objectives.values_list("pk", flat=True))  # type: ignore[attr-defined]
    ObjectiveVersion.objects.filter(objective__in=numbers).delete()
    ObjectiveNote.objects.filter(objective__in=numbers).delete()
    ObjectiveResult.objects.filter(objective__in=numbers).update(evidence="", by="", actor=None)
    Application.objectives.through.objects.filter(smartobjective__in=numbers).delete()
    chosen = SmartObjective.objects.filter(pk__in=numbers)
    return chosen.update(**dict.fromkeys(WRITTEN, NO_WORDS))


def export_cv(user: User) -> object:
    names = ("section", "title", "organisation", "place", "start", "end", "minutes", "level", "description")
    return list(CvEntry.objects.filter(person=user).order_by("section", "pk").values(*names))


def erase_cv(user: User) -> None:
    CvEntry.objects.filter(person=user).delete()
