"""Countries and languages in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

# Where most hosts are; the others follow in the order of their names.
FIRST = ("FR", "BE", "CH", "LU")
LANGUAGES = ("fr", "en", "nl", "de", "es", "it", "pt", "ar", "br", "eu", "oc", "pl", "ro", "ru", "tr", "uk", "zh")


def country_choices() -> list[tuple[str, str]]:
    """Countries in the reader's language, from the data that comes with Babel."""
    names = {str(code): str(name) for code, name in _locale().territories.items()}
    others = sorted((name, code) for code, name in names.items() if code not in FIRST and _is_country(code))
    return [*((code, names[code]) for code in FIRST), *((code, name) for name, code in others)]


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")


def language_choices() -> list[tuple[str, str]]:
    """Languages spoken at a host, in the reader's language."""
    names = _locale().languages
    return [(code, str(names[code]).capitalize()) for code in LANGUAGES]


def _locale() -> Any:
    from babel import Locale

    return Locale.parse(get_language() or "fr", sep="-")
