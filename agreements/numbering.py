"""Numbers of agreements, amendments and certificates. A sequence of the database gives them: unique, without a lock."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from agreements.models import Agreement


def agreement() -> str:
    """« C-2026-000123 »."""
    return f"C-{timezone.localdate():%Y}-{_next('agreements_number'):06d}"


def amendment(original: Agreement, number: int) -> str:
    """« C-2026-000123-A1 »."""
    return f"{original.number}-A{number}"


def certificate() -> str:
    """« A-2026-000045 »."""
    return f"A-{timezone.localdate():%Y}-{_next('agreements_certificate_number'):06d}"


def _next(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return int(cursor.fetchone()[0])
