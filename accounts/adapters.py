from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth meets our people."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth's second factors meet our people."""
