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
    # They expire, so that a worker that comes back after a day does not find thousands of them.
    "drain the outbox": {"task": "messaging.drain_outbox", "schedule": 5.0, "options": {"expires": 30}},
    "send due reminders": {"task": "messaging.send_due_reminders", "schedule": 60.0, "options": {"expires": 300}},
    "tell what kept searches found": {
        "task": "hosts.send_search_alerts",
        "schedule": 300.0,
        "options": {"expires": 600},
    },
    "count the search index": {"task": "hosts.count_search", "schedule": 600.0, "options": {"expires": 600}},
    "close overdue applications": {
        "task": "internships.close_overdue",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "close overdue requests for an immersion": {
        "task": "exchanges.close_overdue",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "open due evaluations": {
        "task": "internships.open_evaluations",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "count what placements change": {
        "task": "internships.count_impact",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "tidy the search index": {"task": "hosts.tidy_search", "schedule": crontab(minute=7, hour=3)},
    "sweep unlinked files": {"task": "documents.sweep", "schedule": crontab(minute=47, hour=3)},
    "forget what has served": {"task": "accounts.forget_expired", "schedule": crontab(minute=17, hour=3)},
}
