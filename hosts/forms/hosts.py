"""The sections of a host's sheet, its sites, contacts and photos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.forms.fields import (
    PointField,
    TermChoiceField,
    TermsField,
    grouped,
)
from hosts.forms.placed import PlacedForm
from hosts.forms.versions import VersionedForm
from hosts.models import ContactPerson, HostInstitution, HostSite, Occupation, Sector
from hosts.numbers import check_company_number
from hosts.words import language_choices


class IdentityForm(VersionedForm, forms.ModelForm):
    """Who the host is."""

    section = (
        "organisation__name",
        "organisation__legal_name",
        "sector",
        "activity",
        "organisation__siret",
        "staff_number",
        "hosting_since",
        "website",
    )
    organisation__name = forms.CharField(label=_("Name"), max_length=200)
    organisation__legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        required=False,
        help_text=_("The body that runs it, if it bears another name."),
    )
    sector = TermChoiceField(
        label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("Choose a sector")
    )
    organisation__siret = forms.CharField(label=_("SIRET or company number"), max_length=30, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")

    class Meta:
        model = HostInstitution
        fields = ("sector", "activity", "staff_number", "hosting_since", "website")
        labels = {
            "activity": _("Category"),
            "staff_number": _("Number of staff"),
            "hosting_since": _("You have been welcoming trainees since"),
        }
        help_texts = {
            "activity": _("What kind of structure it is: IME, collège, crèche, mission locale…"),
            "staff_number": _("The law limits the number of trainees by the size of the staff."),
            "hosting_since": _("A year, such as 2015."),
        }

    field_order = section

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.instance.organisation
        for name in ("name", "legal_name", "siret"):
            self.initial[f"organisation__{name}"] = getattr(organisation, name)
        self.fields["sector"].keep([self.instance.sector_id])  # type: ignore[attr-defined]
        self.guard()

    def clean_organisation__siret(self) -> str:
        return check_company_number(self.cleaned_data["organisation__siret"], self.instance.organisation.country)

    def clean_hosting_since(self) -> int | None:
        year: int | None = self.cleaned_data["hosting_since"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year is still to come."))
        return year


class PresentationForm(VersionedForm, forms.ModelForm):
    """What it is like there."""

    section = ("presentation", "public_served", "languages", "occupations")
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken with the people you serve"), required=False, widget=forms.CheckboxSelectMultiple
    )
    occupations = TermsField(label=_("Occupations to discover"), queryset=Occupation.objects.all(), required=False)

    class Meta:
        model = HostInstitution
        fields = ("presentation", "public_served", "languages", "occupations")
        labels = {"presentation": _("Presentation"), "public_served": _("Whom you serve")}
        help_texts = {
            "presentation": _(
                "What you do, the team, a day with you. Names of the people you serve have no place here."
            ),
            "public_served": _("For instance: children from 6 to 14 with an intellectual disability."),
        }
        widgets = {"presentation": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices()  # type: ignore[attr-defined]
        chosen = self.instance.occupations.values_list("pk", flat=True) if self.instance.pk else []
        self.fields["occupations"].keep(chosen)  # type: ignore[attr-defined]
        self.guard()

    def occupation_groups(self) -> dict[str, list[dict[str, Any]]]:
        return grouped(self["occupations"], "sector", self.instance.sector_id)


SECTIONS: dict[str, type[IdentityForm] | type[PresentationForm]] = {
    "identity": IdentityForm,
    "presentation": PresentationForm,
}


class SiteForm(PlacedForm, VersionedForm, forms.ModelForm):
    """A place where trainees are welcomed, and how one gets there (S2)."""

    section = (
        "name",
        "address",
        "place",
        "postcode",
        "city",
        "country",
        "latitude",
        "longitude",
        "approximate",
        "telephone",
        "public_transport",
        "transport_details",
        "meals",
        "wheelchair",
        "lodging",
    )
    point = PointField(
        label=_("Exact position"),
        required=False,
        help_text=_(
            "Latitude and longitude copied from a map. Without them, distances count from the commune's centre."
        ),
    )

    class Meta:
        model = HostSite
        fields = (
            "name",
            "address",
            "telephone",
            "public_transport",
            "transport_details",
            "meals",
            "wheelchair",
            "lodging",
        )
        labels = {
            "name": _("Name of the site"),
            "address": _("Street and number"),
            "telephone": _("Telephone"),
            "public_transport": _("Public transport nearby"),
            "transport_details": _("How to get there"),
            "meals": _("Meals on site"),
            "wheelchair": _("Wheelchair access"),
            "lodging": _("Lodging possible"),
        }
        help_texts = {
            "name": _("Only if it differs from the structure's name."),
            "telephone": _("Shown to people only once you have accepted them."),
        }
        widgets = dict.fromkeys(("public_transport", "meals", "wheelchair", "lodging"), forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.instance
        if site.pk and not site.approximate and site.latitude is not None:
            self.initial["point"] = (site.latitude, site.longitude)
        self.set_place(site)
        self.guard()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        point = data.get("point")
        data["latitude"], data["longitude"] = point or (None, None)
        data["approximate"] = point is None
        return data


class ContactForm(forms.ModelForm):
    """Whom to talk to. Never public."""

    class Meta:
        model = ContactPerson
        fields = ("name", "function", "email", "telephone", "site")
        labels = {
            "name": _("Name"),
            "function": _("Function"),
            "email": _("E-mail address"),
            "telephone": _("Telephone"),
            "site": _("Site"),
        }

    def __init__(self, *args: Any, institution: HostInstitution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = institution.sites.filter(active=True)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["site"].empty_label = _("All sites")  # type: ignore[attr-defined]
        if sites.count() < 2:
            del self.fields["site"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("telephone") and not self.errors:
            raise forms.ValidationError(_("Give an e-mail address or a telephone number."))
        return data


class PhotoForm(forms.Form):
    """A picture and the words that replace it for those who cannot see it."""

    file = forms.FileField(label=_("Photo"), help_text=_("JPEG, PNG or WebP, 10 MB at most."))
    alternative = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see it: « The garden and the swing in front of the house »."),
    )
