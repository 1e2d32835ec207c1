"""Tells a worker, after the commit, that the outbox has something: best effort, and never in the way of a request.

One thread per process publishes for all of its requests, so a broker that is down or slow delays nobody; beat
drains every few seconds whatever happens here.
"""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)

# How long a worker has to take urgent entries (a sign-in code) before this process handles them itself.
PATIENCE = 2.0


class Nudger:
    """A thread that sleeps until told, then publishes once for everything told in between."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.urgent = False
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def tell(self, *, urgent: bool) -> None:
        with self.lock:
            self.urgent = self.urgent or urgent
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, name="outbox nudge", daemon=True)
                self.thread.start()
        self.told.set()

    def run(self) -> None:
        while True:
            self.told.wait()
            self.told.clear()
            with self.lock:
                urgent, self.urgent = self.urgent, False
            published = publish()
            if urgent:
                if published:
                    time.sleep(PATIENCE)
                handle_urgent()


def publish() -> bool:
    from messaging.tasks import drain_outbox

    try:
        drain_outbox.apply_async(retry=False, expires=60)
    except Exception as problem:  # whatever the broker's client raises: the entry is safe in the database
        logger.warning("the broker cannot be told (%s); beat will drain the outbox", type(problem).__name__)
        return False
    return True


def handle_urgent() -> None:
    from messaging.outbox import drain

    try:
        drain(20, urgent_only=True)
    except Exception as problem:
        logger.warning("urgent entries wait for a worker: %s", type(problem).__name__)
    finally:
        connection.close()


_nudger = Nudger()


def _tell() -> None:
    _nudger.tell(urgent=False)


def _tell_urgent() -> None:
    _nudger.tell(urgent=True)


def after_commit(*, urgent: bool) -> None:
    """Has a worker told once after the current transaction, however often it is called in it."""
    if not settings.OUTBOX_NUDGE:
        return
    tell = _tell_urgent if urgent else _tell
    if not any(entry[1] is tell for entry in connection.run_on_commit):
        transaction.on_commit(tell)
