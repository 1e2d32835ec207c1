from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import birth_dates
from accounts.models import User
from accounts.names import plain_name


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "phone", "language", "birth_date", "is_trainee")
        labels = {"is_trainee": _("I am looking for a placement")}
        help_texts = {
            "phone": _("Shown to the other party only once an application is accepted."),
            "birth_date": _(
                "The law protects people under 18 at work: with your date of birth we can check "
                "the hours for you. It is never shown to anyone."
            ),
            "language": _("For the pages and for the e-mails."),
            "is_trainee": _("Shows you what a trainee needs: search, favourites, alerts."),
        }
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
            "phone": forms.TextInput({"autocomplete": "tel", "type": "tel"}),
            "birth_date": forms.DateInput({"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].validators.append(plain_name)
        if birth_dates.is_fixed(self.instance):
            self.fields["birth_date"].disabled = True
            self.fields["birth_date"].help_text = birth_dates.FIXED

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and (len([c for c in phone if c.isdigit()]) < 6 or not set(phone) <= set("+0123456789 .-()/")):
            raise forms.ValidationError(_("Type a telephone number, such as 02 99 12 34 56 or +32 2 123 45 67."))
        return phone

    def clean_birth_date(self) -> Any:
        day = self.cleaned_data["birth_date"]
        if day and not (timezone.localdate().year - 110 <= day.year and day <= timezone.localdate()):
            raise forms.ValidationError(_("Check the year of this date."))
        return day


class ErasureForm(forms.Form):
    """The last step before one's data are gone."""

    sure = forms.BooleanField(label=_("I understand that my account cannot be brought back."))


class PupilSignInForm(forms.Form):
    """For people without an e-mail address: what stands on the slip that the school gave them."""

    code = forms.CharField(
        label=_("Code of the school"),
        max_length=12,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "organization"}),
    )
    identifier = forms.CharField(
        label=_("Identifier"),
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=128,
        strip=True,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
