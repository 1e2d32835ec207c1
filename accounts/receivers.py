"""What follows a sign-in or a change of secrets."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts import audit, strong
from accounts.models import Pupil, User


def connect() -> None:
    user_logged_in.connect(on_sign_in, dispatch_uid="accounts.on_sign_in")
    for signal in (account_signals.password_changed, account_signals.password_set, account_signals.password_reset):
        signal.connect(on_new_password, dispatch_uid="accounts.on_new_password")
    account_signals.email_confirmed.connect(on_confirmed_address, dispatch_uid="accounts.on_confirmed_address")
    mfa_signals.authenticator_added.connect(on_factor_added, dispatch_uid="accounts.on_factor_added")
    mfa_signals.authenticator_removed.connect(on_factor_removed, dispatch_uid="accounts.on_factor_removed")


def on_sign_in(sender: object, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """The account's language becomes the browser's; a warned account is no longer about to be erased."""
    if request is not None:
        request.language_to_store = user.language  # type: ignore[attr-defined]
    if user.warned_at is not None:
        user.warned_at = None
        user.save(update_fields=["warned_at"])


def on_new_password(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    if request.session.pop(strong.MUST_CHANGE_KEY, None):
        Pupil.objects.filter(user=user).update(must_change=False)
    audit.record(action="account.password_changed", actor=user, target=user)


def on_confirmed_address(sender: object, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever confirms by a sign-in code did not choose the password of an account that nobody had confirmed yet.

    Someone else may have: it is taken away, so that an account prepared for another's address opens nothing.
    """
    route = request.resolver_match.url_name if request.resolver_match else ""
    user = email_address.user
    if route == "account_confirm_login_code" and user.last_login is None and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def on_factor_added(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    # The person has just shown it.
    request.session[strong.SESSION_KEY] = user.pk
    audit.record(action="account.factor_added", actor=user, target=user, data={"type": str(authenticator.type)})


def on_factor_removed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if not strong.main_factors(user).exists():
        request.session.pop(strong.SESSION_KEY, None)
    audit.record(action="account.factor_removed", actor=user, target=user, data={"type": str(authenticator.type)})
