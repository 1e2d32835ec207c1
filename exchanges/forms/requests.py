"""What a professional asks for, what human resources say, what the host structure answers (B2, B3, B13, B16)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import ImmersionOffer, ImmersionRequest, Structure
from exchanges.selectors import requests


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class DaysForm(WithoutIdentifiers, forms.Form):
    """Days within one of the periods of an offer, as many as it takes (B3)."""

    first_day = day_field(label=_("First day"))
    last_day = day_field(label=_("Last day"))
    offer: ImmersionOffer
    made: ImmersionRequest | None = None

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and (wrong := requests.wrong_days(self.offer, first, last, self.made)):
            self.add_error(*wrong)
        return data

    def bound_days(self) -> None:
        """What the browser offers: from tomorrow to the end of the last period."""
        tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs["min"] = tomorrow
        self.fields["last_day"].help_text = _("%(length)s; a weekend in between does not count.") % {
            "length": requests.length_words(self.offer)
        }


class AskForm(DaysForm):
    """First and last day, what drives the person, and who gives the visa where nobody can here."""

    structure = forms.ModelChoiceField(
        label=_("For which of your structures?"), queryset=Structure.objects.none(), empty_label=None
    )
    post = forms.CharField(label=_("The post you hold"), max_length=120)
    motivation = forms.CharField(
        label=_("Why this immersion"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What you would like to understand of their work, and what it would change in yours."),
    )
    visa_email = forms.EmailField(
        label=_("Who gives the visa of your structure: e-mail address"),
        required=False,
        help_text=_("Human resources or your management. They answer by a link, without an account."),
    )
    field_order = ("structure", "first_day", "last_day", "post", "motivation", "visa_email")

    def __init__(
        self,
        offer: ImmersionOffer,
        structures: list[Structure],
        data: Any = None,
        *,
        asks_address: bool,
        post: str = "",
    ) -> None:
        super().__init__(data, initial={"post": post, "structure": structures[0].pk if structures else None})
        self.offer = offer
        if len(structures) > 1:
            rows = Structure.objects.filter(pk__in=[one.pk for one in structures])
            chooser: Any = self.fields["structure"]
            chooser.queryset = rows.select_related("institution__organisation")
        else:
            del self.fields["structure"]
        if not asks_address:
            del self.fields["visa_email"]
        self.bound_days()


class VisaForm(WithoutIdentifiers, forms.Form):
    """The visa: who gives it (by link), the funding body, a word for the professional."""

    not_checked = ("name", "funding_body")

    name = forms.CharField(label=_("Your first name and name"), max_length=160)
    funding_body = forms.CharField(
        label=_("Funding body of training (OPCO)"),
        max_length=120,
        required=False,
        help_text=_("Noted for your follow-up: OPCO Santé, ANFH, Uniformation… Nothing is sent to it."),
    )
    comment = forms.CharField(
        label=_("A word for the professional"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, made: ImmersionRequest, data: Any = None, *, by_link: bool = False) -> None:
        super().__init__(data, initial={"funding_body": made.funding_body})
        if not by_link:
            del self.fields["name"]


class ReasonForm(WithoutIdentifiers, forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those concerned read it."),
    )


class WelcomeForm(WithoutIdentifiers, forms.Form):
    """The host structure accepts: who receives the person, and what is good to know."""

    not_checked = ("welcome_name", "welcome_function")

    welcome_name = forms.CharField(label=_("Who receives the person: first name and name"), max_length=160)
    welcome_function = forms.CharField(label=_("Their function"), max_length=120, required=False)
    welcome_email = forms.EmailField(label=_("Their e-mail address"), required=False)
    answer = forms.CharField(
        label=_("A word for the person"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("When and where to arrive, what to bring."),
    )

    def __init__(self, made: ImmersionRequest, data: Any = None) -> None:
        offer = made.offer
        initial = {
            "welcome_name": offer.contact_name,
            "welcome_function": offer.contact_function,
            "welcome_email": offer.contact_email,
        }
        super().__init__(data, initial=initial)


class ProposeForm(DaysForm):
    """Other days within the periods of the sheet."""

    answer = forms.CharField(
        label=_("A word for the person"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, made: ImmersionRequest, data: Any = None) -> None:
        super().__init__(data)
        self.offer, self.made = made.offer, made
        self.bound_days()
