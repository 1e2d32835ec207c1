"""The profile and the lines of a CV, as people fill them in (E6)."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.forms.fields import in_use_or
from hosts.forms.versions import VersionedForm
from internships.enums import CvSection, LanguageLevel
from internships.models import CvEntry, TraineeProfile

ABOUT = ("headline", "presentation", "level", "driving_licence", "mobility")


class AboutForm(VersionedForm, forms.ModelForm):
    """Who I am: what stands at the top of the CV."""

    section = ABOUT

    class Meta:
        model = TraineeProfile
        fields = ABOUT
        widgets = {"presentation": forms.Textarea({"rows": 6})}
        help_texts = {
            "headline": _("Such as: second-year student in early childhood; educator for eight years in a day centre."),
            "presentation": _("What you like, what you do well, what you would like to learn. Nothing about health."),
            "driving_licence": _("Such as B, or in progress. Empty: not shown."),
            "mobility": _("Such as: one hour by public transport, or anywhere with lodging."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.queryset = in_use_or(level.queryset, [self.instance.level_id])
        self.guard()


class PhotoForm(forms.Form):
    photo = forms.ImageField(
        label=_("Photo"),
        help_text=_("Not compulsory: many hosts prefer to read first. Your face, JPEG or PNG, 8 MB at most."),
        error_messages={"required": _("Choose a picture first.")},
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png,.webp"}),
    )


class MonthField(forms.CharField):
    """« 03/2024 », « 2024-03 » or only « 2024 »: nobody remembers the day. Gives (date, year only)."""

    _MONTH = re.compile(r"(?:(\d{1,2})\s*[/.-]\s*)?(\d{4})|(\d{4})-(\d{1,2})")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("placeholder", "03/2024")
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Any:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = self._MONTH.fullmatch(words)
        if not found:
            raise forms.ValidationError(_("Write a month and a year, such as 03/2024, or a year alone."))
        month, year = found[1] or found[4], int(found[2] or found[3])
        if not 1 <= int(month or 1) <= 12 or not 1940 <= year <= timezone.localdate().year + 10:
            raise forms.ValidationError(_("Check this month and year."))
        return datetime.date(year, int(month or 1), 1), month is None


class EntryForm(VersionedForm, forms.ModelForm):
    """One line; each part of the CV asks for what it needs."""

    section: tuple[str, ...] = ("title", "organisation", "place", "start", "end", "by_year", "description")

    class Meta:
        model = CvEntry
        fields: tuple[str, ...] = ("title", "organisation", "place", "description")
        widgets = {"description": forms.Textarea({"rows": 4})}

    start = MonthField(label=_("From"), required=False, help_text=_("Month and year, or the year alone."))
    end = MonthField(label=_("Until"), required=False, help_text=_("Empty: it goes on."))

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.labels.items():
            self.fields[name].label = words
        for name, words in self.hints.items():
            self.fields[name].help_text = words
        for name in ("start", "end"):
            if name in self.fields and (day := getattr(self.instance, name)):
                self.initial[name] = str(day.year) if self.instance.by_year else f"{day:%m/%Y}"
        if "start" in self.fields:
            self.order_fields(["title", "organisation", "place", "start", "end", "description"])
        self.guard()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "start" not in self.fields:
            return data
        start, end = data.get("start"), data.get("end")
        data["by_year"] = any(one and one[1] for one in (start, end))
        data["start"], data["end"] = start and start[0], end and end[0]
        if data["start"] and data["end"] and data["end"] < data["start"]:
            self.add_error("end", _("It ends before it begins: check the years."))
        return data


class ExperienceForm(EntryForm):
    labels = {"title": _("What I was"), "organisation": _("Where: name of the employer or structure")}
    hints = {"title": _("Such as: childminder, seasonal helper, specialised educator.")}


class EducationForm(EntryForm):
    labels = {"title": _("Diploma, class or course"), "organisation": _("School or training centre")}


class VolunteeringForm(EntryForm):
    labels = {"title": _("What I did"), "organisation": _("Association or group")}


class PlacementLineForm(EntryForm):
    labels = {"title": _("Placement"), "organisation": _("Host")}


class SkillForm(EntryForm):
    section = ("title", "description")

    class Meta(EntryForm.Meta):
        fields: tuple[str, ...] = ("title", "description")

    start = end = None  # type: ignore[assignment]
    labels = {"title": _("What I know how to do"), "description": _("Where I showed it")}
    hints = {"title": _("One skill on each line of the CV: lead a group, write a report, sign language…")}


class LanguageForm(EntryForm):
    section = ("title", "level")

    class Meta(EntryForm.Meta):
        fields: tuple[str, ...] = ("title", "level")

    start = end = None  # type: ignore[assignment]
    labels = {"title": _("Language")}
    hints = {"level": _("Empty for your mother tongue.")}
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("Mother tongue")), *LanguageLevel.choices]
    )


class InterestForm(EntryForm):
    section = ("title", "description")

    class Meta(EntryForm.Meta):
        fields: tuple[str, ...] = ("title", "description")

    start = end = None  # type: ignore[assignment]
    labels = {"title": _("What I like"), "description": _("In a few words")}


FORMS: dict[str, type[EntryForm]] = {
    CvSection.EXPERIENCE: ExperienceForm,
    CvSection.PLACEMENT: PlacementLineForm,
    CvSection.EDUCATION: EducationForm,
    CvSection.SKILL: SkillForm,
    CvSection.LANGUAGE: LanguageForm,
    CvSection.VOLUNTEERING: VolunteeringForm,
    CvSection.INTEREST: InterestForm,
}
