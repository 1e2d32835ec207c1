"""What the sign-in pages of a demonstration show."""

from __future__ import annotations

from django import template
from django.conf import settings

from config.demo import accounts

register = template.Library()


@register.simple_tag
def demo_groups() -> tuple[accounts.Group, ...]:
    """Who can sign in, by what they come for; nobody where the world is not loaded."""
    return accounts.GROUPS if settings.DEMO and accounts.exist() else ()


@register.simple_tag
def demo_password() -> str:
    return accounts.PASSWORD


@register.simple_tag
def demo_school_code() -> str:
    return accounts.SCHOOL_CODE


@register.simple_tag
def demo_code() -> str:
    """A code of the shared second factor, good now; empty where this is no demonstration."""
    return accounts.current_code() if settings.DEMO else ""
