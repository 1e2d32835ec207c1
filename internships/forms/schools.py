"""What a school fills in about itself, its courses and its cohorts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Pupil, User
from accounts.models.pupils import PUPIL_ROLES
from hosts.forms.fields import HoursField, in_use_or
from hosts.forms.versions import VersionedForm
from internships.models import Cohort, Course, TrainingOrganisation

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def teachers_of(school: Organisation) -> Any:
    """Who may be a referent teacher: those who look after the school's trainees today."""
    from accounts.models import Membership

    seats = Membership.objects.current().filter(
        organisation=school, organisation__kind=OrganisationKind.TRAINING, role__in=PUPIL_ROLES
    )
    return User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("sort_name", "pk")


class TrainingForm(VersionedForm, forms.ModelForm):
    """« Notre établissement »: what every agreement says of the school."""

    weekly_minutes_under_15 = HoursField(
        label=_("Weekly presence under 15, at most"),
        required=False,
        longest=35 * 60,
        help_text=_("The practice of your school, for it is not a statute. Empty: 30 hours, as most schools do."),
    )
    section = (
        *("address", "postcode", "city", "telephone", "email"),
        *("insurer", "insurance_number", "year_begins_month", "weekly_minutes_under_15"),
    )

    class Meta:
        model = TrainingOrganisation
        fields = (
            *("address", "postcode", "city", "telephone", "email"),
            *("insurer", "insurance_number", "year_begins_month", "weekly_minutes_under_15"),
        )
        help_texts = {
            "email": _("Where hosts and trainees write about placements."),
            "insurer": _("Agreements name the liability insurance of the school."),
            "year_begins_month": _("Hours and stipend are counted by teaching year."),
        }
        widgets = {
            "address": forms.TextInput({"autocomplete": "street-address"}),
            "postcode": forms.TextInput({"autocomplete": "postal-code"}),
            "city": forms.TextInput({"autocomplete": "address-level2"}),
            "telephone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from django.utils.dates import MONTHS

        self.fields["year_begins_month"] = forms.TypedChoiceField(
            label=self.fields["year_begins_month"].label,
            help_text=self.fields["year_begins_month"].help_text,
            choices=[(number, words) for number, words in MONTHS.items()],
            coerce=int,
        )
        self.guard()


class CourseForm(forms.ModelForm):
    """A formation, as agreements name it."""

    class Meta:
        model = Course
        fields = ("title", "diploma", "level", "hours", "active")
        help_texts = {
            "title": _("As the agreement names it, such as “Diplôme d’État d’assistant de service social, 2nd year”."),
            "hours": _("Hours of teaching of the whole course, in class: agreements say them (D124-4, 1°)."),
            "active": _("Unticked, it is no longer offered, and stays where it was chosen."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("diploma", "level"):
            field: Any = self.fields[name]
            field.queryset = in_use_or(field.queryset, [getattr(self.instance, f"{name}_id")])


class CohortForm(VersionedForm, forms.ModelForm):
    """A class or promotion, and the placement that its trainees are to find."""

    section = (
        *("name", "course", "start", "end", "kind"),
        *("placement_start", "placement_end", "placement_hours", "referent"),
    )

    class Meta:
        model = Cohort
        fields = (
            *("name", "course", "start", "end", "kind"),
            *("placement_start", "placement_end", "placement_hours", "referent"),
        )
        help_texts = {
            "name": _("Such as “3e B” or “DEASS 2025–2028, 2nd year”."),
            "kind": _("Decides which law holds, what the agreement says, and who signs it."),
            "placement_start": _("The window in which the placement takes place. The board counts the days to it."),
            "placement_hours": _("How much presence the course asks for, if it says so."),
            "referent": _("For all trainees of the cohort who have no other."),
        }
        widgets = {"start": DAY, "end": DAY, "placement_start": DAY, "placement_end": DAY}

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["course"].queryset = in_use_or(Course.objects.filter(school=school), [self.instance.course_id])
        kinds = in_use_or(fields["kind"].queryset, [self.instance.kind_id])
        fields["kind"].queryset = kinds.filter(sender="school").select_related("regime")
        fields["kind"].label_from_instance = lambda kind: f"{kind.name} ({kind.country})"
        fields["referent"].queryset = teachers_of(school)
        fields["referent"].empty_label = _("Nobody yet")
        if self.instance.pk:
            self.guard()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for first, last in (("start", "end"), ("placement_start", "placement_end")):
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("Choose a day after the first one."))
        return data


class CopyForm(forms.Form):
    """The cohort of the next year."""

    name = forms.CharField(label=_("Name of the new cohort"), max_length=120)
    with_trainees = forms.BooleanField(
        label=_("Its trainees go on in the new cohort"),
        required=False,
        help_text=_("Those who left are not taken over. They stay in the old cohort as well."),
    )


class AddForm(forms.Form):
    """People of the school to enrol, found by class and name; and their referent teacher."""

    people = forms.ModelMultipleChoiceField(
        queryset=Pupil.objects.none(), error_messages={"required": _("Tick at least one person.")}
    )
    referent = forms.ModelChoiceField(
        label=_("Referent teacher"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The one of the cohort"),
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["people"].queryset = Pupil.objects.filter(school=school, left_at__isnull=True).select_related("user")
        fields["referent"].queryset = teachers_of(school)


class InviteForm(forms.Form):
    """Somebody whom the school does not know here yet."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"})
    )
    referent = forms.ModelChoiceField(
        label=_("Referent teacher"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The one of the cohort"),
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["referent"].queryset = teachers_of(school)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class TableForm(forms.Form):
    """A class in a spreadsheet."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("CSV, XLSX or ODS; at most 300 lines."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
    )
    good_lines = forms.BooleanField(
        label=_("Enter the good lines even if others have errors"),
        required=False,
    )


class ReferentForm(forms.Form):
    """The referent teacher of one trainee."""

    referent = forms.ModelChoiceField(
        label=_("Referent teacher"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The one of the cohort"),
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["referent"].queryset = teachers_of(school)
