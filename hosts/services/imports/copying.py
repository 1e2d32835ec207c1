"""New rows by COPY: five times as fast as INSERT, and within the transaction all the same."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import CharField, JSONField, Model, TextField

Row = TypeVar("Row", bound=Model)
# Values that fields give to the database as they are; texts too in columns of text, but nothing within JSON.
PLAIN: frozenset[type] = frozenset({int, float, bool, type(None), datetime.datetime})
WITH_TEXT: frozenset[type] = PLAIN | {str}


def copy(rows: Sequence[Row]) -> Sequence[Row]:
    """Writes new objects of one model, and gives them their numbers, as `bulk_create` does."""
    if not rows:
        return rows
    model = type(rows[0])
    table, key = model._meta.db_table, model._meta.pk.column
    # The connection itself: its proxy looks it up at every value.
    database = connections[connection.alias]
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [(field, _plain(field)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with database.cursor() as cursor:
        # From the sequence, one by one: others may be taking numbers meanwhile.
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key, len(rows)]
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        with database.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as into:
            for row in rows:
                into.write_row([_value(field, plain, row, database) for field, plain in columns])
    for row in rows:
        row._state.adding, row._state.db = False, database.alias
    return rows


def _plain(field: Any) -> frozenset[type]:
    if isinstance(field, JSONField):
        return frozenset({type(None)})
    return WITH_TEXT if isinstance(field, CharField | TextField) else PLAIN


def _value(field: Any, plain: frozenset[type], row: Model, database: Any) -> Any:
    value = field.pre_save(row, True)
    return value if type(value) in plain else field.get_db_prep_save(value, database)
