"""Browsers for tests, already signed in."""

from __future__ import annotations

import time

from allauth.account.internal.flows import login as allauth_login
from django.test import Client

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.services import enable_totp
from accounts.workspace import SESSION_KEY

TOTP_SECRET = "JBSWY3DPEHPK3PXP"


def signed_in(person: User, organisation: Organisation | None = None) -> Client:
    """A browser in which `person` is signed in, acting for `organisation` when one is given.

    Administrators get the second factor that they need, and have just shown it.
    """
    client = Client()
    client.force_login(person)
    session = client.session
    records: list[dict[str, object]] = [{"method": "password", "at": time.time(), "email": person.email}]
    if person.is_staff or person.memberships.current().filter(role=Role.NETWORK_ADMIN).exists():
        authenticator = enable_totp(person, TOTP_SECRET)
        records.append({"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": "totp"})
    session[allauth_login.AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    if organisation is not None:
        session[SESSION_KEY] = organisation.pk
    session.save()
    return client
