"""What the sign-in pages of the demonstration show; nothing at all anywhere else."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """The accounts of the demo, with the words to enter; empty where this is no demonstration."""
    if not settings.DEMO:
        return {}
    from config.demo import accounts, world

    if not world.accounts_exist():
        return {}
    return {"accounts": accounts.ACCOUNTS, "password": accounts.PASSWORD, "code": accounts.current_code()}
