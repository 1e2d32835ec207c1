"""A new host in the register: just enough to recognise it and to find it on a map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.forms.fields import TermChoiceField
from hosts.forms.placed import PlacedForm
from hosts.models import HostClaim, Sector
from hosts.numbers import check_company_number


class NewHostForm(PlacedForm, forms.Form):
    """Name, place, number; then what one knows already."""

    name = forms.CharField(label=_("Name of the structure"), max_length=200)
    address = forms.CharField(label=_("Street and number"), max_length=250, required=False)
    siret = forms.CharField(
        label=_("SIRET or company number"),
        max_length=30,
        required=False,
        help_text=_("If you know it: it tells two structures of the same name apart."),
    )
    sector = TermChoiceField(
        label=_("Sector"), queryset=Sector.objects.in_use(), required=False, empty_label=_("I do not know")
    )
    activity = forms.CharField(
        label=_("Category"),
        max_length=160,
        required=False,
        help_text=_("What kind of structure it is: IME, collège, crèche, mission locale…"),
    )
    field_order: tuple[str, ...] = ("name", "address", "place", "postcode", "country", "siret", "sector", "activity")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_place()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            data["siret"] = check_company_number(data.get("siret", ""), data.get("country", "FR"))
        except forms.ValidationError as problem:
            self.add_error("siret", problem)
        return data

    @property
    def site(self) -> dict[str, Any]:
        """What the first site is made of."""
        names = ("address", "postcode", "city", "country", "place")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("sector", "activity")}


class DiscoveredHostForm(NewHostForm):
    """A host that a trainee or a school came across (E24, S6): who welcomed you there helps the moderators."""

    contact_name = forms.CharField(
        label=_("Somebody you know there"),
        max_length=120,
        required=False,
        help_text=_("Never public: it helps the moderators to check the sheet with the structure."),
    )
    contact_email = forms.EmailField(label=_("Their e-mail address"), required=False)
    field_order = (*NewHostForm.field_order, "contact_name", "contact_email")


class ClaimForm(forms.ModelForm):
    """« I work here »."""

    class Meta:
        model = HostClaim
        fields = ("function", "message")
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}
        labels = {"function": _("Your function there"), "message": _("Message")}
        help_texts = {"message": _("What helps to recognise you: your service, a colleague.")}
