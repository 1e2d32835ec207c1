"""What people change on a placement: dates, absences, those who accompany, its end, what is particular to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosts.models import HostInstitution, HostSite
from internships.enums import Sender, SupervisorCapacity, YoungGround
from internships.fields import Span
from internships.models import Employment, Enrolment, Placement, PlacementKind, PlacementMode, PlacementSite
from internships.services.placements import Companion, SiteData


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def share_field(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Share of full time, in %"),
        validators=[MinValueValidator(10), MaxValueValidator(100)],
        widget=forms.NumberInput(attrs={"min": 10, "max": 100, "step": 5}),
        **options,
    )


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class DatesForm(forms.Form):
    """First day, last day and share of each site."""

    def __init__(self, placement: Placement, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sites: list[PlacementSite] = list(placement.sites.all())
        for site in self.sites:
            self.fields[f"start_{site.pk}"] = day_field(label=_("First day"), initial=site.start)
            self.fields[f"end_{site.pk}"] = day_field(label=_("Last day"), initial=site.end)
            self.fields[f"share_{site.pk}"] = share_field(initial=site.time_share)

    def groups(self) -> Iterator[tuple[PlacementSite, list[BoundField]]]:
        for site in self.sites:
            yield site, [self[f"{name}_{site.pk}"] for name in ("start", "end", "share")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for site in self.sites:
            start, end = cleaned.get(f"start_{site.pk}"), cleaned.get(f"end_{site.pk}")
            if start and end and end < start:
                self.add_error(f"end_{site.pk}", _("The last day comes before the first one. Check the dates."))
        return cleaned

    @property
    def dates(self) -> dict[int, Span]:
        values = self.cleaned_data
        return {site.pk: (values[f"start_{site.pk}"], values[f"end_{site.pk}"]) for site in self.sites}

    @property
    def shares(self) -> dict[int, int]:
        return {site.pk: self.cleaned_data[f"share_{site.pk}"] for site in self.sites}


class InterruptionForm(forms.Form):
    start = day_field(label=_("First day out"))
    end = day_field(label=_("Last day out"))
    authorised = forms.TypedChoiceField(
        label=_("How it counts"),
        choices=[
            ("0", _("The trainee is out: these days do not count")),
            ("1", _("Authorised leave: counts as presence")),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Every party reads it: nothing about anyone’s health."),
    )


class CompanionForm(forms.Form):
    """Somebody who accompanies. No account is needed: a name and an address suffice."""

    name = forms.CharField(label=_("First name and name"), max_length=160)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("They are told, and sign the agreement by it.")
    )
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def companion(self) -> Companion:
        values = self.cleaned_data
        return Companion(
            name=values["name"], function=values["function"], email=values["email"], telephone=values["telephone"]
        )


class NewCompanionForm(CompanionForm):
    capacity = forms.ChoiceField(label=_("Capacity"))
    site = forms.ChoiceField(label=_("Site"), required=False)
    field_order = ("capacity", "site", "name", "function", "email", "telephone")

    def __init__(self, placement: Placement, capacities: Sequence[SupervisorCapacity], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choice: Any = self.fields["capacity"]
        choice.choices = [(one.value, one.label) for one in capacities]
        site: Any = self.fields["site"]
        site.choices = [(str(one.pk), str(one)) for one in placement.sites.all()]
        if len(site.choices) == 1:
            site.widget, site.initial = forms.HiddenInput(), site.choices[0][0]


class ReplaceForm(CompanionForm):
    since = day_field(label=_("From which day on"), help_text=_("The day before is the other person’s last one."))
    field_order = ("name", "function", "email", "telephone", "since")


class StopForm(forms.Form):
    on = day_field(label=_("Last day of presence"))
    wish = forms.ChoiceField(
        label=_("At whose wish?"),
        choices=[("trainee", _("The trainee’s")), ("others", _("The host’s, the school’s or the employer’s"))],
        widget=forms.RadioSelect,
        help_text=_("A trainee who leaves early frees the post at once (C. éduc., art. L124-11)."),
    )
    reason = reason_field(label=_("Reason"), help_text=_("Every party reads it."))


class CancelForm(forms.Form):
    reason = reason_field(label=_("Reason"), help_text=_("Every party reads it."))


class TermsForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=160, required=False, help_text=_("What the placement is about, in a few words.")
    )
    supervision_terms = forms.CharField(
        label=_("Particular conditions of supervision"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What this trainee needs so that the placement succeeds. Nothing about anyone’s health."),
    )
    prior_learning = forms.CharField(
        label=_("Learnt before the placement"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the trainee knows how to do already, so that nobody begins from nothing."),
    )
    young_ground = forms.ChoiceField(
        label=_("A pupil under 14 may be there because"),
        choices=YoungGround.choices,
        required=False,
        help_text=_("C. trav., art. L4153-1 and L4153-5."),
    )

    def __init__(self, placement: Placement, data: Any = None, *, grounds: bool) -> None:
        names = ("title", "supervision_terms", "prior_learning", "young_ground")
        super().__init__(data, initial={name: getattr(placement, name) for name in names})
        if not grounds:
            del self.fields["young_ground"]


class DocumentForm(forms.Form):
    file = forms.FileField(label=_("Document"))
    label = forms.CharField(label=_("What it is"), max_length=160, required=False)


class SiteFields(CompanionForm):
    """Where, when, with which share, and who is the tutor there. The host is known already."""

    site = forms.ModelChoiceField(label=_("Site"), queryset=HostSite.objects.none(), empty_label=None)
    start = day_field(label=_("First day"))
    end = day_field(label=_("Last day"))
    share = share_field(initial=100)

    def __init__(self, institution: HostInstitution, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.institution = institution
        site: Any = self.fields["site"]
        site.queryset = institution.sites.filter(active=True)
        self.fields["name"].label = _("Tutor’s first name and name")
        self.fields["email"].label = _("Tutor’s e-mail address")
        self.fields["function"].label = _("Tutor’s function")
        self.fields["telephone"].label = _("Tutor’s telephone")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day comes before the first one. Check the dates."))
        return cleaned

    def data_of_site(self) -> SiteData:
        values = self.cleaned_data
        return SiteData(
            institution=self.institution,
            site=values["site"],
            start=values["start"],
            end=values["end"],
            time_share=values["share"],
            tutor_name=values["name"],
            tutor_function=values["function"],
            tutor_email=values["email"],
            tutor_telephone=values["telephone"],
        )


class AddSiteForm(SiteFields):
    """A second site; the ones that are there may leave some of their time to it."""

    def __init__(self, institution: HostInstitution, placement: Placement, *args: Any, **options: Any) -> None:
        super().__init__(institution, *args, **options)
        self.known: list[PlacementSite] = list(placement.sites.all())
        self.fields["start"].initial, self.fields["end"].initial = placement.start, placement.end
        self.fields["share"].initial = 50
        for one in self.known:
            field = share_field(initial=one.time_share)
            field.label = gettext("From then on, share of full time at %(site)s, in %%") % {"site": one}
            self.fields[f"share_{one.pk}"] = field

    def known_fields(self) -> list[BoundField]:
        return [self[f"share_{one.pk}"] for one in self.known]

    @property
    def shares(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[f"share_{one.pk}"] for one in self.known}


class EnteredPlacementForm(SiteFields):
    """A placement agreed with a host already; who goes there is for each sender's own form."""

    mode = forms.ModelChoiceField(
        label=_("Mode"), queryset=PlacementMode.objects.filter(active=True, least_sites__lte=1), empty_label=None
    )

    def __init__(self, institution: HostInstitution, people: Any, *args: Any, **options: Any) -> None:
        super().__init__(institution, *args, **options)
        trainee: Any = self.fields["trainee"]
        trainee.queryset = people
        self.fields["name"].required = False


class NewPlacementForm(EnteredPlacementForm):
    """By a school, for one of its trainees."""

    trainee = forms.ModelChoiceField(label=_("Trainee"), queryset=Enrolment.objects.none(), empty_label=_("Choose"))
    kind = forms.ModelChoiceField(
        label=_("Kind of placement"),
        queryset=PlacementKind.objects.filter(active=True),
        required=False,
        empty_label=_("The one of the cohort"),
    )

    @property
    def enrolment(self) -> Enrolment:
        found: Enrolment = self.cleaned_data["trainee"]
        return found

    @property
    def chosen_kind(self) -> PlacementKind:
        found: PlacementKind = self.cleaned_data["kind"] or self.enrolment.cohort.kind
        return found

    def who(self) -> dict[str, Any]:
        """Who goes, in which frame, and who sends."""
        enrolment = self.enrolment
        sender = enrolment.cohort.school
        return {"person": enrolment.person, "kind": self.chosen_kind, "sender": sender, "enrolment": enrolment}


class StaffChoice(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return ", ".join(filter(None, (str(row.person), row.function)))


class StaffPlacementForm(EnteredPlacementForm):
    """By an employer, for somebody of its staff who said that they work there."""

    trainee = StaffChoice(label=_("Who goes?"), queryset=Employment.objects.none(), empty_label=_("Choose"))
    kind = forms.ModelChoiceField(
        label=_("Kind of placement"),
        queryset=PlacementKind.objects.filter(active=True, sender=Sender.EMPLOYER),
        empty_label=None,
    )

    def who(self) -> dict[str, Any]:
        """Who goes, in which frame, and who sends."""
        one: Employment = self.cleaned_data["trainee"]
        kind = self.cleaned_data["kind"]
        return {"person": one.person, "kind": kind, "sender": one.organisation, "employment": one}


class CommissionForm(forms.Form):
    """A project for several trainees (A11, A12)."""

    title = forms.CharField(label=_("Title"), max_length=160)
    description = forms.CharField(
        label=_("What is asked for"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    deliverable = forms.CharField(
        label=_("What it will leave behind"),
        max_length=300,
        required=False,
        help_text=_("A shared diagnosis, an event, an exhibition…"),
    )
    start = day_field(label=_("From"), required=False)
    end = day_field(label=_("Until"), required=False)
    least = forms.IntegerField(label=_("Trainees at least"), min_value=1, max_value=30, initial=2)
    most = forms.IntegerField(label=_("Trainees at most"), min_value=1, max_value=30, initial=3)
