"""Evaluations and what was brought back, as data of people: given out, erased, forgotten in time."""

from __future__ import annotations

import datetime

from accounts.models import User
from internships.evaluation_rights import shown_to_trainee
from internships.models import (
    Answer,
    Evaluation,
    EvaluationGrid,
    FollowUp,
    GridVersion,
    ImpactNote,
    KeyIdea,
    Placement,
    ReturnReport,
    SkillRating,
)
from internships.selectors.evaluations import answered


def export_evaluations(user: User) -> object:
    """What was said of the person's placements, by themselves and by others; and what they sent for others."""
    rows = Evaluation.objects.filter(placement__person=user) | Evaluation.objects.filter(sent_by=user)
    rows = rows.distinct().select_related("placement", "grid_version__grid").order_by("pk")
    shown = _shown(user)
    return [
        {
            "placement": [one.placement.start, one.placement.end],
            "source": one.source,
            "state": one.state,
            "sent_at": one.sent_at,
            "sent_by": one.sent_by_name,
            **(_said(one) if one.source in shown.get(one.placement_id, {one.source}) else {}),
        }
        for one in rows
    ]


def _shown(user: User) -> dict[int, set[str]]:
    """By placement of the person's own: whose word they may read today. What others have not sent, or can still take
    back, is not given out."""
    return shown_to_trainee(Placement.objects.filter(person=user))


def _said(evaluation: Evaluation) -> dict[str, object]:
    if not evaluation.is_sent:
        return {"typed": evaluation.draft}
    said = answered(evaluation)
    return {
        name: {line.label: line.words for line in getattr(said, name)} for name in ("objectives", "skills", "questions")
    }


def erase_evaluations(user: User) -> None:
    """Numbers stay for the figures, without a person; words go. What the person sent for others loses their name."""
    mine = Evaluation.objects.filter(placement__person=user)
    Answer.objects.filter(evaluation__in=mine).update(text="")
    mine.update(draft={}, contact_name="", contact_email="", sent_by_name="")
    SkillRating.objects.filter(placement__person=user).delete()
    Evaluation.objects.filter(sent_by=user).update(sent_by=None, sent_by_name="—")
    EvaluationGrid.objects.filter(created_by=user).update(created_by=None)
    GridVersion.objects.filter(created_by=user).update(created_by=None)


def export_returns(user: User) -> object:
    shown = _shown(user)
    ratings = SkillRating.objects.filter(placement__person=user).values(
        "placement", "skill__name_fr", "source", "moment", "level", "rated_at"
    )
    notes = ImpactNote.objects.filter(placement__person=user).select_related("follow_up").order_by("pk")
    return {
        "skills": [one for one in ratings if one["source"] in shown[one["placement"]]],
        "key_ideas": list(KeyIdea.objects.filter(placement__person=user).values("idea", "use", "created_at")),
        "impact": [
            {
                "level": note.level,
                "effect": note.effect,
                "text": note.text,
                "after_months": note.follow_up.months if note.follow_up else 0,
            }
            for note in notes
        ],
        "follow_ups": list(
            FollowUp.objects.filter(placement__person=user).values("months", "due", "remains", "answered_at")
        ),
        "reports": list(
            ReturnReport.objects.filter(placement__person=user).values("summary", "shared_at", "shared_until")
        ),
    }


def erase_returns(user: User) -> None:
    for model in (KeyIdea, FollowUp, ImpactNote, ReturnReport):
        model.objects.filter(placement__person=user).delete()  # type: ignore[attr-defined]


def forget(before: datetime.datetime) -> int:
    """The words of evaluations of placements long over, and whom they were asked of; numbers stay for the figures."""
    nobody = {"contact_name": "", "contact_email": "", "sent_by_name": ""}
    old = Evaluation.objects.filter(placement__end__lt=before.date()).exclude(draft={}, **nobody)
    Answer.objects.filter(evaluation__in=old).exclude(text="").update(text="")
    return old.update(draft={}, **nobody)
