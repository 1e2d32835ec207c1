"""The employer of a professional, as they know it: which one it is, their post, whom to write to, who signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.organisations import COUNTRIES
from accounts.models import Organisation, User
from accounts.names import plain_name
from hosts.numbers import check_company_number
from internships.models import Employment
from internships.selectors import employers
from internships.services.employments import EmployerData

OTHER = "other"
NAMES = ("name", "contact_name", "signatory_name")


class EmployerForm(forms.ModelForm):
    """One employer. Where Escale knows some that look alike, it asks whether it is one of them before it goes on."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, initial="FR")
    # Its choices depend on the name that is typed beside it.
    same = forms.CharField(label=_("The employer meant"), required=False, widget=forms.RadioSelect)

    class Meta:
        model = Employment
        fields = (
            *("name", "country", "siret", "address", "postcode", "city", "function"),
            *("contact_name", "contact_function", "contact_email", "contact_telephone"),
            *("signatory_name", "signatory_function", "signatory_email"),
        )
        labels = {
            "name": _("Name of my employer"),
            "function": _("My post there"),
            "contact_name": _("Who is in charge of it there"),
            "contact_function": _("Their function"),
            "contact_email": _("Their e-mail address"),
            "contact_telephone": _("Their telephone"),
            "signatory_name": _("Who signs, if it is somebody else"),
            "signatory_function": _("Function of who signs"),
            "signatory_email": _("E-mail address of who signs"),
        }
        help_texts = {
            "name": _("The body that pays you, such as an association, a hospital, a département."),
            "contact_name": _("Your manager, or human resources."),
            "contact_email": _(
                "They complete the employer’s part of the agreement by a personal link, without an account. "
                "Nothing is sent before your placement is agreed."
            ),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.person = person
        self.twins: list[Organisation] = []
        self.organisation: Organisation | None = self.instance.organisation
        has_people = self.organisation is not None and bool(employers.people_of(self.organisation))
        for name in ("function",) if has_people else ("function", "contact_name", "contact_email"):
            self.fields[name].required = True
        for name in NAMES:
            self.fields[name].validators.append(plain_name)
        if self.organisation is not None:
            self._keep_known()

    def _keep_known(self) -> None:
        """What an organisation is called and where it stands is its own to say."""
        for name in ("name", "country", "siret", "same"):
            del self.fields[name]

    def clean_siret(self) -> str:
        return check_company_number(self.cleaned_data["siret"], self.cleaned_data.get("country", "FR"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("signatory_name")) != bool(values.get("signatory_email")):
            missing = "signatory_email" if values.get("signatory_name") else "signatory_name"
            self.add_error(missing, _("Give both the name and the address of who signs, or neither."))
        if not self.errors and self.organisation is None:
            self._ask_whether_known(values)
        return values

    def _ask_whether_known(self, values: dict[str, Any]) -> None:
        if self.instance.pk and "name" not in self.changed_data:
            return
        names = ("name", "siret", "postcode", "city", "country")
        self.twins = employers.alike(**{name: values.get(name, "") for name in names})
        if not self.twins:
            return
        choices = [(str(one.pk), employers.described(one)) for one in self.twins]
        widget: Any = self.fields["same"].widget
        widget.choices = [*choices, (OTHER, _("None of these"))]
        self.fields["same"].needed = True  # type: ignore[attr-defined]
        chosen = values.get("same", "")
        if chosen not in dict(widget.choices):
            self.add_error("same", _("Escale knows employers of nearly that name. Say whether it is one of them."))
        self.organisation = next((one for one in self.twins if str(one.pk) == chosen), None)

    @property
    def employer(self) -> EmployerData:
        kept = {name: getattr(self.instance, name) for name in ("name", "country", "siret")}
        return EmployerData(**{**kept, **{name: self.cleaned_data.get(name, "") for name in self._given()}})

    def _given(self) -> list[str]:
        return [name for name in self.Meta.fields if name in self.fields]


class StaffForm(forms.Form):
    """Somebody of the staff, who is asked to say that they work there."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    function = forms.CharField(label=_("Post held"), max_length=120, required=False)
