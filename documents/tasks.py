from __future__ import annotations

from celery import shared_task


@shared_task(name="documents.sweep")
def sweep() -> None:
    from documents import sweeper

    sweeper.sweep()
