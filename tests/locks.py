"""A lock asked for outside of a transaction fails here as it does for real.

PostgreSQL holds a lock until the transaction ends, so Django refuses one without a transaction; but a test has one of
its own around everything, which hid that a page had none. What a test asks by Django's client is therefore looked at
from the depth at which the request began.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.test.client import ClientHandler


@contextmanager
def as_for_real() -> Iterator[None]:
    """Inside, requests of the test client may lock in transactions of their own only."""
    answer, as_sql = ClientHandler.__call__, SQLCompiler.as_sql
    floors: list[int] = []

    def answered(self: Any, environ: Any) -> Any:
        floors.append(len(connection.atomic_blocks))
        try:
            return answer(self, environ)
        finally:
            floors.pop()

    def written(self: Any, *args: Any, **options: Any) -> Any:
        if floors and self.query.select_for_update and len(self.connection.atomic_blocks) <= floors[-1]:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        return as_sql(self, *args, **options)

    ClientHandler.__call__, SQLCompiler.as_sql = answered, written  # type: ignore[method-assign]
    try:
        yield
    finally:
        ClientHandler.__call__, SQLCompiler.as_sql = answer, as_sql  # type: ignore[method-assign]
