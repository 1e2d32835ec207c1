"""Evaluations of a whole school, or of a territory: what each may know of them (E11, E20, S11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation
from internships import evaluation_rights
from internships.enums import REACHED_FROM, PlacementState, Source
from internships.evaluation_screens import Screen, draft_of
from internships.models import Answer, Evaluation, PlacementSettings, PlacementSite
from internships.selectors.evaluations import words_of

SITES = PlacementSite.objects.select_related("institution__organisation")


def of_school(school: Organisation, user: Any) -> QuerySet[Evaluation]:
    """Those of the placements that the school sends, without those that were called off, nor the reader's own.

    Who works for the school and is its trainee would read here, for the school, what is said of themselves.
    """
    rows = Evaluation.objects.visible_to(user).filter(placement__sending_organisation=school)
    rows = rows.exclude(placement__person=user)
    return _listed(rows).select_related("placement__person", "placement__enrolment__cohort", "placement__kind")


def overseen(territory: int | None) -> QuerySet[Evaluation]:
    """Those of the territory's hosts, of all hosts without one: nobody by name, and nothing of what was answered."""
    rows = Evaluation.objects.all() if territory is None else hosted_in(Evaluation.objects.all(), territory)
    return _listed(rows).select_related("placement__kind", "placement__sending_organisation").defer("draft")


def hosted_in(rows: QuerySet[Evaluation], territory: int) -> QuerySet[Evaluation]:
    """Where the first host of the placement is in the territory."""
    first = PlacementSite.objects.filter(placement=OuterRef("placement")).order_by("position", "start", "pk")
    place = Subquery(first.values("institution__organisation__territory")[:1])
    return rows.annotate(territory=place).filter(territory=territory)


def _listed(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    rows = rows.exclude(placement__state=PlacementState.CANCELLED).order_by("-placement__end", "placement", "pk")
    return rows.prefetch_related(Prefetch("placement__sites", SITES))


def last_change(rows: QuerySet[Evaluation]) -> Any:
    """When one of them was sent last."""
    return rows.order_by().aggregate(last=Max("sent_at"))["last"]


@dataclass(frozen=True)
class Line:
    """An evaluation with what the school may read of it: nothing while its side can still take it back."""

    evaluation: Evaluation
    is_readable: bool
    readable_from: Any = None

    @property
    def hosts(self) -> str:
        names = [site.institution.organisation.name for site in self.evaluation.placement.sites.all()]  # type: ignore[attr-defined]
        return " · ".join(dict.fromkeys(names))

    @property
    def levels(self) -> list[int]:
        """How far each objective was reached."""
        if not self.is_readable:
            return []
        said = draft_of(self.evaluation, Screen.OBJECTIVES).values()
        return [int(one["level"]) for one in said if one.get("level") is not None]

    @property
    def judged(self) -> int | None:
        return len(self.levels) if self.is_readable else None

    @property
    def reached(self) -> int | None:
        return sum(level >= REACHED_FROM for level in self.levels) if self.is_readable else None

    @property
    def answers(self) -> str:
        """Questions and answers on one line each."""
        if not self.is_readable:
            return ""
        rows: Iterable[Answer] = self.evaluation.answers.all()  # type: ignore[attr-defined]
        return "\n".join(f"{row.criterion.label} {words_of(row.criterion, row)}" for row in rows)


def lines(rows: Iterable[Evaluation]) -> Iterator[Line]:
    """For the school, which speaks for its own side alone; one query for the days of grace."""
    rules, now = PlacementSettings.current(), timezone.now()
    for one in rows:
        may = bool(evaluation_rights.readable([one], {Source.SCHOOL}, rules))
        when = evaluation_rights.readable_from(one, rules)
        yield Line(one, may, when if not may and when is not None and when > now else None)


def with_answers(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """For an export."""
    return rows.prefetch_related(Prefetch("answers", Answer.objects.select_related("criterion")))
