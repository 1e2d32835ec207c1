"""Amounts in pages: `{% load money %}`, `{{ line.planned|amount:line.currency }}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from internships import money

register = template.Library()


@register.filter
def amount(value: Any, currency: str = "EUR") -> str:
    """« 1 390,50 € »; nothing for nothing."""
    return "" if value is None or value == "" else money.said(Decimal(value), currency)
