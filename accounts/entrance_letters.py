"""What allauth wants written (codes, notices of changes), in our words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mail import Letter, address
from accounts.models import User

Context = dict[str, Any]
Compose = Callable[[str, Context], dict[str, Any]]

_IGNORE = gettext_lazy("If it was not you, ignore this message: without the code nothing happens.")
_MINUTES = gettext_lazy("It is valid for ten minutes. Nobody from our team will ever ask you for it.")


def compose(prefix: str, to: str, context: Context) -> Letter:
    """The letter for allauth's template prefix, such as "account/email/login_code"; KeyError when we lack words."""
    user = User.objects.filter(emailaddress__email__iexact=to).first() or User.objects.filter(email__iexact=to).first()
    language = user.language if user is not None and user.last_login else translation.get_language() or "fr"
    with translation.override(language):
        parts = _WORDS[prefix](to, context) if prefix in _WORDS else _notice(prefix, context)
        parts.setdefault("reason", _("You get this message because someone typed this address on our site."))
        return Letter(
            kind=f"accounts.{prefix.rpartition('/')[2]}",
            to=to,
            language=language,
            user_id=user.pk if user is not None else None,
            **parts,
        )


def _sign_in_code(to: str, context: Context) -> dict[str, Any]:
    return {
        "subject": _("%(code)s is your code to sign in") % context,
        "lines": [_("Type this code on the page that you left open:")],
        "code": context["code"],
        "after": [str(_MINUTES), str(_IGNORE)],
    }


def _confirm_address(to: str, context: Context) -> dict[str, Any]:
    return {
        "subject": _("%(code)s is your code to confirm your address") % context,
        "lines": [_("Type this code on the page that you left open, to confirm that this address is yours:")],
        "code": context["code"],
        "after": [str(_MINUTES), str(_IGNORE)],
    }


def _reset_code(to: str, context: Context) -> dict[str, Any]:
    return {
        "subject": _("%(code)s is your code to choose a new password") % context,
        "lines": [_("Type this code on the page that you left open, then choose a new password:")],
        "code": context["code"],
        "after": [str(_MINUTES), str(_IGNORE)],
    }


def _already_exists(to: str, context: Context) -> dict[str, Any]:
    return {
        "subject": _("You have an account already"),
        "lines": [
            _("Someone, probably you, wanted to create an account with this address. You have one already."),
            _("Sign in, with your password or with a code that we send you."),
        ],
        "button": (_("Sign in"), address(reverse("account_login"))),
        "after": [_("If it was not you, ignore this message: your account stays as it is.")],
    }


def _unknown(to: str, context: Context) -> dict[str, Any]:
    return {
        "subject": _("There is no account with this address"),
        "lines": [
            _("Someone, probably you, wanted to sign in with this address. We know no account with it."),
            _("Perhaps you used another address. Otherwise you can create an account."),
        ],
        "button": (_("Create an account"), address(reverse("account_signup"))),
        "after": [_("If it was not you, ignore this message.")],
    }


_WORDS: dict[str, Compose] = {
    "account/email/login_code": _sign_in_code,
    "account/email/email_confirmation": _confirm_address,
    "account/email/email_confirmation_signup": _confirm_address,
    "account/email/password_reset_code": _reset_code,
    "account/email/account_already_exists": _already_exists,
    "account/email/unknown_account": _unknown,
}

# Notices of a change to one's account: what happened, and what to do if it was not oneself.
_NOTICES: dict[str, tuple[str | Promise, str | Promise]] = {
    "account/email/email_changed": (
        gettext_lazy("Your e-mail address was changed"),
        gettext_lazy("Your account now has the address %(to_email)s instead of %(from_email)s."),
    ),
    "account/email/email_confirm": (
        gettext_lazy("Your e-mail address is confirmed"),
        gettext_lazy("The e-mail address of your account is confirmed."),
    ),
    "account/email/email_deleted": (
        gettext_lazy("An e-mail address was removed"),
        gettext_lazy("The address %(deleted_email)s was removed from your account."),
    ),
    "account/email/password_changed": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("The password of your account was changed."),
    ),
    "account/email/password_reset": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("A new password was chosen for your account, with a code sent to this address."),
    ),
    "account/email/password_set": (
        gettext_lazy("Your account has a password now"),
        gettext_lazy("A password was chosen for your account. You can sign in with it, or still with a code."),
    ),
    "mfa/email/totp_activated": (
        gettext_lazy("Second factor added"),
        gettext_lazy("An authenticator application now protects your account."),
    ),
    "mfa/email/totp_deactivated": (
        gettext_lazy("Second factor removed"),
        gettext_lazy("The authenticator application no longer protects your account."),
    ),
    "mfa/email/recovery_codes_generated": (
        gettext_lazy("New recovery codes"),
        gettext_lazy("New recovery codes were made for your account; the old ones no longer work."),
    ),
    "mfa/email/webauthn_added": (gettext_lazy("Passkey added"), gettext_lazy("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": (
        gettext_lazy("Passkey removed"),
        gettext_lazy("A passkey was removed from your account."),
    ),
}


def _notice(prefix: str, context: Context) -> dict[str, Any]:
    subject, sentence = _NOTICES[prefix]
    return {
        "subject": str(subject),
        "lines": [str(sentence) % context, _("If it was you, you have nothing to do.")],
        "button": (_("It was not me: choose a new password"), address(reverse("account_reset_password"))),
        "reason": _("You get this message because a change to the safety of your account is always told to you."),
    }
