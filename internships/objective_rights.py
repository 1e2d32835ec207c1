"""Who may do what with an objective: asked by buttons and by POSTs alike."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

from accounts.models import User
from internships.enums import Source
from internships.models import Placement, SmartObjective
from internships.selectors import objectives as selectors
from internships.selectors.evaluations import of_placement_all


class Act(StrEnum):
    EDIT = "edit"
    ATTACH = "attach"
    DROP = "drop"
    TAKE_UP = "take_up"
    REMARK = "remark"
    AGREE = "agree"
    PROGRESS = "progress"
    JUDGE = "judge"


def may(objective: SmartObjective, user: User, source: Source | None) -> set[Act]:
    """What the person may do with the objective today; `source` is whose word theirs is (`selectors.source_of`)."""
    own = objective.person_id == user.pk
    if objective.dropped_at is not None:
        return {Act.TAKE_UP} if own else set()
    placement, today = objective.placement, timezone.localdate()
    results = list(objective.results.all())  # type: ignore[attr-defined]
    allowed: set[Act] = set()
    if own and not results:
        allowed |= {Act.EDIT, Act.ATTACH, Act.DROP}
    if own and not any(one.source == Source.TRAINEE for one in results):
        allowed.add(Act.PROGRESS)
    if placement is None or source is None:
        return allowed
    allowed.add(Act.REMARK)
    if placement.start <= today and not _has_evaluated(placement, source):
        allowed.add(Act.JUDGE)
    has_agreed = any(note.author_id == user.pk for note in selectors.agreed_by(objective))
    if source != Source.TRAINEE and placement.end >= today and not results and not has_agreed:
        allowed.add(Act.AGREE)
    return allowed


def _has_evaluated(placement: Placement, source: Source) -> bool:
    """Whether that side has sent an evaluation that asks of the objectives: it has had its last word there."""
    rows = of_placement_all(placement)
    return any(one.source == source and one.is_sent and one.grid_version.asks_objectives for one in rows)
