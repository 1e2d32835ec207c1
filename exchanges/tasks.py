"""Celery's entries into this app: each calls one service."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="exchanges.close_overdue")
def close_overdue() -> None:
    """Requests for an immersion that nobody answered before their first day."""
    from exchanges.services import overdue

    overdue.close_overdue()
