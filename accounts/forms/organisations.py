from __future__ import annotations

import re
import zoneinfo
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.enums import ROLES_BY_KIND, OrganisationKind, Role
from accounts.models import Invitation, Membership, Organisation, Territory, User
from accounts.names import plain_name
from accounts.services.members import grantable_roles

COUNTRIES = [("FR", _("France")), ("BE", _("Belgium")), ("CH", _("Switzerland")), ("LU", _("Luxembourg"))]


class BodyMixin:
    """A name without an address in it; a company number of the length its country gives it, or none."""

    cleaned_data: dict[str, Any]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        plain_name(name)
        return name

    def clean_siret(self) -> str:
        number = re.sub(r"[\s.]", "", self.cleaned_data["siret"])
        if number and self.cleaned_data.get("country", "FR") == "FR" and not re.fullmatch(r"\d{14}", number):
            raise forms.ValidationError(_("A SIRET has 14 digits. Leave it empty if you do not have it at hand."))
        return number


class OrganisationForm(BodyMixin, forms.ModelForm):
    """What an organisation says of itself. The territory, which says who is in charge, is for whoever runs the site."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    field_order = ["name", "legal_name", "country", "siret", "territory"]

    class Meta:
        model = Organisation
        fields = ("name", "legal_name", "country", "siret", "territory")
        help_texts = {
            "name": _("As people around you say it."),
            "legal_name": _("If it is another one, for agreements."),
            "territory": _("Who moderates and helps you depends on it."),
        }

    def __init__(self, *args: Any, by: User, may_place: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_place:
            del self.fields["territory"]


class FoundForm(BodyMixin, forms.ModelForm):
    """A new organisation, by the person who will look after it."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    role = forms.ChoiceField(label=_("Your role there"), widget=forms.RadioSelect)
    another = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "country", "territory", "siret", "role"]

    class Meta:
        model = Organisation
        fields = ("name", "country", "territory", "siret")
        help_texts = {"territory": _("If you do not know, leave it empty.")}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in ROLES_BY_KIND[OrganisationKind(kind)] if role in FOUNDING_ROLES]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0].value
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()


FOUNDING_ROLES = (
    *(Role.HOST_MANAGER, Role.COORDINATOR, Role.HEAD, Role.HR, Role.SIGNATORY),
    *(Role.NETWORK_ADMIN, Role.GRANT_MANAGER),
)


class NewOrganisationForm(FoundForm):
    """A network administrator adds an organisation of any kind, and invites who will look after it.

    Only one without a territory chooses the territory.
    """

    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    email = forms.EmailField(
        label=_("E-mail address of the person who will look after it"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    field_order = ["kind", "name", "country", "territory", "siret", "email"]

    def __init__(self, *args: Any, may_place: bool, **kwargs: Any) -> None:
        super().__init__(*args, kind=OrganisationKind.NETWORK, **kwargs)
        del self.fields["role"], self.fields["another"]
        if not may_place:
            del self.fields["territory"]


class InviteForm(forms.ModelForm):
    """An address and the roles it is invited to."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Invitation
        fields = ("email",)
        widgets = {"email": forms.EmailInput({"autocomplete": "off"})}

    def __init__(self, *args: Any, organisation: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = grantable_roles(organisation, by)
        self.fields["roles"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["roles"].initial = [roles[0].value]

    def validate_unique(self) -> None:
        """Inviting again is not a mistake: the service sends the open invitation once more."""


class InviteTraineeForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ("email",)
        widgets = {"email": forms.EmailInput({"autocomplete": "off"})}

    def validate_unique(self) -> None:
        """Inviting again is not a mistake."""


class RoleForm(forms.Form):
    """One more role for a member."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organisation: Organisation, by: User, held: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [role for role in grantable_roles(organisation, by) if role not in held]
        self.fields["role"].choices = [(role.value, role.label) for role in free]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who takes over from someone who leaves."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over"), queryset=User.objects.none(), required=False, empty_label=_("Nobody in particular")
    )

    def __init__(self, *args: Any, organisation: Organisation, leaver: User, must: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        members = Membership.objects.current().filter(organisation=organisation).values("user_id")
        field.queryset = User.objects.filter(pk__in=members, is_active=True).exclude(pk=leaver.pk).order_by("sort_name")
        field.required = must
        if must:
            field.empty_label = _("Choose a member")


class TerritoryForm(forms.ModelForm):
    """A département, a school basin, a province (S11). How far it reaches is for whoever runs the site."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    departments = forms.CharField(
        label=_("Départements or provinces"),
        required=False,
        help_text=_("Official codes separated by commas: 35, 22. Hosts there belong to the territory by themselves."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[
            (name, label)
            for name, label in (
                ("Europe/Paris", _("Metropolitan France")),
                ("Europe/Brussels", _("Belgium")),
                ("America/Guadeloupe", "Guadeloupe"),
                ("America/Martinique", "Martinique"),
                ("America/Cayenne", _("French Guiana")),
                ("Indian/Reunion", _("Réunion")),
                ("Indian/Mayotte", "Mayotte"),
                ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
                ("Pacific/Noumea", _("New Caledonia")),
                ("Pacific/Tahiti", _("Tahiti")),
            )
            if name in zoneinfo.available_timezones()
        ],
    )
    field_order = ["name", "country", "departments", "time_zone"]

    class Meta:
        model = Territory
        fields = ("name", "country", "departments", "time_zone")

    def __init__(self, *args: Any, may_extend: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_extend:
            del self.fields["departments"]
        self.initial["departments"] = ", ".join(self.instance.departments or [])

    def clean_departments(self) -> list[str]:
        codes = [
            code.strip().upper() for code in re.split(r"[,;\s]+", self.cleaned_data["departments"]) if code.strip()
        ]
        wrong = [code for code in codes if not re.fullmatch(r"[0-9A-Z-]{1,10}", code)]
        if wrong:
            raise forms.ValidationError(_("“%(code)s” is not a code of a département."), params={"code": wrong[0]})
        return list(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not self.instance.slug:
            base, number = slugify(cleaned["name"])[:55] or "territoire", 1
            slug = base
            while Territory.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
                number += 1
                slug = f"{base}-{number}"
            self.instance.slug = slug
        return cleaned


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The organisation reads it. Say what is missing, so that it can answer."),
    )
