"""The network address a request comes from, as many proxies away as the settings say."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str | None:
    """The visitor's own address, also behind our proxies (`PROXIES`); None where it cannot be told."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
