"""Amounts to the cent: rounded half-up once, when they are written; sums of cents are exact ever after."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from internships.enums import Currency

CENT = Decimal("0.01")
# What Decimal(10,2) holds.
LARGEST = Decimal("99999999.99")
SIGNS = {Currency.EUR: "€", Currency.GBP: "£"}
HARD = "\u00a0"


def cents(value: Decimal | int | str) -> Decimal:
    """To the cent, half-up: 0.125 is 0.13."""
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def parse(text: str) -> Decimal:
    """« 1 250,5 », "1,250.50", "12" → an amount. Raises ValueError for what is none, negative or too large."""
    clean = re.sub(r"[\s\u00a0\u202f€£]", "", text)
    if "," in clean and "." in clean:
        # The mark that comes last parts the cents; the other one only groups.
        group = "," if clean.rindex(".") > clean.rindex(",") else "."
        clean = clean.replace(group, "")
    clean = clean.replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(?:\.\d{0,6})?", clean):
        raise ValueError(text)
    try:
        amount = cents(clean)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if amount > LARGEST:
        raise ValueError(text)
    return amount


def said(amount: Decimal, currency: str = Currency.EUR) -> str:
    """« 1 390,50 € », « −12,00 CHF »; in English €1,390.50."""
    english = (get_language() or "fr").startswith("en")
    number = number_format(abs(amount), 2, use_l10n=True, force_grouping=True)
    minus = "−" if amount < 0 else ""
    sign = SIGNS.get(Currency(currency), currency)
    if english and len(sign) == 1:
        return f"{minus}{sign}{number}"
    return f"{minus}{number}{HARD}{sign}"


class AmountField(forms.CharField):
    """An amount as people write it, with a comma or a point."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 24)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return number_format(value, 2, use_l10n=True)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            raise ValidationError(_("Write an amount such as 120 or 45,50.")) from error
