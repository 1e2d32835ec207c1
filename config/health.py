"""`/healthz`: the process answers. `/readyz`: what it stands on, for a load balancer and for whoever is on call."""

from __future__ import annotations

import threading
import time

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public

# Asking the broker and the workers costs a round trip: at most one every few seconds, whoever asks how often.
BROKER_FRESH = 5.0
PING_TIMEOUT = 0.7


class Broker:
    """What the broker and the workers answered last, and when."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked = 0.0
        self.answer = {"broker": "degraded", "worker": "degraded"}

    def state(self) -> dict[str, str]:
        with self.lock:
            if not self.asked or time.monotonic() - self.asked > BROKER_FRESH:
                self.answer = ask_broker()
                self.asked = time.monotonic()
            return dict(self.answer)


broker = Broker()
_migrated = False


@public
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 only when the database or its migrations are not ready; broker and worker may be degraded."""
    parts = {**ask_database(), **broker.state()}
    ready = parts["database"] == parts["migrations"] == "ok"
    status = "ok" if set(parts.values()) == {"ok"} else "degraded" if ready else "unavailable"
    return JsonResponse({"status": status, **parts}, status=200 if ready else 503)


def ask_database() -> dict[str, str]:
    """Reads the migrations until they are all there; afterwards one statement shows that the database answers."""
    global _migrated
    try:
        if _migrated:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        else:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return {"database": "unreachable", "migrations": "unknown"}
    return {"database": "ok", "migrations": "ok" if _migrated else "pending"}


def ask_broker() -> dict[str, str]:
    from config.celery import app

    try:
        with app.connection_for_read() as line:
            line.ensure_connection(max_retries=1, timeout=1)
        answers = app.control.ping(timeout=PING_TIMEOUT, limit=1)
    except Exception:  # whatever the broker's client raises, the site itself goes on
        return {"broker": "degraded", "worker": "degraded"}
    return {"broker": "ok", "worker": "ok" if answers else "degraded"}
