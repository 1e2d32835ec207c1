"""What a placement left behind, gathered for its report and for figures (E12, E13, E14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from internships import evaluation_rights
from internships.enums import REACHED_FROM, Source
from internships.evaluation_enums import EvaluationState, ImpactLevel
from internships.models import Evaluation, ImpactNote, KeyIdea, Placement, PlacementSettings, ReturnReport
from internships.selectors.evaluations import SkillLine, SkillTable, judged, of_placement_all, skill_lines
from internships.selectors.objectives import Reached


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective with what each source that may be shown says of it."""

    objective: Any
    results: list[Any]


@dataclass(frozen=True)
class Report:
    """The return report: what its page, its PDF and its shared link show."""

    placement: Placement
    report: ReturnReport
    objectives: list[ObjectiveLine]
    reached: list[Reached]
    skills: SkillTable
    ideas: list[KeyIdea]
    impact: list[ImpactNote]
    sources: set[str]

    @property
    def is_empty(self) -> bool:
        return not (self.objectives or self.skills or self.ideas or self.impact or self.report.summary)

    @property
    def learnt(self) -> list[SkillLine]:
        """The skills that grew, the most first."""
        grown = [line for line in self.skills if line.gain and line.gain > 0]
        return sorted(grown, key=lambda line: -(line.gain or 0))

    @property
    def by_others(self) -> bool:
        return any(line.others for line in self.skills)


def shown_sources(placement: Placement, mine: set[Source]) -> set[str]:
    """Whose judgements somebody who speaks for `mine` may see."""
    everything: list[Evaluation] = of_placement_all(placement)
    return {one.source for one in evaluation_rights.readable(everything, mine)}


def public_sources(placement: Placement) -> set[str]:
    """Those that a shared report shows: sent, and no longer to be taken back; the trainee's own at once."""
    everything = [one for one in of_placement_all(placement) if one.is_sent]
    rules = PlacementSettings.current() if everything else None
    found = set()
    for one in everything:
        if one.state == EvaluationState.SENT and (
            one.source == Source.TRAINEE or not evaluation_rights.may_reopen(one, rules)
        ):
            found.add(one.source)
    return found if Source.TRAINEE in found else found & {Source.TRAINEE}


def report_of(placement: Placement, sources: set[str], *, public: bool = False) -> Report:
    """Everything, in a number of queries that does not grow; `public`: of the others' words only how far."""
    prefetch_related_objects([placement], "key_ideas")
    lines = []
    for objective in judged(placement):
        results = evaluation_rights.shown_results(objective, sources)
        for one in results:
            if public and one.source != Source.TRAINEE:
                one.evidence = ""
        lines.append(ObjectiveLine(objective, results))
    order = list(ImpactLevel)
    notes = list(ImpactNote.objects.filter(placement=placement, follow_up=None))
    return Report(
        placement=placement,
        report=getattr(placement, "return_report", None) or ReturnReport(placement=placement),
        objectives=lines,
        reached=_reached([result for line in lines for result in line.results]),
        skills=skill_lines(placement, sources),
        ideas=list(placement.key_ideas.all()),
        impact=sorted(notes, key=lambda note: order.index(ImpactLevel(note.level))),
        sources=sources,
    )


def _reached(results: list[Any]) -> list[Reached]:
    """The share reached for each source that judged, of results at hand (E21)."""
    found = []
    for source in Source:
        levels = [one.level for one in results if one.source == source]
        if levels:
            found.append(Reached(source, sum(level >= REACHED_FROM for level in levels), len(levels)))
    return found
