"""The list of practices follows every change, in the same transaction. Call `reindex` last in a service."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from practices.models import GoodPractice
from practices.selectors.search import whole_counts
from practices.services import _indexing_sql as sql

BATCH = 500


def reindex(ids: Iterable[int]) -> None:
    """Rewrites what search knows of these practices; those that are not public leave it."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            # Whoever changes a practice holds its row: this waits for them, and reads what they left.
            list(GoodPractice.objects.filter(pk__in=batch).order_by("pk").select_for_update(no_key=True).values("pk"))
            cursor.execute(sql.DROP, {"practices": batch})
            cursor.execute(sql.WRITE, {"practices": batch})
    transaction.on_commit(whole_counts.forget)
