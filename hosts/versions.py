"""Two people at one sheet: the second to save is told what changed meanwhile, and loses nothing (409).

A form carries the version it was drawn from, a fingerprint of the values it shows and a token of the page. Nobody is
stopped when the version is the same, when only other sections were changed, when the last change came from this very
page (its autosave), or when what they send is what is recorded already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.db import models


class Versioned(Protocol):
    version: int
    edited_from: str


class StaleEdit(Exception):
    """Somebody else changed the same fields meanwhile. `current` is what is recorded."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed meanwhile")
        self.current = current


@dataclass(frozen=True)
class Edit:
    """What the form knew when it was drawn."""

    version: int
    base: str = ""
    page: str = ""


def values(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The recorded values by field: ids for relations, sorted ids for lists; dotted names follow a relation."""
    return {name: _value(instance, name) for name in sorted(fields)}


def fingerprint(instance: models.Model, fields: Iterable[str]) -> str:
    """A short digest of those values."""
    return hashlib.sha256(repr(values(instance, fields)).encode()).hexdigest()[:32]


def check(instance: models.Model, edit: Edit, changes: Mapping[str, Any]) -> None:
    """Raises StaleEdit when saving `changes` would overwrite what somebody else recorded meanwhile.

    Call it under the row's lock.
    """
    recorded = cast(Versioned, instance)
    if edit.version == recorded.version or (edit.page and edit.page == recorded.edited_from):
        return
    if edit.base and edit.base == fingerprint(instance, changes):
        return
    known = values(instance, changes)
    if all(known[name] == plain(value) for name, value in changes.items()):
        return
    raise StaleEdit(instance)


def touch(instance: models.Model, edit: Edit | None) -> list[str]:
    """Counts the change; returns the names of the fields to save with it."""
    recorded = cast(Versioned, instance)
    recorded.version += 1
    recorded.edited_from = edit.page if edit else ""
    return ["version", "edited_from"]


def plain(value: Any) -> Any:
    """A value as the fingerprint knows it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, float):
        return round(value, 7)
    return value


def _value(instance: models.Model, name: str) -> Any:
    for step in name.split("__")[:-1]:
        instance = getattr(instance, step)
    value = getattr(instance, name.split("__")[-1])
    if hasattr(value, "all"):
        return sorted(value.values_list("pk", flat=True), key=str)
    return plain(value)
