"""Reads of evaluations: what one asks, what was answered, the skills before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from internships.enums import ResultLevel, Source
from internships.evaluation_enums import CriterionType, Moment, SkillLevel
from internships.evaluation_screens import Screen, Subject, draft_of
from internships.models import Answer, Criterion, Evaluation, GridVersion, Placement, Skill, SkillRating, SmartObjective

# Of an objective whose words were forgotten.
NO_WORDS = "—"


def subject_of(evaluation: Evaluation) -> Subject:
    """What it asks, by its version of the grid, the objectives of the placement and today's list of skills."""
    version: GridVersion = evaluation.grid_version
    return Subject(
        objectives=judged(evaluation.placement) if version.asks_objectives else [],
        skills=list(Skill.objects.in_use()) if version.asks_skills else [],
        criteria=list(version.criteria.all()),
    )


def said_before(evaluation: Evaluation, subject: Subject, screen: Screen) -> dict[str, Any]:
    """What the same side said of the objectives elsewhere: nobody types it twice."""
    if screen != Screen.OBJECTIVES:
        return {}
    return {
        str(one.pk): {"level": result.level, "evidence": result.evidence}
        for one in subject.objectives
        for result in one.results.all()
        if result.source == evaluation.source
    }


def judged(placement: Placement) -> list[SmartObjective]:
    """The standing objectives of a placement with what was said of how far they were reached; two queries."""
    return list(SmartObjective.objects.standing().filter(placement=placement).prefetch_related("results"))


@dataclass(frozen=True)
class Line:
    """A question with its answer in words; `number` where it was a scale."""

    label: str
    words: str
    number: int | None = None
    low: str = ""
    high: str = ""


@dataclass
class Answered:
    """All that one sent evaluation says, as it was answered."""

    evaluation: Evaluation
    objectives: list[Line] = field(default_factory=list)
    skills: list[Line] = field(default_factory=list)
    questions: list[Line] = field(default_factory=list)


def answered(evaluation: Evaluation) -> Answered:
    """The answers, with the questions of the version they were given to."""
    found = Answered(evaluation)
    rows = Answer.objects.filter(evaluation=evaluation).select_related("criterion")
    found.questions = [_line(row.criterion, row) for row in rows]
    typed = draft_of(evaluation, Screen.OBJECTIVES)
    for one in typed.values():
        level = one.get("level")
        if level is not None:
            words = str(ResultLevel(int(level)).label)
            evidence = one.get("evidence", "")
            found.objectives.append(Line(one.get("title") or NO_WORDS, f"{words} — {evidence}" if evidence else words))
    rated = {code: int(level) for code, level in draft_of(evaluation, Screen.SKILLS).items() if level}
    if rated:
        names = {skill.code: skill.name for skill in Skill.objects.filter(code__in=rated)}
        found.skills = [
            Line(names[code], str(SkillLevel(rated[code]).label), rated[code]) for code in names if code in rated
        ]
    return found


def _line(criterion: Criterion, answer: Answer) -> Line:
    if criterion.type == CriterionType.SCALE:
        return Line(criterion.label, f"{answer.number} / 5", answer.number, criterion.low, criterion.high)
    return Line(criterion.label, words_of(criterion, answer))


def words_of(criterion: Criterion, answer: Answer) -> str:
    """An answer as one reads it."""
    if criterion.type == CriterionType.TEXT:
        return answer.text
    if criterion.type == CriterionType.YES_NO:
        return _("Yes") if answer.number else _("No")
    if criterion.type == CriterionType.SCALE:
        return str(answer.number)
    options = criterion.options
    return ", ".join(options[place] for place in answer.choices if place < len(options))


@dataclass(frozen=True)
class SkillLine:
    """One skill: the trainee's level before and after, and what the others saw after."""

    skill: Skill
    before: int | None
    after: int | None
    others: dict[str, int]

    @property
    def gain(self) -> int | None:
        return self.after - self.before if self.before is not None and self.after is not None else None

    @property
    def host(self) -> int | None:
        return self.others.get(Source.HOST)

    @property
    def employer(self) -> int | None:
        return self.others.get(Source.EMPLOYER)

    @property
    def school(self) -> int | None:
        return self.others.get(Source.SCHOOL)


class SkillTable(list[SkillLine]):
    """The lines of a placement, and which of the others' columns there is something to say in."""

    @property
    def by_host(self) -> bool:
        return any(line.host is not None for line in self)

    @property
    def by_employer(self) -> bool:
        return any(line.employer is not None for line in self)


def skill_lines(placement: Placement, shown: Iterable[str]) -> SkillTable:
    """The skills rated, in the order of the list, by the sources that may be shown; before goes with the trainee's."""
    sources = set(shown)
    levels: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    skills: dict[int, Skill] = {}
    for row in SkillRating.objects.filter(placement=placement).select_related("skill"):
        if row.source in sources:
            skills[row.skill_id] = row.skill
            levels[row.skill_id][row.source, row.moment] = row.level
    ordered = sorted(skills.values(), key=lambda one: (one.position, one.name_fr))
    return SkillTable(_skill_line(skill, levels[skill.pk]) for skill in ordered)


def _skill_line(skill: Skill, levels: dict[tuple[str, str], int]) -> SkillLine:
    return SkillLine(
        skill=skill,
        before=levels.get((Source.TRAINEE, Moment.BEFORE)),
        after=levels.get((Source.TRAINEE, Moment.AFTER)),
        others={source: level for (source, _moment), level in levels.items() if source != Source.TRAINEE},
    )


def of_placement_all(placement: Placement) -> list[Evaluation]:
    """The evaluations of a placement in the order of the sources, read once per placement object."""
    known: Any = getattr(placement, "_evaluations", None)
    if known is None:
        order = list(Source)
        known = sorted(
            placement.evaluations.select_related("grid_version__grid"), key=lambda one: order.index(Source(one.source))
        )
        for one in known:
            one.placement = placement
        placement._evaluations = known  # type: ignore[attr-defined]
    found: list[Evaluation] = known
    return found
