from __future__ import annotations

from celery import shared_task


@shared_task(name="messaging.drain_outbox")
def drain_outbox() -> None:
    from messaging import outbox

    while outbox.drain(100) == 100:
        pass


@shared_task(name="messaging.send_due_reminders")
def send_due_reminders() -> None:
    from messaging import reminders

    reminders.send_due()
