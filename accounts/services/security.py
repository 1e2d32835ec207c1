"""Second factors."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from accounts.models import User


@transaction.atomic
def enable_totp(user: User, secret: str) -> Authenticator:
    """Gives the person a second factor with a secret known beforehand (base32): demonstration accounts and tests."""
    authenticator, _created = Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    return authenticator
