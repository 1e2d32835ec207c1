"""The transversal skills before a placement, rated by the trainee (E19). After it, they are part of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from internships.enums import PlacementState, Source
from internships.evaluation_enums import Moment
from internships.models import Placement, Skill, SkillRating


@transaction.atomic
def rate_before(*, placement_id: int, levels: Mapping[str, int], actor: User) -> int:
    """Keeps the trainee's levels by skill's code; returns how many.

    Raises Refused for anybody else, and once the trainee's evaluation is sent.
    """
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    if placement.person_id != actor.pk or placement.state == PlacementState.CANCELLED:
        raise Refused(_("Only the trainee rates the skills before the placement."))
    if placement.evaluations.sent().filter(source=Source.TRAINEE).exists():
        raise Refused(_("Your evaluation is sent: your levels before the placement stay as they are."))
    skills = {skill.code: skill for skill in Skill.objects.filter(code__in=levels)}
    rows = [
        SkillRating(
            placement=placement,
            skill=skills[code],
            source=Source.TRAINEE,
            moment=Moment.BEFORE,
            level=level,
            rated_at=timezone.now(),
        )
        for code, level in levels.items()
        if code in skills
    ]
    SkillRating.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["placement", "skill", "source", "moment"],
        update_fields=["level", "rated_at"],
    )
    return len(rows)
