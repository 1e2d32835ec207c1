"""What the processes under fault run with: development's settings, real mail, and waits short enough for a test."""

from __future__ import annotations

import os

from config.settings.dev import *  # noqa: F403
from config.settings.dev import CELERY_BROKER_TRANSPORT_OPTIONS, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.sample"]
# Production waits fifteen minutes before it takes back what a dead worker held.
CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "visibility_timeout": 5}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# While this file exists, a document that was made or sealed, or exchanges that were found, wait before they are kept.
HOLD_RESULTS = os.environ.get("HOLD_RESULTS", "")
# No file larger than that many bytes can be written by the worker's children.
LARGEST_FILE = int(os.environ.get("LARGEST_FILE", "0"))
DIE_BEFORE_PUBLISH = bool(os.environ.get("DIE_BEFORE_PUBLISH"))
if os.environ.get("ACKNOWLEDGE_EARLY"):  # Celery's own default, for the test that shows what it loses
    CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = False
