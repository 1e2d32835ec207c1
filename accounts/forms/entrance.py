"""allauth's forms, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import onboarding
from accounts.models import User
from accounts.names import plain_name

DOOR_KEY = "door"
# Set by the page of an invitation: the address is known to be the person's.
INVITED_KEY = "account_verified_email"


def plain(form: forms.Form) -> None:
    """Labels instead of placeholders: a placeholder disappears as one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def code_field(form: forms.Form, label: Any) -> None:
    plain(form)
    form.fields["code"].label = label
    form.fields["code"].widget.attrs.update(
        {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
    )


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.update({"autocomplete": "username"})
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")
        self.fields["remember"].help_text = _("Not on a computer that others use too.")


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """What a person says of themselves when they create an account; a password is a choice, a code does it too."""

    door = forms.ChoiceField(label=_("What brings you here?"), widget=forms.RadioSelect, choices=())
    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        validators=[plain_name],
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        validators=[plain_name],
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    field_order = ["door", "first_name", "last_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["door"].choices = [(door.name, door.title) for door in onboarding.DOORS]
        # Ticked already when one comes through a door of the home page, or on the way to a page behind one.
        asked = context.request.GET
        wanted = asked.get("door") or onboarding.door_towards(asked.get("next", ""))
        if wanted in dict(self.fields["door"].choices):
            self.fields["door"].initial = wanted
        if context.request.session.get(INVITED_KEY):
            # Someone who comes with an invitation knows why.
            del self.fields["door"]
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _(
            "At least ten characters. Without a password, we send you a code by e-mail each time you sign in."
        )

    def clean_email(self) -> str:
        email: str = super().clean_email()
        session = context.request.session
        if session.get(INVITED_KEY, email).lower() != email.lower():
            # The invitation proves its own address, and no other.
            del session[INVITED_KEY]
        return email

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        door = self.cleaned_data.get("door", "")
        user.is_trainee = door == "trainee"
        user.language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["is_trainee", "language"])
        request.session[DOOR_KEY] = door


class AddEmailForm(allauth_forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        new_password(self)


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        new_password(self)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["email"].label = _("E-mail address of your account")


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        new_password(self)


def new_password(form: forms.Form) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = _("At least ten characters; several words make a good one.")
    form.fields["password2"].label = _("The same password again")


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["email"].label = _("E-mail address")


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Code received by e-mail"))


class ConfirmEmailCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Code received by e-mail"))


class ConfirmResetCodeForm(allauth_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Code received by e-mail"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""


class FactorForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Code shown by your application, or a recovery code"))


class FactorAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Code shown by your application, or a recovery code"))


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, _("Six-digit code shown by the application"))


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you recognise it: « my phone », « blue key »…")
        if not self.is_bound:
            self.initial["name"] = ""
            self.initial["passwordless"] = True
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password")
        self.fields["passwordless"].help_text = _(
            "Your device then asks for your fingerprint, your face or its own code."
        )


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
