"""How allauth meets our people: our letters, encrypted secrets, and administrators who keep a second factor."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import limits, mail
from accounts.entrance_letters import compose
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in, sign-up, passwords, addresses."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not go together. Check both, or ask for a code."
        ),
        "incorrect_code": _("This is not the code we sent. Check the latest e-mail, then type it again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("That was too many attempts. Wait a few minutes, or ask for a code by e-mail."),
        "rate_limited": _("That was a little fast. Wait a moment, then try again."),
        "duplicate_email": _("This is your address already."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail.send(compose(template_prefix, email, context))

    def send_account_already_exists_mail(self, email: str) -> None:
        # A new account costs a password's hash: the same work here, so that the time tells nothing.
        make_password("the same work for everyone")
        super().send_account_already_exists_mail(email)

    def reauthenticate(self, user: User, password: str) -> bool:  # type: ignore[override]
        if user.email:
            return bool(super().reauthenticate(user, password))
        # A pupil without an address: allauth looks people up by theirs.
        if not limits.hit("reauthenticate", user.pk, limit=5, within=datetime.timedelta(minutes=5)):
            raise self.validation_error("too_many_login_attempts")
        if not user.check_password(password):
            return False
        limits.clear("reauthenticate", user.pk)
        return True

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:welcome")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code that your application shows now. Wait for the next one and type it."),
        "cannot_delete_authenticator": _(
            "As an administrator you need at least one second factor. Add another one first, then remove this one."
        ),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return mail.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return mail.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        from accounts.strong import main_factors, needs_second_factor

        user: User = authenticator.user
        if authenticator.type == Authenticator.Type.RECOVERY_CODES or not needs_second_factor(user):
            return True
        return bool(main_factors(user).exclude(pk=authenticator.pk).exists())

    def get_totp_label(self, user: User) -> str:  # type: ignore[override]
        return user.email or str(user)
