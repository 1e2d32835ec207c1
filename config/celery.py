"""The Celery application and its beat table. Each task is a thin wrapper around one service."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("escale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A missed run is caught up by the next one: every entry scans for what is due, none relies on having run before.
app.conf.beat_schedule = {
    "drain the outbox": {"task": "messaging.drain_outbox", "schedule": 5.0},
    "send due reminders": {"task": "messaging.send_due_reminders", "schedule": 60.0},
    "forget what has served": {"task": "accounts.forget_expired", "schedule": crontab(minute=17, hour=3)},
}
