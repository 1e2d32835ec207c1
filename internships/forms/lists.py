"""Lists and settings that network administrators keep on screen (S10, S13)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.forms.terms import TermForm
from internships.models import BudgetCategory, PlacementKind, PlacementMode, PlacementSettings, Skill


class KindForm(TermForm):
    """A kind of placement: it decides which law holds, and so what its agreements say."""

    class Meta(TermForm.Meta):
        model = PlacementKind
        fields = (
            *TermForm.common[:2],
            *("description_fr", "description_en", "regime", "sender"),
            *("is_observation", "is_secondary", "has_stipend", "needs_objective", "followed_up"),
            *TermForm.common[2:],
        )
        help_texts = {
            **TermForm.Meta.help_texts,
            "regime": _("Which law holds comes first: everything else follows from it. Its article stands beside it."),
            "sender": _("Decides which parties the agreement has."),
            "followed_up": _("Ticked, the trainee is asked what remains, twelve and twenty-four months after the end."),
            "is_secondary": _(
                "Ticked, an education authority may raise the number of trainees at a host by decision (R124-11)."
            ),
            "has_stipend": _("Ticked, the agreement counts the hours and says the stipend that is due."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regime: Any = self.fields["regime"]
        regime.label_from_instance = lambda one: f"{one.name} ({one.country}) · {one.article}"


class ModeForm(TermForm):
    """A mode of placement (A3)."""

    class Meta(TermForm.Meta):
        model = PlacementMode
        fields = (
            *TermForm.common[:2],
            *("description_fr", "description_en", "least_sites", "is_collective", "is_immersion"),
            *TermForm.common[2:],
        )
        help_texts = {
            **TermForm.Meta.help_texts,
            "least_sites": _("Two for a placement with several institutions, otherwise one."),
        }


class BudgetCategoryForm(TermForm):
    """A heading of budgets (E9)."""

    class Meta(TermForm.Meta):
        model = BudgetCategory
        fields = (*TermForm.common[:2], "side", *TermForm.common[2:])


class SkillForm(TermForm):
    """A transversal skill (E19): those that the network adds stand beside the twelve it begins with."""

    class Meta(TermForm.Meta):
        model = Skill
        fields = (*TermForm.common[:2], "description_fr", "description_en", *TermForm.common[2:])


class DeadlinesForm(forms.ModelForm):
    """Deadlines and quotas, in plain words."""

    class Meta:
        model = PlacementSettings
        fields = (
            *("answer_days", "confirm_days", "undo_days"),
            *("waiting_per_host", "waiting_per_trainee", "sleep_after"),
            *("evaluation_days", "evaluation_undo_days"),
        )
        help_texts = {
            "answer_days": _("Without an answer by then, the application ends and the trainee is free to go on."),
            "confirm_days": _("An accepted trainee says yes within these days; then the place is offered again."),
            "undo_days": _("A host that clicked wrongly can take a refusal back."),
            "waiting_per_host": _("So that nobody drowns in letters. Those beyond are told to try another host."),
            "waiting_per_trainee": _("So that a trainee writes with care, and hosts are not asked in vain."),
            "evaluation_days": _(
                "From then on each side can say how the placement went; reminders come on their own days."
            ),
            "evaluation_undo_days": _("Meanwhile nobody else reads it; afterwards those who have sent theirs do."),
            "sleep_after": _("A host that never answers is left in peace, and told how to come back."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (
            "answer_days",
            "confirm_days",
            "sleep_after",
            "waiting_per_host",
            "waiting_per_trainee",
            "evaluation_days",
        ):
            field: Any = self.fields[name]
            field.min_value = 1
            field.widget.attrs.update({"min": 1, "max": 365})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self.Meta.fields:
            value = data.get(name)
            if value is not None and not (0 if name in ("undo_days", "evaluation_undo_days") else 1) <= value <= 365:
                self.add_error(name, _("Choose a number from 1 to 365."))
        return data
