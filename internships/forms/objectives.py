"""Writing a SMART objective, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from hosts.forms.terms import TermForm
from hosts.forms.versions import HIDDEN, VersionedForm
from internships import objective_hints
from internships.enums import ResultLevel
from internships.models import ObjectiveExample, Placement, SmartObjective
from internships.models.objectives import FACETS, WRITTEN
from internships.objective_hints import Hint, Stay

# What is asked for each facet, the letter it stands for, and what to do when it is left empty.
ASKED = {
    "specific": (
        _("What exactly do you want to be able to do?"),
        _("One thing at a time: with whom, in which situation."),
        _("Say what you want to be able to do."),
    ),
    "measurable": (
        _("How will you and your tutor see that it is done?"),
        _("A number, or something one can see: how often, how many, a sheet, done without help."),
        _("Say how one will see that it is reached."),
    ),
    "acceptable": (
        _("Why does it suit the host, the people there, and you?"),
        _("Who needs it, who agrees, what it respects."),
        _("Say why it suits those concerned."),
    ),
    "realistic": (
        _("What makes it possible in the time you have?"),
        _("What you can do already, who helps you, the means that are there."),
        _("Say what makes it possible."),
    ),
    "due": (
        _("By which day?"),
        _("A day within the stay, early enough to try again."),
        _("Choose the day by which it is to be reached."),
    ),
}
LETTERS = dict(zip(FACETS, "SMART", strict=True))
WORDS = {
    "specific": _("Specific"),
    "measurable": _("Measurable"),
    "acceptable": _("Acceptable"),
    "realistic": _("Realistic"),
    "due": _("Time-bound"),
}


class ObjectiveForm(VersionedForm, forms.ModelForm):
    """The five facets, all required; `seen` holds the hints that were shown already."""

    section = FACETS

    class Meta:
        model = SmartObjective
        fields = FACETS
        widgets = {name: forms.Textarea({"rows": 3}) for name in WRITTEN} | {
            "due": forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        }

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    def __init__(self, *args: Any, stays: list[Placement] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stays = stays or []
        self.use_required_attribute = False
        for name, (label, help_text, missing) in ASKED.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.error_messages["required"] = missing
        if self.instance.pk is None and self.stays:
            choices = [(str(stay.pk), stay_words(stay)) for stay in self.stays]
            self.fields["placement"] = forms.ChoiceField(
                label=_("For which stay?"),
                choices=[*choices, ("", _("None yet: I prepare"))],
                required=False,
                help_text=_("The people of this stay will read it and can agree to it."),
            )
        self.guard()

    @property
    def stay(self) -> Stay | None:
        """The placement that the objective is for: chosen here, or its own."""
        chosen = self.instance.placement
        if self.instance.pk is None:
            asked = self.data.get("placement") if self.is_bound else self.initial.get("placement")
            chosen = next((one for one in self.stays if str(one.pk) == str(asked or "")), None)
        return Stay(chosen.start, chosen.end) if chosen else None

    def hints(self) -> list[Hint]:
        """What could be better in what is typed, or recorded."""
        if self.is_bound:
            values: dict[str, Any] = {name: self.data.get(name, "") for name in WRITTEN}
            values["due"] = self._day(self.data.get("due"))
        else:
            values = {name: self.initial.get(name, "") for name in WRITTEN}
            values["due"] = self._day(self.initial.get("due"))
        return objective_hints.hints(values, self.stay, today=timezone.localdate())

    def _day(self, typed: Any) -> Any:
        try:
            return self.fields["due"].clean(typed or None)
        except forms.ValidationError:
            return None

    def typed(self) -> dict[str, Any]:
        """What was typed so far, to begin the same page again without checking it."""
        return {name: self.data[name] for name in (*FACETS, "placement", *HIDDEN) if name in self.data}

    @property
    def unseen(self) -> list[Hint]:
        """Hints about what was sent that the person has not been shown yet."""
        seen = set(self.data.get("seen", "").split())
        return [hint for hint in self.hints() if hint.code not in seen]

    def rows(self) -> list[dict[str, Any]]:
        """The facets as the page shows them, each with its letter and hints."""
        found = self.hints()
        return [
            {
                "name": name,
                "letter": LETTERS[name],
                "word": WORDS[name],
                "field": self[name],
                "hints": [hint for hint in found if hint.facet == name],
            }
            for name in FACETS
        ]

    @property
    def placement_id(self) -> int | None:
        chosen = self.cleaned_data.get("placement")
        return int(chosen) if chosen else None


def stay_words(placement: Placement) -> str:
    """« Crèche des Embruns, du 3 mars au 4 avril »."""
    from internships.words import said

    hosts = dict.fromkeys(str(site.institution) for site in placement.sites.all())  # type: ignore[attr-defined]
    return f"{', '.join(hosts)}, {said(placement.start)} – {said(placement.end)}"


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Your remark"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write your remark first.")},
    )


class LevelForm(forms.Form):
    """How far: noted on the way, or as the last word."""

    level = forms.TypedChoiceField(
        label=_("How far?"),
        choices=ResultLevel.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it has come.")},
    )
    text = forms.CharField(
        label=_("What shows it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What was done, seen, written; no names of the people who are looked after."),
    )


class AttachForm(forms.Form):
    """For which stay the objective is."""

    placement = forms.ChoiceField(label=_("For which stay?"), required=False)

    def __init__(self, *args: Any, stays: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["placement"]
        field.choices = [*((str(one.pk), stay_words(one)) for one in stays), ("", _("None yet: I prepare"))]


class ShownObjectivesForm(forms.Form):
    """Which objectives an application shows to its host."""

    objectives = forms.MultipleChoiceField(
        label=_("Objectives to show"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["objectives"]
        field.choices = objective_choices(person)

    @property
    def chosen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["objectives"]]


def objective_choices(person: User) -> list[tuple[str, str]]:
    """A person's standing objectives, to tick."""
    rows = SmartObjective.objects.standing().filter(person=person).order_by("position", "pk")
    return [(str(one.pk), one.specific) for one in rows]


class ExampleForm(TermForm):
    """An example of an objective, facet by facet."""

    class Meta(TermForm.Meta):
        model = ObjectiveExample
        fields = (
            *TermForm.common[:2],
            "sector",
            *(f"{name}_fr" for name in FACETS),
            *(f"{name}_en" for name in FACETS),
            *TermForm.common[2:],
        )
        help_texts = {
            **TermForm.Meta.help_texts,
            "sector": _("Empty: shown in every field."),
            "due_fr": _("In words, such as: by the end of the third week."),
        }
        widgets = {f"{name}_{language}": forms.Textarea({"rows": 2}) for name in WRITTEN for language in ("fr", "en")}
