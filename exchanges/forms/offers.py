"""The steps in which a sheet « offre accueil » is written: drafts are saved as they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.access import Seat
from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import ImmersionOffer
from exchanges.services.offers import WindowData
from hosts.forms.offers import site_words
from hosts.forms.periods import SeatRows, SeatsRow, formset_of, rows_of_offer
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


class WindowForm(SeatsRow):
    """A period in which the structure receives."""

    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=50, initial=1, widget=forms.NumberInput(attrs={"min": 1, "max": 50})
    )


class BaseWindowFormSet(SeatRows):
    periods = "windows"
    record = WindowData


WindowFormSet: Any = formset_of(WindowForm, MOST_WINDOWS, BaseWindowFormSet)


def window_formset(offer: ImmersionOffer, data: Any = None, *, more: int = 0) -> Any:
    """The periods of an offer; `more` adds rows to what was sent."""
    return rows_of_offer(WindowFormSet, offer, data, more=more)


class PaperForm(forms.Form):
    """A « document d'appui »."""

    document = forms.FileField(label=_("Document"), help_text=_("PDF, office document or picture, 10 MB at most."))
    title = forms.CharField(label=_("Its title"), max_length=160)
