"""The forms of an evaluation's screens: drawn from the grid's version, kept as plain values in the draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from internships.enums import ResultLevel
from internships.evaluation_enums import CriterionType, SkillLevel
from internships.evaluation_screens import Screen, Subject
from internships.models import Criterion, Skill

YES_NO = [("1", _("Yes")), ("0", _("No"))]
SCALE = [(str(number), str(number)) for number in range(1, 6)]
LONGEST = 4000


class ScreenForm(forms.Form):
    """One screen. `values` is what goes into the draft: only what is valid, so that an autosave never fails."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, subject: Subject, typed: dict[str, Any]) -> None:
        self.subject = subject
        super().__init__(data, initial=self.flat(typed))
        self.build()

    def build(self) -> None:
        raise NotImplementedError

    def flat(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The draft by field name."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Any]:
        raise NotImplementedError


class ObjectivesForm(ScreenForm):
    """How far each objective was reached, and how one sees it."""

    def build(self) -> None:
        for one in self.subject.objectives:
            self.fields[f"level_{one.pk}"] = forms.ChoiceField(
                label=one.specific, choices=ResultLevel.choices, widget=forms.RadioSelect
            )
            self.fields[f"evidence_{one.pk}"] = forms.CharField(
                label=_("How does one see it?"),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def flat(self, typed: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for pk, said in typed.items():
            found[f"level_{pk}"] = "" if said.get("level") is None else str(said["level"])
            found[f"evidence_{pk}"] = said.get("evidence", "")
        return found

    @property
    def values(self) -> dict[str, Any]:
        found = {}
        for one in self.subject.objectives:
            level = self.cleaned_data.get(f"level_{one.pk}")
            evidence = self.cleaned_data.get(f"evidence_{one.pk}", "")
            # The wording is kept as it was judged.
            found[str(one.pk)] = {
                "level": int(level) if level else None,
                "evidence": evidence,
                "title": str(one.specific),
            }
        return found

    def rows(self) -> Iterator[tuple[Any, BoundField, BoundField]]:
        for one in self.subject.objectives:
            yield one, self[f"level_{one.pk}"], self[f"evidence_{one.pk}"]


class SkillsForm(ScreenForm):
    """How far each transversal skill is now; what one did not see is left out."""

    def build(self) -> None:
        for skill in self.subject.skills:
            self.fields[f"skill_{skill.code}"] = skill_field(skill)

    def flat(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {f"skill_{code}": str(level or "") for code, level in typed.items()}

    @property
    def values(self) -> dict[str, Any]:
        found = {skill.code: self.cleaned_data.get(f"skill_{skill.code}") for skill in self.subject.skills}
        return {code: int(level) for code, level in found.items() if level}

    def rows(self) -> Iterator[BoundField]:
        for skill in self.subject.skills:
            yield self[f"skill_{skill.code}"]


class QuestionsForm(ScreenForm):
    """The grid's own questions."""

    def build(self) -> None:
        for one in self.subject.criteria:
            self.fields[f"q_{one.pk}"] = question_field(one)

    def flat(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {f"q_{pk}": value for pk, value in typed.items()}

    @property
    def values(self) -> dict[str, Any]:
        found = {str(one.pk): self.cleaned_data.get(f"q_{one.pk}") for one in self.subject.criteria}
        return {pk: value for pk, value in found.items() if value not in (None, "", [])}

    def rows(self) -> Iterator[tuple[Criterion, BoundField]]:
        for one in self.subject.criteria:
            yield one, self[f"q_{one.pk}"]


FORMS: dict[Screen, type[ScreenForm]] = {
    Screen.OBJECTIVES: ObjectivesForm,
    Screen.SKILLS: SkillsForm,
    Screen.QUESTIONS: QuestionsForm,
}


def skill_field(skill: Skill) -> forms.Field:
    return forms.ChoiceField(
        label=skill.name,
        help_text=skill.description,
        choices=SCALE,
        widget=forms.RadioSelect,
        required=False,
    )


def question_field(criterion: Criterion) -> forms.Field:
    """The field of a question, by its type."""
    common: dict[str, Any] = {
        "label": criterion.label,
        "help_text": criterion.help,
        "required": criterion.required,
        "error_messages": {"required": _("Answer this question, please.")},
    }
    kind = criterion.type
    if kind == CriterionType.TEXT:
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **common)
    options: list[Any] = [(str(place), words) for place, words in enumerate(criterion.options)]
    if kind == CriterionType.SEVERAL:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if kind == CriterionType.YES_NO:
        options = YES_NO
    elif kind == CriterionType.SCALE:
        options = SCALE
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)


class SkillsBeforeForm(forms.Form):
    """The same skills before the placement, on a page of their own (E19)."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, skills: list[Skill], levels: dict[str, int]) -> None:
        self.skills = skills
        super().__init__(data, initial={f"skill_{code}": str(level) for code, level in levels.items()})
        for skill in skills:
            self.fields[f"skill_{skill.code}"] = skill_field(skill)

    @property
    def levels(self) -> dict[str, int]:
        found = {skill.code: self.cleaned_data.get(f"skill_{skill.code}") for skill in self.skills}
        return {code: int(level) for code, level in found.items() if level}

    def rows(self) -> Iterator[BoundField]:
        for skill in self.skills:
            yield self[f"skill_{skill.code}"]


class AskForm(forms.Form):
    """Whom to ask, without an account."""

    name = forms.CharField(label=_("First name and name"), max_length=160)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


SKILL_WORDS = list(SkillLevel.choices)
