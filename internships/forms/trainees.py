"""What a trainee says of themselves for the agreement, and their legal representatives."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import birth_dates
from accounts.names import plain_name
from internships.models import Guardian, TraineeProfile
from internships.services.trainees import GuardianData


class TraineeForm(forms.ModelForm):
    """« Mon dossier »."""

    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput({"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        help_text=_("Decides which rules protect you at work, and who signs for you. Hosts never see it."),
    )

    class Meta:
        model = TraineeProfile
        fields = ("birth_date", "address", "postcode", "city", "insurer", "insurance_number", "health_fund")
        help_texts = {
            "address": _("For the agreement. Nobody sees it before."),
            "insurer": _("Your own or your parents’ liability insurance; often with the home insurance."),
            "health_fund": _("Such as CPAM d’Ille-et-Vilaine or your mutuelle in Belgium."),
        }
        widgets = {
            "address": forms.TextInput({"autocomplete": "street-address"}),
            "postcode": forms.TextInput({"autocomplete": "postal-code"}),
            "city": forms.TextInput({"autocomplete": "address-level2"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("birth_date", self.instance.user.birth_date)
        if birth_dates.is_fixed(self.instance.user):
            self.fields["birth_date"].disabled = True
            self.fields["birth_date"].help_text = birth_dates.FIXED

    def clean_birth_date(self) -> Any:
        return plausible(self.cleaned_data["birth_date"])

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def plausible(day: datetime.date | None) -> datetime.date | None:
    if day and not (timezone.localdate().year - 110 <= day.year and day <= timezone.localdate()):
        raise forms.ValidationError(_("Check the year of this date."))
    return day


class BirthDateForm(forms.Form):
    """The date of birth of a trainee, as their school knows it."""

    birth_date = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    )

    def clean_birth_date(self) -> Any:
        return plausible(self.cleaned_data["birth_date"])


class PersonForm(forms.Form):
    """Whose date of birth is to be corrected: by the address of their account."""

    email = forms.EmailField(
        label=_("E-mail address of their account"), widget=forms.EmailInput({"autocomplete": "off"})
    )


class GuardianForm(forms.ModelForm):
    """One legal representative; left empty, there is none."""

    class Meta:
        model = Guardian
        fields = ("name", "relationship", "email", "telephone")
        help_texts = {
            "relationship": _("Such as mother, father, guardian."),
            "email": _("Receives the agreement and signs it from there, without an account."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["name"].validators.append(plain_name)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    @property
    def is_empty(self) -> bool:
        """Everything was left out, or taken out: there is no such representative."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.Meta.fields)

    @property
    def guardian(self) -> GuardianData:
        return GuardianData(**{name: self.cleaned_data.get(name, "") for name in self.Meta.fields})


def guardian_forms(rows: list[Guardian], data: Any = None) -> list[GuardianForm]:
    """Two of them, filled with those who are known."""
    forms_ = []
    for position in (1, 2):
        known = next((row for row in rows if row.position == position), Guardian(position=position))
        form = GuardianForm(data, instance=known, prefix=f"guardian{position}")
        # Left empty, it is no error: it is shown empty again.
        blank = form.is_bound and form.is_empty
        forms_.append(GuardianForm(instance=Guardian(position=position), prefix=form.prefix) if blank else form)
    return forms_


def given(forms_: list[GuardianForm]) -> list[GuardianData] | None:
    """What the forms hold; None when one of them is wrong."""
    filled = [form for form in forms_ if form.is_bound]
    if not all([form.is_valid() for form in filled]):  # noqa: C419 - each one shows its errors
        return None
    return [form.guardian for form in filled]
