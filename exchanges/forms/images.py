"""The questionnaire on the partner as people fill it in, and its questions as the pilot writes them (B14, B15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from exchanges.culture_enums import Happened, Moment, QuestionType, Subject
from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import ImageQuestion, ImageSheet, ImageVersion
from exchanges.services.questions import QuestionData

SCALE = [(str(number), str(number)) for number in range(1, 6)]
MISSING = {"required": _("Answer this question, please.")}


class AnswersForm(WithoutIdentifiers, forms.Form):
    """One sheet; after the immersion also what came of the effects that were expected."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, questions: list[ImageQuestion], sheet: ImageSheet | None = None) -> None:
        self.questions = questions
        super().__init__(data)
        for one in questions:
            self.fields[f"q_{one.position}"] = _field(one)
        if sheet is not None and sheet.moment == Moment.AFTER:
            self.fields["rating"] = forms.TypedChoiceField(
                label=_("Did the expected effects come true?"),
                choices=Happened.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages=MISSING,
            )
            self.fields["happened"] = forms.CharField(
                label=_("What happened?"),
                help_text=_("The other side reads it once both have answered."),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def rows(self) -> Iterator[tuple[ImageQuestion, BoundField]]:
        for one in self.questions:
            yield one, self[f"q_{one.position}"]

    @property
    def answers(self) -> dict[int, int | str]:
        """What was answered, by the question's number."""
        found = {one: self.cleaned_data.get(f"q_{one.position}") for one in self.questions}
        return {
            one.pk: int(said) if one.type == QuestionType.SCALE else str(said)
            for one, said in found.items()
            if said not in (None, "")
        }


def _field(question: ImageQuestion) -> forms.Field:
    if question.type == QuestionType.SCALE:
        return forms.ChoiceField(label=question.label, choices=SCALE, widget=forms.RadioSelect, error_messages=MISSING)
    return forms.CharField(
        label=question.label, max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FrameForm(forms.Form):
    """The first words of the questionnaire."""

    introduction_fr = forms.CharField(
        label=_("First words, in French"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    introduction_en = forms.CharField(
        label=_("First words, in English"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, version: ImageVersion) -> None:
        super().__init__(data, initial={name: getattr(version, name) for name in self.base_fields})


class QuestionForm(forms.Form):
    """One question about the partner."""

    subject = forms.ChoiceField(
        label=_("It is about the partner’s…"), choices=Subject.choices, widget=forms.RadioSelect
    )
    type = forms.ChoiceField(label=_("How is it answered?"), choices=QuestionType.choices, widget=forms.RadioSelect)
    label_fr = forms.CharField(label=_("Question in French"), max_length=240)
    label_en = forms.CharField(label=_("Question in English"), max_length=240, required=False)
    low_fr = forms.CharField(
        label=_("Scale: what 1 means, in French"),
        max_length=60,
        required=False,
        help_text=_("For instance « pas du tout »."),
    )
    low_en = forms.CharField(label=_("Scale: what 1 means, in English"), max_length=60, required=False)
    high_fr = forms.CharField(label=_("Scale: what 5 means, in French"), max_length=60, required=False)
    high_en = forms.CharField(label=_("Scale: what 5 means, in English"), max_length=60, required=False)

    def __init__(self, data: Any = None, *, question: ImageQuestion | None = None) -> None:
        initial: dict[str, Any] = {"type": QuestionType.SCALE, "subject": Subject.MISSIONS}
        if question is not None:
            initial = {name: getattr(question, name) for name in self.base_fields}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("type") == QuestionType.SCALE:
            for name in ("low_fr", "high_fr"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Say in a few words what this end of the scale means."))
        return data

    @property
    def question(self) -> QuestionData:
        chosen = dict(self.cleaned_data)
        if chosen["type"] != QuestionType.SCALE:
            chosen |= dict.fromkeys(("low_fr", "low_en", "high_fr", "high_en"), "")
        return QuestionData(**chosen)
