"""The steps in which a sheet « offre accueil » is written: drafts are saved as they are."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.access import Seat
from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import ImmersionOffer
from exchanges.services.offers import WindowData
from hosts.forms.offers import site_words
from hosts.forms.versions import VersionedForm
from hosts.models import HostSite

MOST_WINDOWS = 12


class StepForm(WithoutIdentifiers, VersionedForm, forms.ModelForm):
    """One step. `needed`: what a sheet that is sent has; not said to be optional, although a draft may lack it."""

    needed: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        self.seat = seat
        super().__init__(*args, **kwargs)
        self.set_up()
        for name in self.needed:
            self.fields[name].needed = True  # type: ignore[attr-defined]
        self.guard()

    def set_up(self) -> None:
        """What a step adds to its fields."""


class PlaceForm(StepForm):
    section = ("title", "site", "place_details")
    not_checked = ("place_details",)
    needed = ("title",)
    site = forms.ModelChoiceField(
        label=_("Establishment or place"),
        queryset=HostSite.objects.none(),
        required=False,
        empty_label=_("The main site of the structure"),
        help_text=_("Sites are those of your host sheet."),
    )

    class Meta:
        model = ImmersionOffer
        fields = ("title", "site", "place_details")
        labels = {"title": _("Title"), "place_details": _("Where exactly?")}
        help_texts = {
            "title": _("What one discovers, in a few words: « Deux jours à l’accueil d’une mission locale »."),
            "place_details": _("The service, the floor, the vehicle: optional."),
        }

    def set_up(self) -> None:
        field: Any = self.fields["site"]
        own = HostSite.objects.filter(institution=self.instance.structure.institution_id)
        field.queryset = own.filter(active=True) | own.filter(pk=self.instance.site_id)
        field.label_from_instance = site_words


class ObserveForm(StepForm):
    section = ("observable_missions", "observable_posts", "observer_profile", "contents")
    needed = ("observable_missions", "observable_posts", "contents")

    class Meta:
        model = ImmersionOffer
        fields = ("observable_missions", "observable_posts", "observer_profile", "contents")
        labels = {
            "observable_missions": _("Which missions can be observed?"),
            "observable_posts": _("Beside whom?"),
            "observer_profile": _("For whom is it?"),
            "contents": _("What do you propose?"),
        }
        help_texts = {
            "observable_missions": _("What the service does, for whom, with which partners."),
            "observable_posts": _("The posts that one can follow: receptionist, youth worker, nurse, head of service…"),
            "observer_profile": _("The professionals whom it suits best; leave it empty if it suits all."),
            "contents": _("Meetings one can attend, places one can visit, times of exchange."),
        }
        widgets = {
            "observable_missions": forms.Textarea(attrs={"rows": 5}),
            "observable_posts": forms.Textarea(attrs={"rows": 3}),
            "observer_profile": forms.Textarea(attrs={"rows": 3}),
            "contents": forms.Textarea(attrs={"rows": 5}),
        }


class WhenForm(StepForm):
    """How long, and a word about the periods; these are a formset of their own."""

    # The periods are no field of this form, but they are saved with it: the fingerprint covers them.
    section = ("least_days", "most_days", "period_details", "period_values")
    needed = ("least_days", "most_days")

    class Meta:
        model = ImmersionOffer
        fields = ("least_days", "most_days", "period_details")
        labels = {
            "least_days": _("Days at least"),
            "most_days": _("Days at most"),
            "period_details": _("A word about the periods"),
        }
        help_texts = {"period_details": _("For instance: except on Wednesdays, or on days of team meetings.")}

    def set_up(self) -> None:
        space = self.seat.space
        for name in ("least_days", "most_days"):
            field: Any = self.fields[name]
            field.widget.attrs.update(min=space.least_days, max=space.most_days)
            field.help_text = _("The space allows %(least)d to %(most)d days.") % {
                "least": space.least_days,
                "most": space.most_days,
            }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        space = self.seat.space
        for name in ("least_days", "most_days"):
            days = data.get(name)
            if days and not space.least_days <= days <= space.most_days:
                words = _("Give %(least)d to %(most)d days: that is the rule of the space.")
                self.add_error(name, words % {"least": space.least_days, "most": space.most_days})
        least, most = data.get("least_days"), data.get("most_days")
        if least and most and most < least:
            self.add_error("most_days", _("Give as many days as the least, or more."))
        return data


class WelcomeForm(StepForm):
    section = (
        "contact_name",
        "contact_function",
        "contact_email",
        "contact_telephone",
        "conditions",
        "support_details",
    )
    needed = ("contact_name",)

    class Meta:
        model = ImmersionOffer
        fields = (
            *("contact_name", "contact_function", "contact_email", "contact_telephone"),
            *("conditions", "support_details"),
        )
        labels = {
            "contact_name": _("Contact within the structure"),
            "conditions": _("Particular conditions"),
            "support_details": _("About the documents"),
        }
        help_texts = {
            "contact_name": _("Shown in the space only, to the professionals of approved structures."),
            "conditions": _("Working hours, vaccinations, driving licence, clothing, meals, access."),
            "support_details": _("What you lend or show on the spot. Files are added on the next page."),
        }
        widgets = {
            "conditions": forms.Textarea(attrs={"rows": 4}),
            "support_details": forms.Textarea(attrs={"rows": 2}),
        }


class EffectsForm(StepForm):
    section = ("effects_structure", "effects_person", "written_on")
    needed = ("effects_structure", "effects_person", "written_on")

    class Meta:
        model = ImmersionOffer
        fields = ("effects_structure", "effects_person", "written_on")
        labels = {
            "effects_structure": _("What do you expect of it for your structure?"),
            "effects_person": _("What may the person received expect?"),
            "written_on": _("Sheet written on"),
        }
        help_texts = {
            "effects_structure": _("Compared afterwards with what happened."),
            "effects_person": _("Another look, a network, a method, a contact to call."),
        }
        widgets = {
            "effects_structure": forms.Textarea(attrs={"rows": 4}),
            "effects_person": forms.Textarea(attrs={"rows": 4}),
            "written_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


STEPS: dict[str, type[StepForm]] = {
    "lieu": PlaceForm,
    "observer": ObserveForm,
    "quand": WhenForm,
    "accueil": WelcomeForm,
    "effets": EffectsForm,
}


class WindowForm(forms.Form):
    """One period: from, until, seats."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=50, initial=1, widget=forms.NumberInput(attrs={"min": 1, "max": 50})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        check_period(self, data)
        return data


def check_period(form: forms.Form, data: dict[str, Any]) -> None:
    start, end = data.get("start"), data.get("end")
    if start and end and end < start:
        form.add_error("end", _("Choose a date after the first one."))
    elif start and end and end - start > datetime.timedelta(days=2 * 366):
        form.add_error("end", _("A period lasts two years at most."))
    elif end and end < timezone.localdate() and "end" in form.changed_data:
        form.add_error("end", _("This period is over already: choose a date to come."))


class BaseWindowFormSet(forms.BaseFormSet):
    """The periods that are kept, and those added; « Add a period » is a button that works without JavaScript."""

    def __init__(self, *args: Any, offer: ImmersionOffer, **kwargs: Any) -> None:
        self.recorded = list(offer.windows.all())
        kwargs.setdefault("prefix", "periods")
        kwargs["initial"] = [
            {"id": one.pk, "start": one.start, "end": one.end, "seats": one.seats} for one in self.recorded
        ]
        super().__init__(*args, **kwargs)

    @property
    def kept(self) -> list[WindowData]:
        """The periods as they are to be recorded."""
        data = [form.cleaned_data for form in self.forms if form.has_changed() or form.cleaned_data.get("id")]
        return [
            WindowData(row["start"], row["end"], row["seats"], row.get("id"))
            for row in data
            if row.get("start") and not row.get("DELETE")
        ]


WindowFormSet: Any = forms.formset_factory(
    WindowForm,
    formset=BaseWindowFormSet,
    extra=0,
    can_delete=True,
    max_num=MOST_WINDOWS,
    validate_max=True,
    absolute_max=MOST_WINDOWS + 5,
)


def window_formset(offer: ImmersionOffer, data: Any = None, *, more: int = 0) -> Any:
    """The formset of an offer: one empty row when it has none; `more` adds rows to what was sent."""
    if data is None:
        formset = WindowFormSet(offer=offer)
        formset.extra = 0 if formset.recorded else 1
        return formset
    return WindowFormSet(_more(data, more, MOST_WINDOWS), offer=offer)


def rows_sent(data: Any) -> int:
    """How many periods the page says that it holds."""
    number = str(data.get("periods-TOTAL_FORMS", ""))[:4]
    return int(number) if number.isdecimal() else 0


def _more(data: Any, more: int, most: int) -> Any:
    if not more:
        return data
    data = data.copy()
    data["periods-TOTAL_FORMS"] = str(min(rows_sent(data) + more, most))
    return data


class PaperForm(forms.Form):
    """A « document d'appui »."""

    document = forms.FileField(label=_("Document"), help_text=_("PDF, office document or picture, 10 MB at most."))
    title = forms.CharField(label=_("Its title"), max_length=160)
