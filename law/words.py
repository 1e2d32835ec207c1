"""How a rule's number is written for people."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from law import durations
from law.enums import Unit

NO_BREAK = durations.NO_BREAK


def value_words(value: Decimal | None, unit: str) -> str:
    """« 4,50 € par heure », « 308 h », « 15 % », « 20 h »; nothing for a rule without a number."""
    if value is None:
        return ""
    whole = int(value)
    counted = {
        Unit.DAYS: ngettext("%(count)d day", "%(count)d days", whole),
        Unit.WEEKS: ngettext("%(count)d week", "%(count)d weeks", whole),
        Unit.PERSONS: ngettext("%(count)d person", "%(count)d persons", whole),
        Unit.YEARS: ngettext("%(count)d year old", "%(count)d years old", whole),
    }
    if unit in counted:
        return counted[Unit(unit)] % {"count": whole}
    if unit == Unit.EURO_PER_HOUR:
        return _("%(amount)s per hour") % {"amount": money(value)}
    if unit == Unit.MINUTES:
        return durations.words(whole)
    if unit == Unit.CLOCK:
        return durations.clock(whole) if french() else f"{whole // 60}:{whole % 60:02d}"
    if unit == Unit.PART:
        return f"1/{whole}"
    return f"{number_format(value.normalize())}{NO_BREAK}%"


def money(amount: Decimal) -> str:
    """« 1 390,50 € », €1,390.50."""
    figure = number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{figure}{NO_BREAK}€" if french() else f"€{figure}"


def french() -> bool:
    return (get_language() or "fr").startswith("fr")
