"""Documents of the library that only some people read: an app above says who they are.

    library_scopes.register("exchanges", readable=readable, writable=writable)   # in AppConfig.ready()

A document of scope « exchanges:3 » is read by those for whom `readable(user)` holds that key, and kept by those for
whom `writable(user)` does, which gives each key its name on screen. It stands in no public list: the app shows
`LibraryDocument.objects.published().in_scope("exchanges:3")` on its own pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

KEY = re.compile(r"[a-z_]+:[A-Za-z0-9_-]{1,30}")
Readable = Callable[[Any], Collection[str]]
Writable = Callable[[Any], Mapping[str, str]]


@dataclass(frozen=True)
class Scope:
    """What one app restricts: keys that a person may read, and those they may write in, with their names."""

    prefix: str
    readable: Readable
    writable: Writable


_scopes: dict[str, Scope] = {}


def register(prefix: str, *, readable: Readable, writable: Writable) -> None:
    """Both are asked with the user, signed in or not; they give keys that begin with `prefix` and a colon."""
    _scopes[prefix] = Scope(prefix, readable, writable)


def readable_by(user: Any) -> frozenset[str]:
    """The scopes whose documents the person may read."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(key for scope in _scopes.values() for key in (*scope.readable(user), *scope.writable(user)))


def writable_by(user: Any) -> dict[str, str]:
    """The scopes in which the person may put documents, by key, with their names."""
    if not user.is_authenticated:
        return {}
    return {key: str(name) for scope in _scopes.values() for key, name in scope.writable(user).items()}
