"""The application as a person writes it: when, in which frame, what to say, what to send along."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.kinds import IMAGES, PDF
from hosts.models import HostSite, OfferPeriod
from internships.disclosure import is_minor
from internships.enums import Sender
from internships.forms.employers import EmployerForm
from internships.forms.objectives import objective_choices
from internships.models import Employment, Enrolment, PlacementKind
from internships.selectors.applying import Target, enrolments, kinds, open_periods, open_sites
from internships.selectors.employers import current_of
from internships.services.employments import name_employer

ALLOWED = IMAGES | {PDF}
MOST_FILES = 3
# Answers about the employer, and the first letter of a frame that asks for one.
NEW, NONE, EMPLOYED = "new", "none", "p"
SHARES = [("100", _("Full time")), ("80", _("Four days a week")), ("50", _("Half time")), ("20", _("One day a week"))]


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Up to a few files in one go."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        one = super().clean
        if not isinstance(data, (list, tuple)):
            data = [data] if data else []
        if len(data) > MOST_FILES:
            raise forms.ValidationError(_("%(most)d documents at most.") % {"most": MOST_FILES})
        return [one(file, initial) for file in data]


class ApplyForm(forms.Form):
    """Fields that have one possible answer only are not asked."""

    period = forms.ChoiceField(label=_("Which period?"), widget=forms.RadioSelect)
    site = forms.ChoiceField(label=_("At which site?"), widget=forms.RadioSelect)
    start = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time_share = forms.ChoiceField(label=_("How much of the week?"), choices=SHARES, initial="100")
    frame = forms.ChoiceField(label=_("This placement is for…"), widget=forms.RadioSelect)
    employer = forms.ChoiceField(label=_("Which employer sends you?"), required=False, widget=forms.RadioSelect)
    is_self_found = forms.BooleanField(
        label=_("The host has already said yes to me"),
        required=False,
        help_text=_("You went there or phoned: they only have to confirm."),
    )
    host_name = forms.CharField(label=_("Whom did you speak to?"), required=False, max_length=120)
    host_email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("They get a personal link, and answer without an account."),
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Three or four sentences are enough."),
    )
    documents = SeveralFilesField(
        label=_("Documents"),
        required=False,
        help_text=_("Three at most: PDF or photo. A CV or a letter if you have one; it is not compulsory."),
    )
    objectives = forms.MultipleChoiceField(
        label=_("Objectives to show"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The host sees those you tick; you can change it later."),
    )
    birth_date = forms.DateField(
        label=_("Your date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        help_text=_("Asked once. Under 18, the host sees your first name only until it has said yes."),
    )

    def __init__(self, *args: Any, person: User, target: Target, found: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.target = person, target
        self.periods: list[OfferPeriod] = open_periods(target.offer) if target.offer else []
        self.sites: list[HostSite] = open_sites(target.institution, target.offer)
        self.enrolments: list[Enrolment] = list(enrolments(person)[:5])
        young = person.birth_date is not None and is_minor(person, timezone.localdate())
        country = target.institution.organisation.country
        self.kinds: list[PlacementKind] = kinds(country, enrolled=bool(self.enrolments), young=young)
        self._set_when()
        self._set_frame()
        self._set_employer()
        if target.offer is not None:
            for name in ("is_self_found", "host_name", "host_email"):
                del self.fields[name]
        else:
            self.fields["is_self_found"].initial = found
        if person.birth_date is not None:
            del self.fields["birth_date"]
        if choices := objective_choices(person):
            self._choices("objectives", choices)
        else:
            del self.fields["objectives"]
        self.fields["documents"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,.webp"

    def _set_when(self) -> None:
        if len(self.periods) > 1:
            self._choices("period", [(str(one.pk), self._said(one)) for one in self.periods])
        else:
            del self.fields["period"]
        if len(self.sites) > 1:
            self._choices("site", [(str(one.pk), _site_words(one)) for one in self.sites])
            self.fields["site"].initial = str(self.sites[0].pk)
        else:
            del self.fields["site"]
        if self.target.offer is not None:
            del self.fields["time_share"]
        first, last = self._usual_days()
        today = timezone.localdate()
        for name, day in (("start", first), ("end", last)):
            self.fields[name].initial = day
            self.fields[name].widget.attrs["min"] = today.isoformat()
        if self.periods:
            ends = max(one.end for one in self.periods).isoformat()
            self.fields["start"].widget.attrs["max"] = self.fields["end"].widget.attrs["max"] = ends

    def _usual_days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The days of the only period, narrowed to those that the school gives; nothing where they do not meet."""
        wanted = next(((one.cohort.placement_start, one.cohort.placement_end) for one in self.enrolments), (None, None))
        if len(self.periods) != 1:
            return wanted if not self.periods else (None, None)
        period, today = self.periods[0], timezone.localdate()
        first = max(filter(None, (period.start, today, wanted[0])))
        last = min(filter(None, (period.end, wanted[1])))
        return (first, last) if first <= last else (max(period.start, today), period.end)

    def _set_frame(self) -> None:
        choices = [(f"e{one.pk}", _enrolment_words(one)) for one in self.enrolments]
        choices += [(_kind_code(kind), _kind_words(kind)) for kind in self.kinds]
        self._choices("frame", choices)
        if self.enrolments or len(choices) == 1:
            self.fields["frame"].initial = choices[0][0]

    def _set_employer(self) -> None:
        """Asked of professionals only: the page shows it for the kinds that an employer sends people for."""
        self.employments: list[Employment] = []
        self.new_employer = EmployerForm(self.data if self.is_bound else None, prefix="employer", person=self.person)
        if not any(kind.sender == Sender.EMPLOYER for kind in self.kinds):
            del self.fields["employer"]
            return
        self.employments = list(current_of(self.person))
        choices: list[tuple[str, Any]] = [(str(one.pk), _employment_words(one)) for one in self.employments]
        another = _("Another employer") if choices else _("The one I name here")
        self._choices("employer", [*choices, (NEW, another), (NONE, _("None: I come in my own name"))])
        self.fields["employer"].needed = True  # type: ignore[attr-defined]
        self.fields["employer"].initial = choices[0][0] if choices else NEW

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _said(self, period: OfferPeriod) -> str:
        days = {"first": date_format(period.start, "j F Y"), "last": date_format(period.end, "j F Y")}
        return gettext("From %(first)s to %(last)s") % days

    def clean_birth_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["birth_date"]
        if not datetime.date(1900, 1, 1) < day < timezone.localdate():
            raise forms.ValidationError(_("Check the date of birth."))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end, period = values.get("start"), values.get("end"), self._period(values)
        values["period_row"] = period
        if start and start < timezone.localdate():
            self.add_error("start", _("Choose a day that is still to come."))
        if start and end and end < start:
            self.add_error("end", _("Choose a last day after the first one."))
        elif period is not None and start and end and not (period.start <= start and end <= period.end):
            self.add_error(
                "start", _("Choose days within the period of the offer: %(days)s.") % {"days": self._said(period)}
            )
        if values.get("is_self_found") and not values.get("host_email"):
            self.add_error("host_email", _("Give the address of the person who said yes: they confirm by a link."))
        self._clean_employer(values)
        return values

    def _clean_employer(self, values: dict[str, Any]) -> None:
        if "employer" not in self.fields or not str(values.get("frame", "")).startswith(EMPLOYED):
            values["employer"] = NONE
        elif not values.get("employer"):
            self.add_error("employer", _("Say which employer sends you, or that none does."))
        elif values["employer"] == NEW and not self.new_employer.is_valid():
            self.add_error("employer", _("Complete what is asked about your employer."))
        if values.get("employer") != NEW and "employer" not in self.errors:
            # Nothing was asked there: nothing is wrong there.
            self.new_employer = EmployerForm(prefix="employer", person=self.person)

    def employment(self) -> Employment | None:
        """The employer chosen, or named just now; none for whoever comes in their own name. Raises Refused."""
        chosen = self.cleaned_data["employer"]
        if chosen == NEW:
            form = self.new_employer
            return name_employer(person=self.person, data=form.employer, organisation=form.organisation)
        return next((one for one in self.employments if str(one.pk) == chosen), None)

    def _period(self, values: dict[str, Any]) -> OfferPeriod | None:
        if len(self.periods) <= 1:
            return self.periods[0] if self.periods else None
        return next((one for one in self.periods if str(one.pk) == values.get("period")), None)

    @property
    def chosen_objectives(self) -> list[int]:
        return [int(key) for key in self.cleaned_data.get("objectives", [])]

    @property
    def data_for_service(self) -> dict[str, Any]:
        """What `services.applications.apply` takes, besides the person, the host and the files."""
        values = self.cleaned_data
        frame = str(values["frame"])
        enrolment = next((one for one in self.enrolments if frame == f"e{one.pk}"), None)
        kind = enrolment.cohort.kind if enrolment else next(one for one in self.kinds if frame == _kind_code(one))
        offer = self.target.offer
        return {
            "period": values["period_row"],
            "site": next((one for one in self.sites if str(one.pk) == values.get("site")), None),
            "kind": kind,
            "enrolment": enrolment,
            "start": values["start"],
            "end": values["end"],
            "time_share": offer.time_share if offer else int(values["time_share"]),
            "message": values["message"],
            "is_self_found": bool(values.get("is_self_found")),
            "host_name": values.get("host_name", ""),
            "host_email": values.get("host_email", ""),
            "birth_date": values.get("birth_date"),
        }


def _site_words(site: HostSite) -> str:
    return ", ".join(part for part in (str(site), site.city) if part)


def _enrolment_words(enrolment: Enrolment) -> str:
    cohort = enrolment.cohort
    return f"{cohort.kind.name}, {cohort.name} ({cohort.school.name})"


def _employment_words(employment: Employment) -> str:
    return ", ".join(filter(None, (employment.name, employment.function)))


def _kind_code(kind: PlacementKind) -> str:
    """Its first letter tells the page, without JavaScript, whether to ask for an employer."""
    return f"{EMPLOYED if kind.sender == Sender.EMPLOYER else 'k'}{kind.pk}"


def _kind_words(kind: PlacementKind) -> str:
    return f"{kind.name}. {kind.description}" if kind.description else kind.name
