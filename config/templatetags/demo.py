"""What the sign-in pages of the demonstration show; nothing at all anywhere else."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from accounts.models import User

register = template.Library()


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """The accounts of the demo, with the words to enter; empty where this is no demonstration."""
    if not settings.DEMO:
        return {}
    from config.demo import accounts, world

    if not world.accounts_exist():
        return {}
    first, last = accounts.PUPILS[0]
    return {
        "accounts": accounts.ACCOUNTS,
        "password": accounts.PASSWORD,
        "code": accounts.current_code(),
        "pupil": {
            "first_name": first,
            "school": accounts.SCHOOL_CODE,
            "identifier": accounts.identifier(User(first_name=first, last_name=last)),
            "secret": accounts.PUPIL_SECRET,
        },
    }
