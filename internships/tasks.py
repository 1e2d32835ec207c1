"""Celery's entries into this app: each calls one service."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="internships.close_overdue")
def close_overdue() -> None:
    """Applications that nobody answered or confirmed in time."""
    from internships.services import applications

    applications.expire_due()
