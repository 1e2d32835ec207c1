"""Grids of evaluation as people write them: the frame, one question, with whom it is shared (E11, T13)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from internships.enums import Source
from internships.evaluation_enums import CriterionType, Meaning
from internships.models import Criterion, EvaluationGrid, GridVersion, PlacementKind
from internships.services.grids import CriterionData

MOST_CHOICES = 10
MOST_FOUND = 20


def kinds_field() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        PlacementKind.objects.in_use(),
        label=_("For which kinds of placement?"),
        help_text=_("None ticked: for all of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class GridForm(forms.Form):
    """A new grid."""

    source = forms.ChoiceField(label=_("Who answers?"), choices=Source.choices, widget=forms.RadioSelect)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kinds = kinds_field()


class FrameForm(forms.Form):
    """What stands around the questions."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kinds = kinds_field()
    introduction_fr = forms.CharField(
        label=_("First words, in French"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    introduction_en = forms.CharField(
        label=_("First words, in English"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    asks_objectives = forms.BooleanField(
        label=_("Ask first how far each SMART objective of the placement was reached"), required=False
    )
    asks_skills = forms.BooleanField(label=_("Ask about the transversal skills"), required=False)

    def __init__(self, data: Any = None, *, grid: EvaluationGrid, version: GridVersion) -> None:
        initial = {name: getattr(version, name, None) for name in self.base_fields}
        initial |= {"name_fr": grid.name_fr, "name_en": grid.name_en, "kinds": grid.kinds.all()}
        super().__init__(data, initial=initial)

    @property
    def parts(self) -> dict[str, Any]:
        names = ("introduction_fr", "introduction_en", "asks_objectives", "asks_skills")
        return {name: self.cleaned_data[name] for name in names}


class CriterionForm(forms.Form):
    """One question. Choices are written one per line, French and English parted by a bar."""

    type = forms.ChoiceField(label=_("How is it answered?"), choices=CriterionType.choices, widget=forms.RadioSelect)
    label_fr = forms.CharField(label=_("Question in French"), max_length=240)
    label_en = forms.CharField(label=_("Question in English"), max_length=240, required=False)
    help_fr = forms.CharField(label=_("Help in French"), max_length=300, required=False)
    help_en = forms.CharField(label=_("Help in English"), max_length=300, required=False)
    low_fr = forms.CharField(
        label=_("Scale: what 1 means, in French"),
        max_length=60,
        required=False,
        help_text=_("For instance « pas du tout »."),
    )
    low_en = forms.CharField(label=_("Scale: what 1 means, in English"), max_length=60, required=False)
    high_fr = forms.CharField(label=_("Scale: what 5 means, in French"), max_length=60, required=False)
    high_en = forms.CharField(label=_("Scale: what 5 means, in English"), max_length=60, required=False)
    choices = forms.CharField(
        label=_("Choices, one per line"),
        help_text=_("For one or several choices: the French words, then a bar and the English ones. « Oui | Yes »"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
    meaning = forms.ChoiceField(
        label=_("What are its answers counted as?"),
        help_text=_("Figures of the whole network add these up; scales only, save for the interests."),
        choices=Meaning.choices,
        required=False,
    )

    def __init__(self, data: Any = None, *, criterion: Criterion | None = None) -> None:
        initial: dict[str, Any] = {"type": CriterionType.SCALE}
        if criterion is not None:
            initial = {name: getattr(criterion, name) for name in self.base_fields}
            initial["choices"] = "\n".join(_line(one) for one in criterion.choices)
        super().__init__(data, initial=initial)

    def clean_choices(self) -> list[dict[str, str]]:
        lines = [line.strip() for line in str(self.cleaned_data["choices"]).splitlines() if line.strip()]
        found = []
        for line in lines:
            french, _bar, english = (part.strip() for part in line.partition("|"))
            if french:
                found.append({"fr": french[:120], "en": english[:120]})
        if len(found) > MOST_CHOICES:
            raise forms.ValidationError(_("Ten choices at most."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, meaning = data.get("type"), data.get("meaning")
        if kind == CriterionType.SCALE:
            for name in ("low_fr", "high_fr"):
                if not data.get(name):
                    self.add_error(name, _("Say in a few words what this end of the scale means."))
        if kind in (CriterionType.ONE, CriterionType.SEVERAL) and len(data.get("choices") or []) < 2:
            self.add_error("choices", _("Write two choices at least, one per line."))
        if meaning and meaning != Meaning.INTERESTS and kind != CriterionType.SCALE:
            self.add_error("meaning", _("Only the answers to a scale can be counted so."))
        return data

    @property
    def criterion(self) -> CriterionData:
        chosen = self.cleaned_data
        scale = chosen["type"] == CriterionType.SCALE
        listed = chosen["type"] in (CriterionType.ONE, CriterionType.SEVERAL)
        ends = {name: chosen[name] if scale else "" for name in ("low_fr", "low_en", "high_fr", "high_en")}
        words = {name: chosen[name] for name in ("type", "label_fr", "label_en", "help_fr", "help_en")}
        return CriterionData(
            **words,
            **ends,
            choices=chosen["choices"] if listed else [],
            required=chosen["required"],
            meaning=chosen["meaning"],
        )


def _line(choice: dict[str, str]) -> str:
    return " | ".join(filter(None, (choice.get("fr", ""), choice.get("en", ""))))


class ShareForm(forms.Form):
    """With which schools and networks a grid is shared; those whose name was searched for are shown."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), error_messages={"required": _("Tick at least one organisation.")}
    )

    def __init__(self, data: Any = None, *, grid: EvaluationGrid) -> None:
        super().__init__(data)
        kinds = (OrganisationKind.TRAINING, OrganisationKind.NETWORK, OrganisationKind.EMPLOYER)
        others = Organisation.objects.filter(kind__in=kinds, verified_at__isnull=False)
        shared = grid.sharings.values("organisation")
        field: Any = self.fields["organisations"]
        field.queryset = others.exclude(pk__in=shared).exclude(pk=grid.organisation_id or 0)

    def found(self, words: str) -> list[Organisation]:
        """The first of those whose name holds these words."""
        field: Any = self.fields["organisations"]
        return list(field.queryset.filter(name__icontains=words)[:MOST_FOUND]) if words else []
