"""Values of mentions: how they are kept in JSON, when they count as given, and how they read in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agreements.mentions import Field, Mention
from law import durations

NO_BREAK = "\u00a0"
# Between the code of a mention and the number of the host that wrote it.
OF_HOST = "@"


def key(code: str, host: int | None = None) -> str:
    """Under what the value of a mention is kept: « skills », « activities@12 » for what host 12 wrote."""
    return f"{code}{OF_HOST}{host}" if host else code


def split(key: str) -> tuple[str, int | None]:
    """The mention and the host of a key."""
    code, _at, host = key.partition(OF_HOST)
    return code, int(host) if host else None


def of_host(values: Mapping[str, Any], host: int) -> dict[str, Any]:
    """What one host wrote, by code."""
    end = f"{OF_HOST}{host}"
    return {name.removesuffix(end): value for name, value in values.items() if name.endswith(end)}


def plain(mention: Mention, value: Any) -> Any:
    """A cleaned form value as JSON keeps it: text, minutes, a decimal as text, or true."""
    if mention.field == Field.YES:
        return bool(value)
    if value in (None, ""):
        return ""
    if mention.field == Field.MONEY:
        return str(Decimal(str(value)).quantize(Decimal("0.01")))
    if mention.field == Field.HOURS:
        return int(value)
    return str(value).replace("\r\n", "\n").strip()


def given(mention: Mention, value: Any) -> bool:
    """Whether the mention is met: something was written, or the clause was accepted."""
    return value is True if mention.field == Field.YES else value not in (None, "", 0)


def words(mention: Mention, value: Any) -> str:
    """The value as people read it, in the language of the moment; empty where nothing was given."""
    if not given(mention, value):
        return ""
    if mention.field == Field.YES:
        return _("Yes")
    if mention.field == Field.CHOICE:
        return str(dict(mention.choices).get(value, value))
    if mention.field == Field.MONEY:
        return money(value)
    if mention.field == Field.HOURS:
        return durations.words(int(value))
    return str(value)


def money(value: Any) -> str:
    """« 1 390,50 € »; empty for what is no amount."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return ""
    return f"{number_format(amount, 2, use_l10n=True, force_grouping=True)}{NO_BREAK}€"


def fingerprint(values: Mapping[str, Any], codes: Iterable[str]) -> str:
    """A short digest of what is recorded under these codes."""
    recorded = {code: values.get(code, "") or "" for code in codes}
    return hashlib.sha256(json.dumps(recorded, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
