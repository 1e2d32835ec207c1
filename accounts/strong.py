"""Who needs a second factor, and whether this session has shown one."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import Membership, User

# Set when a factor was shown or added in this session, so that the next pages need no query.
SESSION_KEY = "strong_sign_in"
MUST_CHANGE_KEY = "must_change_secret"
MAIN_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(user: User) -> bool:
    """Network administrators and those who enter the back office."""
    return user.is_staff or Membership.objects.current().filter(user=user, role=Role.NETWORK_ADMIN).exists()


def main_factors(user: User) -> QuerySet[Authenticator]:
    """The person's factors, without recovery codes."""
    return Authenticator.objects.filter(user=user, type__in=MAIN_TYPES)


def has_recovery_codes(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()


def has_shown_factor(request: HttpRequest) -> bool:
    """Whether the person has shown a second factor, or a passkey, in this session."""
    if request.session.get(SESSION_KEY) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
