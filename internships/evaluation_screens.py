"""The screens of an evaluation, three at most: objectives, skills, questions; and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from internships.models import Criterion, Evaluation, Skill


class Screen(StrEnum):
    OBJECTIVES = "objectives"
    SKILLS = "skills"
    QUESTIONS = "questions"


TITLES = {
    Screen.OBJECTIVES: _("The objectives"),
    Screen.SKILLS: _("The skills"),
    Screen.QUESTIONS: _("The placement"),
}


@dataclass(frozen=True)
class Subject:
    """All that an evaluation asks: read once, for forms, checks and the page of what was answered."""

    objectives: Sequence[Any]
    skills: Sequence[Skill]
    criteria: Sequence[Criterion]

    @property
    def screens(self) -> list[Screen]:
        found = [(Screen.OBJECTIVES, self.objectives), (Screen.SKILLS, self.skills), (Screen.QUESTIONS, self.criteria)]
        return [screen for screen, asked in found if asked]


def draft_of(evaluation: Evaluation, screen: Screen) -> dict[str, Any]:
    """What was typed on one screen."""
    found = evaluation.draft.get(str(screen), {})
    return found if isinstance(found, dict) else {}


def lacking(evaluation: Evaluation, subject: Subject) -> list[Screen]:
    """The screens on which something that must be answered is not."""
    objectives = draft_of(evaluation, Screen.OBJECTIVES)
    questions = draft_of(evaluation, Screen.QUESTIONS)
    found = []
    if any(objectives.get(str(one.pk), {}).get("level") is None for one in subject.objectives):
        found.append(Screen.OBJECTIVES)
    if any(one.required and questions.get(str(one.pk)) in (None, "", []) for one in subject.criteria):
        found.append(Screen.QUESTIONS)
    return found
