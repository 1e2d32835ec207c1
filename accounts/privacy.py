"""One's own data: what is kept about a person and why, its export, its erasure, and how long it stays.

Each app declares what it does with personal data, in `AppConfig.ready()`:

    privacy.register("favourites", label=_("Favourites"), purpose=_("…"), basis=_("…"), export=export, erase=erase)
    privacy.keep("applications.unsuccessful", label=_("…"), days=730, source="…", forget=forget)

`export(user)` gives what can be written as JSON; `erase(user)` removes or anonymises, leaving what belongs to
organisations; `forget(before)` removes what is older than that moment and says how many.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User

Words = str | Promise
Export = Callable[[User], object]
Erase = Callable[[User], None]
Forget = Callable[[datetime.datetime], int]


@dataclass(frozen=True)
class Processing:
    """One line of the register of processing: what is done with which data of whom, why, and who sees it."""

    name: str
    label: Words
    purpose: Words
    basis: Words
    recipients: Words
    retention: Words
    export: Export
    erase: Erase


@dataclass(frozen=True)
class Matter:
    """One kind of data that is kept for a time. The rule in force is a RetentionRule; this is how it begins."""

    name: str
    label: Words
    days: int
    source: str
    forget: Forget


_processings: dict[str, Processing] = {}
_matters: dict[str, Matter] = {}


def register(
    name: str,
    *,
    label: Words,
    purpose: Words = "",
    basis: Words = "",
    recipients: Words = "",
    retention: Words = "",
    export: Export,
    erase: Erase,
) -> None:
    """Declares one kind of processing; `name` becomes the name of a file in the export."""
    _processings[name] = Processing(name, label, purpose, basis, recipients, retention, export, erase)


def keep(name: str, *, label: Words, days: int, source: str, forget: Forget) -> None:
    """Declares how long one kind of data is kept, to begin with, and how it is forgotten."""
    _matters[name] = Matter(name, label, days, source, forget)


def processings() -> list[Processing]:
    return list(_processings.values())


def matters() -> dict[str, Matter]:
    return dict(_matters)
