"""Documents of the library that only some people read: an app above says who they are.

    library_scopes.register("exchanges", readable=readable, writable=writable)   # in AppConfig.ready()

Both give rows with a `key` (`scope_key` makes it from a number), those to keep also with a `name` for the screen: they
become part of the statement that reads the documents. A document of scope « exchanges:3 » is read by those for whom one
of the two holds that key, and kept by those for whom `writable(user)` does. It stands in no public list: the app shows
`LibraryDocument.objects.published().in_scope("exchanges:3")` on its own pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

KEY = re.compile(r"[a-z_]+:[A-Za-z0-9_-]{1,30}")
Rows = Callable[[Any], "QuerySet[Any]"]
NONE = Q(pk__in=())


@dataclass(frozen=True)
class Scope:
    """What one app restricts: keys that a person may read, and those they may write in, with their names."""

    prefix: str
    readable: Rows
    writable: Rows


_scopes: dict[str, Scope] = {}


def register(prefix: str, *, readable: Rows, writable: Rows) -> None:
    """Both are asked with a signed-in user; their keys begin with `prefix` and a colon."""
    _scopes[prefix] = Scope(prefix, readable, writable)


def scope_key(prefix: str, number: str) -> Concat:
    """The key of a row by its number: « exchanges:3 »."""
    return Concat(Value(f"{prefix}:"), Cast(number, CharField()))


def readable_by(user: Any) -> Q:
    """Documents whose scope the person may read. No query of its own."""
    return _within([*_rows(user, "readable"), *_rows(user, "writable")])


def kept_by(user: Any) -> Q:
    """Documents in whose scope the person may put others. No query of its own."""
    return _within(_rows(user, "writable"))


def writable_by(user: Any) -> dict[str, str]:
    """The scopes in which the person may put documents, by key, with their names."""
    return {key: str(name) for rows in _rows(user, "writable") for key, name in rows.values_list("key", "name")}


def _rows(user: Any, what: str) -> list[QuerySet[Any]]:
    return [getattr(scope, what)(user) for scope in _scopes.values()] if user.is_authenticated else []


def _within(rows: Iterable[QuerySet[Any]]) -> Q:
    return reduce(or_, (Q(scope__in=one.values("key")) for one in rows), NONE)
