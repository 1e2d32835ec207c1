"""What placements changed, over all of them: public figures without names, in constant queries (E13, E19, E21, E22).

Only what was sent counts, and each figure says of how many answers it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from internships.enums import PlacementState, Source
from internships.evaluation_enums import CLEAR_EFFECT, EvaluationState, ImpactLevel, Meaning, Moment
from internships.models import Answer, FollowUp, ImpactNote, Placement, Skill, SkillRating, SmartObjective
from internships.selectors.objectives import Reached, percent, reached

# Fewer answers than that would tell who said what.
LEAST = 3


@dataclass(frozen=True)
class Mean:
    """The mean of a rating from 1 to 5 in the eyes of one source, with its n."""

    meaning: Meaning
    source: Source
    average: float
    number: int


@dataclass(frozen=True)
class Growth:
    """A skill before and after, as trainees rate it; only those that rated both."""

    skill: Skill
    before: float
    after: float
    number: int


@dataclass(frozen=True)
class LevelShare:
    """On one of the four levels: of how many answers the effect is clear."""

    level: ImpactLevel
    clear: int
    number: int

    @property
    def share(self) -> int:
        return percent(self.clear, self.number)


@dataclass(frozen=True)
class Counted:
    """A number of placements, by year or by territory."""

    label: str
    number: int


@dataclass(frozen=True)
class Impact:
    """All figures, read in a number of queries that does not depend on their size."""

    objectives: Sequence[Reached]
    ratings: Sequence[Mean]
    skills: Sequence[Growth]
    levels: Sequence[LevelShare]
    years: Sequence[Counted]
    territories: Sequence[Counted]
    placements: int
    follow_ups: int


def impact(placements: QuerySet[Placement] | None = None) -> Impact:
    """The figures of these placements, by default of all that have begun and were not cancelled."""
    if placements is None:
        placements = Placement.objects.exclude(state=PlacementState.CANCELLED)
    rows = placements.filter(start__lte=timezone.localdate()).order_by()
    years = by_year(rows)
    return Impact(
        objectives=reached(SmartObjective.objects.filter(placement__in=rows.values("pk"))),
        ratings=ratings(rows),
        skills=growth(rows),
        levels=levels(rows),
        years=years,
        territories=by_territory(rows),
        placements=sum(one.number for one in years),
        follow_ups=FollowUp.objects.filter(placement__in=rows.values("pk"), answered_at__isnull=False).count(),
    )


def ratings(placements: QuerySet[Placement]) -> list[Mean]:
    """E22, satisfaction and relationship by source; one query."""
    rows = Answer.objects.filter(
        evaluation__placement__in=placements.values("pk"), evaluation__state=EvaluationState.SENT, number__isnull=False
    ).exclude(criterion__meaning="")
    counted = (
        rows.order_by()
        .values(meaning=F("criterion__meaning"), source=F("evaluation__source"))
        .annotate(average=Avg("number"), number=Count("pk"))
    )
    found = {
        (row["meaning"], row["source"]): Mean(
            Meaning(row["meaning"]), Source(row["source"]), float(row["average"]), row["number"]
        )
        for row in counted
        if row["number"] >= LEAST
    }
    return [found[key] for meaning in Meaning for source in Source if (key := (str(meaning), str(source))) in found]


def growth(placements: QuerySet[Placement]) -> list[Growth]:
    """E19: the mean level before and after; one query and one for the list of skills."""
    both = SkillRating.objects.filter(
        placement__in=placements.values("pk"), source=Source.TRAINEE, moment=Moment.AFTER
    ).filter(
        placement__skill_ratings__skill=F("skill"),
        placement__skill_ratings__source=Source.TRAINEE,
        placement__skill_ratings__moment=Moment.BEFORE,
    )
    counted = (
        both.order_by()
        .values("skill")
        .annotate(after=Avg("level"), before=Avg("placement__skill_ratings__level"), number=Count("pk"))
    )
    by_skill = {row["skill"]: row for row in counted if row["number"] >= LEAST}
    return [
        Growth(skill, float(row["before"]), float(row["after"]), row["number"])
        for skill in Skill.objects.filter(pk__in=by_skill)
        if (row := by_skill[skill.pk])
    ]


def levels(placements: QuerySet[Placement]) -> list[LevelShare]:
    """E13: how often the effect is clear on each level, on return or later; one query."""
    rows = ImpactNote.objects.filter(placement__in=placements.values("pk"), effect__isnull=False).order_by()
    counted = rows.values("level").annotate(number=Count("pk"), clear=Count("pk", filter=Q(effect__gte=CLEAR_EFFECT)))
    found = {row["level"]: row for row in counted if row["number"] >= LEAST}
    return [LevelShare(one, found[one]["clear"], found[one]["number"]) for one in ImpactLevel if one in found]


def by_year(placements: QuerySet[Placement]) -> list[Counted]:
    """Placements by the year in which they began; one query."""
    counted = placements.values(year=ExtractYear("start")).annotate(number=Count("pk")).order_by("year")
    return [Counted(str(row["year"]), row["number"]) for row in counted]


def by_territory(placements: QuerySet[Placement]) -> list[Counted]:
    """Placements by the territory of their hosts, the most first; with hosts in two territories, in both. One query."""
    name = "sites__institution__organisation__territory__name"
    counted = (
        placements.filter(**{f"{name}__isnull": False})
        .values(territory=F(name))
        .annotate(number=Count("pk", distinct=True))
        .order_by("-number", "territory")
    )
    return [Counted(row["territory"], row["number"]) for row in counted]
