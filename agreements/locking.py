"""The agreement's lock, taken before those of its versions and signatories; a wait that is too long is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from agreements.models import Agreement

LOCK_NOT_AVAILABLE = "55P03"


class Busy(Refused):
    """Somebody else holds the agreement; nothing was changed."""


@contextmanager
def busy_said() -> Iterator[None]:
    """Turns the time-out of a lock into a sentence for the person."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise Busy(_("Somebody else is acting on this agreement right now. Try again in a moment.")) from error


def locked(agreement_id: int) -> Agreement:
    """The agreement under its lock, with its placement; call it in a transaction."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related(
        "placement__sending_organisation", "placement__person", "placement__kind", "amends"
    )
    with busy_said():
        return rows.get(pk=agreement_id)
