"""Ranges in several pieces, which Django does not bring: the days on which someone is really there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

# First and last day, both included.
Span = tuple[datetime.date, datetime.date]


class DateMultiRangeField(models.Field):  # type: ignore[type-arg]
    """A PostgreSQL `datemultirange`: a list of (first day, last day), both included, in Python."""

    description = "Days in several pieces"

    def db_type(self, connection: Any) -> str:
        return "datemultirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[Span] | None:
        return None if value is None else spans(value)

    def to_python(self, value: Any) -> list[Span] | None:
        return spans(value) if isinstance(value, Multirange) else value

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Multirange):
            return value
        return multirange(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def multirange(pieces: Iterable[Span]) -> Multirange[datetime.date]:
    """As PostgreSQL takes it: the day after the last one is the open end."""
    one = datetime.timedelta(days=1)
    return Multirange([Range(first, last + one, "[)") for first, last in pieces])


def spans(value: Multirange[datetime.date]) -> list[Span]:
    """Pieces with both ends included, in order."""
    one = datetime.timedelta(days=1)
    return [(piece.lower, piece.upper - one) for piece in value if piece.lower is not None and piece.upper is not None]
