from __future__ import annotations

import functools
from typing import Any

import lucide
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hosts.forms.fields import in_use_or
from hosts.models import Diploma, Interest, Level, Occupation, Position, Sector
from hosts.models.reference import Term


class TermForm(forms.ModelForm):
    """An entry of a list. Its code is made from the French name, once."""

    common = ("name_fr", "name_en", "position", "active")

    class Meta:
        model: type[Term] = Level
        fields: tuple[str, ...] = ("name_fr", "name_en", "position", "active")
        help_texts = {
            "position": _("Small numbers come first; entries of the same number follow their names."),
            "active": _("Unticked, it is no longer offered, and stays where it was chosen."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sector", "level"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = in_use_or(field.queryset, [getattr(self.instance, f"{name}_id")])
        if "icon" in self.fields:
            self.fields["icon"].help_text = _("The English name of a Lucide icon, such as house or heart-handshake.")

    def clean_name_fr(self) -> str:
        name = str(self.cleaned_data["name_fr"]).strip()
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        if others.filter(name_fr__iexact=name).exists():
            raise forms.ValidationError(_("This entry is in the list already."))
        return name

    def clean_icon(self) -> str:
        icon = str(self.cleaned_data["icon"]).strip()
        if not icon_exists(icon):
            raise forms.ValidationError(_("No icon bears this name."))
        return icon

    def save(self, commit: bool = True) -> Any:
        term = super().save(commit=False)
        if not term.code:
            term.code = free_code(type(term), term.name_fr)
        if commit:
            term.save()
            self.save_m2m()
        return term


@functools.lru_cache(maxsize=256)
def icon_exists(name: str) -> bool:
    try:
        lucide._render_icon(name, 24)
    except Exception:  # whatever the package raises for a name it does not know
        return False
    return True


def free_code(model: type[Term], name: str) -> str:
    """A code that no entry of the list bears."""
    base = slugify(name)[:50] or "entry"
    taken = set(model.objects.filter(code__startswith=base).values_list("code", flat=True))  # type: ignore[attr-defined]
    if base not in taken:
        return base
    return next(code for number in range(2, len(taken) + 3) if (code := f"{base}-{number}") not in taken)


class SectorForm(TermForm):
    class Meta(TermForm.Meta):
        model = Sector
        fields = (*TermForm.common[:2], "icon", "tint", "social_field", *TermForm.common[2:])
        widgets = {"tint": forms.NumberInput(attrs={"min": 0, "max": 11})}

    def clean_tint(self) -> int:
        tint: int = self.cleaned_data["tint"]
        if tint > 11:
            raise forms.ValidationError(_("Choose a tint from 0 to 11."))
        return tint


class OccupationForm(TermForm):
    class Meta(TermForm.Meta):
        model = Occupation
        fields = (*TermForm.common[:2], "sector", "rome", "summary_fr", "summary_en", "interests", *TermForm.common[2:])
        widgets = {"interests": forms.CheckboxSelectMultiple}


class LevelForm(TermForm):
    class Meta(TermForm.Meta):
        model = Level


class PositionForm(TermForm):
    class Meta(TermForm.Meta):
        model = Position


class DiplomaForm(TermForm):
    class Meta(TermForm.Meta):
        model = Diploma
        fields = (*TermForm.common[:2], "level", *TermForm.common[2:])


class InterestForm(TermForm):
    class Meta(TermForm.Meta):
        model = Interest
        fields = (*TermForm.common[:2], "icon", *TermForm.common[2:])


FORMS: dict[str, type[TermForm]] = {
    "secteurs": SectorForm,
    "metiers": OccupationForm,
    "niveaux": LevelForm,
    "diplomes": DiplomaForm,
    "places-dans-l-equipe": PositionForm,
    "interets": InterestForm,
}


def add(name: str, form: type[TermForm]) -> None:
    """The form of a list of a higher app."""
    FORMS[name] = form
