"""Filling an evaluation in: saved as it is typed, frozen once sent, taken back within some days (E11, E20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from internships.enums import Source
from internships.evaluation_enums import CriterionType, EvaluationState, Moment
from internships.evaluation_rights import may_fill, may_reopen
from internships.evaluation_screens import Screen, Subject, draft_of, lacking
from internships.models import Answer, Criterion, Evaluation, ObjectiveResult, SkillRating
from internships.selectors.evaluations import subject_of
from internships.services import objectives


class Incomplete(Exception):
    """Something that must be answered is not: on which screens."""

    def __init__(self, screens: list[Screen]) -> None:
        super().__init__("incomplete")
        self.screens = screens


@transaction.atomic
def save_screen(*, evaluation_id: int, screen: Screen, values: Mapping[str, Any]) -> Evaluation:
    """Keeps what was typed on one screen. Raises Refused once it was sent."""
    evaluation = _locked(evaluation_id)
    _must_be_open(evaluation)
    evaluation.draft = {**evaluation.draft, str(screen): dict(values)}
    evaluation.saved_at = timezone.now()
    evaluation.save(update_fields=["draft", "saved_at"])
    return evaluation


@transaction.atomic
def send(*, evaluation_id: int, actor: User | None, link: PersonalLink | None = None, name: str = "") -> Evaluation:
    """Freezes it: the answers become rows, the objectives are judged, the skills rated.

    Raises Incomplete where something is missing, Refused where it was sent already.
    """
    evaluation = _locked(evaluation_id)
    _must_be_open(evaluation)
    subject = subject_of(evaluation)
    if missing := lacking(evaluation, subject):
        raise Incomplete(missing)
    evaluation.state, evaluation.sent_at = EvaluationState.SENT, timezone.now()
    evaluation.sent_by, evaluation.sent_by_name = actor, name or str(actor or evaluation.contact_name)
    evaluation.save(update_fields=["state", "sent_at", "sent_by", "sent_by_name"])
    _write_answers(evaluation, subject)
    _rate_skills(evaluation, subject)
    _judge(evaluation, subject, actor)
    _trace("evaluation.sent", evaluation, actor, link)
    return evaluation


@transaction.atomic
def reopen(*, evaluation_id: int, actor: User | None, link: PersonalLink | None = None) -> Evaluation:
    """Its side takes it back, as long as nobody else could read it."""
    evaluation = _locked(evaluation_id)
    if not evaluation.is_sent:
        return evaluation
    if not may_reopen(evaluation):
        raise Refused(_("The other parties can read this evaluation now: it stays as it was sent."))
    evaluation.state = EvaluationState.OPEN
    evaluation.save(update_fields=["state"])
    _uncount(evaluation)
    _trace("evaluation.reopened", evaluation, actor, link)
    return evaluation


def _uncount(evaluation: Evaluation) -> None:
    """What it said is counted no more until it is sent again; the draft keeps it."""
    evaluation.answers.all().delete()
    mine = {"source": evaluation.source}
    placement = evaluation.placement
    codes = list(draft_of(evaluation, Screen.SKILLS))
    SkillRating.objects.filter(placement=placement, moment=Moment.AFTER, skill__code__in=codes, **mine).delete()
    judged = [int(pk) for pk in draft_of(evaluation, Screen.OBJECTIVES)]
    ObjectiveResult.objects.filter(objective__placement=placement, objective__in=judged, **mine).delete()


def _locked(evaluation_id: int) -> Evaluation:
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "placement__sending_organisation", "placement__kind", "grid_version"
    )
    return rows.get(pk=evaluation_id)


def _must_be_open(evaluation: Evaluation) -> None:
    if evaluation.is_sent:
        raise Refused(_("This evaluation was sent on this placement already: it stays as it was sent."))
    if not may_fill(evaluation):
        raise Refused(_("This placement is cancelled: there is nothing to evaluate."))


def _write_answers(evaluation: Evaluation, subject: Subject) -> None:
    typed = draft_of(evaluation, Screen.QUESTIONS)
    evaluation.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(evaluation=evaluation, criterion=one, **_columns(one, typed[str(one.pk)]))
        for one in subject.criteria
        if typed.get(str(one.pk)) not in (None, "", [])
    )


def _columns(criterion: Criterion, value: Any) -> dict[str, Any]:
    if criterion.type == CriterionType.TEXT:
        return {"text": str(value)}
    if criterion.type == CriterionType.SEVERAL:
        return {"choices": [int(one) for one in value]}
    if criterion.type == CriterionType.ONE:
        return {"choices": [int(value)]}
    return {"number": int(value)}


def _rate_skills(evaluation: Evaluation, subject: Subject) -> None:
    typed = draft_of(evaluation, Screen.SKILLS)
    SkillRating.objects.bulk_create(
        [
            SkillRating(
                placement=evaluation.placement,
                skill=skill,
                source=evaluation.source,
                moment=Moment.AFTER,
                level=int(typed[skill.code]),
                rated_at=evaluation.sent_at or timezone.now(),
            )
            for skill in subject.skills
            if typed.get(skill.code)
        ],
        update_conflicts=True,
        unique_fields=["placement", "skill", "source", "moment"],
        update_fields=["level", "rated_at"],
    )


def _judge(evaluation: Evaluation, subject: Subject, actor: User | None) -> None:
    typed = draft_of(evaluation, Screen.OBJECTIVES)
    for objective in subject.objectives:
        said = typed[str(objective.pk)]
        objectives.judge(
            objective_id=objective.pk,
            source=Source(evaluation.source),
            level=int(said["level"]),
            evidence=said.get("evidence", ""),
            actor=actor,
            by=evaluation.sent_by_name,
            evaluating=True,
        )


def _trace(action: str, evaluation: Evaluation, actor: User | None, link: PersonalLink | None) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=evaluation.placement,
        organisation=evaluation.placement.sending_organisation,
        data={"source": str(evaluation.source), **({"link": link.pk} if link else {})},
    )
