"""Sweeps away what nothing needs any more: rows that no object names, and bytes that no row names."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from documents.files import lock_number
from documents.models import StoredFile

logger = logging.getLogger(__name__)

# Long enough for a form with autosave to name the file it uploaded.
GRACE = datetime.timedelta(days=2)
Keeper = Callable[[], QuerySet[StoredFile]]
_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> Keeper:
    """Adds a query of files that are needed although no foreign key names them."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def sweep(now: datetime.datetime | None = None) -> tuple[int, int]:
    """Deletes unneeded rows, then bytes without a row; returns how many of each."""
    now = now or timezone.now()
    return sweep_rows(now), sweep_bytes(now)


def unneeded(now: datetime.datetime) -> QuerySet[StoredFile]:
    """Rows older than the grace that no foreign key of any app points at."""
    rows = StoredFile.objects.filter(created_at__lt=now - GRACE, original=None)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.field.name != "original":
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(pointing))
    for keeper in _keepers:
        rows = rows.exclude(pk__in=keeper().values("pk"))
    return rows


def sweep_rows(now: datetime.datetime) -> int:
    swept = 0
    for pk in list(unneeded(now).values_list("pk", flat=True)):
        with transaction.atomic():
            swept += bool(unneeded(now).filter(pk=pk).delete()[0])
    return swept


def sweep_bytes(now: datetime.datetime) -> int:
    """Deletes bytes that no row names, each under the lock that `files.store` holds while it writes its row."""
    swept = 0
    for path in stored_paths():
        if default_storage.get_modified_time(path) > now - GRACE:
            continue
        with transaction.atomic():
            digest = path.rsplit("/", 1)[-1]
            if not _locked(digest) or StoredFile.objects.filter(path=path).exists():
                continue
            default_storage.delete(path)
            swept += 1
    return swept


def _locked(digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(digest)])
        return bool(cursor.fetchone()[0])


def stored_paths() -> Iterator[str]:
    """Every stored content, as `ab/cd/<sha256>`; leftovers of a write that was cut short are deleted on the way."""
    for first in _folders(""):
        for folder in _folders(first):
            for name in default_storage.listdir(folder)[1]:
                path = f"{folder}/{name}"
                if len(name) == 64:
                    yield path
                elif default_storage.get_modified_time(path) < timezone.now() - GRACE:
                    default_storage.delete(path)


def _folders(parent: str) -> list[str]:
    try:
        return [f"{parent}/{name}".lstrip("/") for name in default_storage.listdir(parent)[0] if len(name) == 2]
    except FileNotFoundError:
        return []
