"""Company numbers: French and Belgian ones are checked, others are taken as they are."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LA_POSTE = "356000000"


def normalise_siret(siret: str) -> str:
    """A company number without its spaces, dots and dashes, in capitals."""
    return re.sub(r"[\s.\-]", "", siret).upper()


def is_right(number: str, country: str) -> bool:
    """Whether the figures of a number agree with each other, as far as the country's rule is known."""
    if country == "FR":
        return _siret(number)
    return _belgian(number.removeprefix("BE")) if country == "BE" else len(number) <= 20


def check_company_number(number: str, country: str) -> str:
    """The number without spaces. A French SIRET (or SIREN) and a Belgian number are checked; others are taken as
    they are."""
    number = normalise_siret(number)
    if not number:
        return ""
    if country == "FR" and not is_right(number, country):
        raise ValidationError(
            _("This SIRET is not right: it has 14 figures, and a slip shows. Check it, or leave it empty.")
        )
    if country == "BE":
        number = number.removeprefix("BE")
        if not is_right(number, country):
            raise ValidationError(
                _("This company number is not right: it has 10 figures. Check it, or leave it empty.")
            )
    if len(number) > 20:
        raise ValidationError(_("This number is too long."))
    return number


def _siret(number: str) -> bool:
    if not number.isascii() or not number.isdigit() or len(number) != 14:
        return False
    if number.startswith(LA_POSTE):  # the post offices' numbers follow a rule of their own
        return sum(map(int, number)) % 5 == 0 or luhn(number)
    return luhn(number)


def luhn(number: str) -> bool:
    """Whether the last figure agrees with the others."""
    total = 0
    for place, figure in enumerate(reversed(number)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _belgian(number: str) -> bool:
    number = number.zfill(10)
    return number.isascii() and number.isdigit() and len(number) == 10 and 97 - int(number[:8]) % 97 == int(number[8:])
