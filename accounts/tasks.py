from __future__ import annotations

from celery import shared_task

from accounts import services


@shared_task(name="accounts.forget_expired")
def forget_expired() -> None:
    """Every night: what is past its time is forgotten. Can run twice, and catches up on the days it missed."""
    services.forget_expired()
