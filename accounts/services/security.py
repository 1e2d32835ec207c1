"""Second factors."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from accounts import audit
from accounts.models import User


@transaction.atomic
def enable_totp(user: User, secret: str) -> Authenticator:
    """Gives the person a second factor with a secret known beforehand (base32): demonstration accounts and tests."""
    authenticator, _created = Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    return authenticator


@transaction.atomic
def reset_second_factors(*, user: User) -> int:
    """Removes every second factor of someone who has lost theirs, and ends their sessions; returns how many.

    The password is taken away too: whoever signs in next shows that they read the mailbox, then adds a new factor.
    """
    factors = Authenticator.objects.filter(user=user)
    count = factors.count()
    factors.delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(action="account.factors_reset", actor=None, target=user, data={"count": count})
    return count
