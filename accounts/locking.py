"""A lock that is waited for too long is a sentence for the person, not an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.functional import Promise

from accounts.errors import Refused

LOCK_NOT_AVAILABLE = "55P03"


class Busy(Refused):
    """Somebody else holds what is to change; nothing was changed."""


@contextmanager
def busy_said(sentence: str | Promise) -> Iterator[None]:
    """Turns the time-out of a lock into that sentence. Call it inside the transaction, around the query that locks."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise Busy(sentence) from error
