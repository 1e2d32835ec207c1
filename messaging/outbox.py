"""What must happen after a commit: written in the caller's transaction, handled by consumers, kept until done.

An entry is inserted by `enqueue` and therefore exists exactly when the caller's change does. `drain` handles
entries one by one, each under its row lock, so that any number of workers may drain together. A consumer runs in
the transaction that deletes its entry: what it does in the database happens once; what it does elsewhere (a mail
server) may happen again if the process dies just before the commit, so consumers are idempotent.
"""

from __future__ import annotations

import datetime
import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from messaging.enums import OutboxState
from messaging.models import OutboxEntry

logger = logging.getLogger(__name__)

Consumer = Callable[[dict[str, Any]], None]
# Ten seconds, then twice as long each time, up to an hour; twelve failures take about six hours.
FIRST_DELAY = datetime.timedelta(seconds=10)
LONGEST_DELAY = datetime.timedelta(hours=1)
ATTEMPTS = 12
# Begun that many times without an end: the entry itself kills the process that handles it.
MOST_DEATHS = 4
# Begun anew sooner than that: two processes took the entry up at the same moment, and none has died.
SAME_MOMENT = datetime.timedelta(seconds=5)

_consumers: dict[str, tuple[Consumer, int]] = {}


class Later(Exception):
    """Raised by a consumer that could not finish, to be called again later.

    Unlike any other exception, it keeps what the consumer wrote in the database.
    """


def consumer(kind: str, *, attempts: int = ATTEMPTS) -> Callable[[Consumer], Consumer]:
    """Registers `function(payload)` for entries of `kind`; tried `attempts` times before staff must look at it."""

    def register(function: Consumer) -> Consumer:
        known = _consumers.get(kind)
        if known and known[0].__module__ + known[0].__qualname__ != function.__module__ + function.__qualname__:
            raise ValueError(f"two consumers for {kind}")
        _consumers[kind] = (function, attempts)
        return function

    return register


def enqueue(
    *,
    kind: str,
    payload: dict[str, Any],
    key: str | None = None,
    not_before: datetime.datetime | None = None,
    urgent: bool = False,
) -> OutboxEntry:
    """Writes an entry in the caller's transaction; a worker is told after the commit.

    Entries of a kind with the same `key` mean the same thing: those still waiting are handled together, with the
    latest payload. `urgent` ones are handled by this process itself when no worker takes them within seconds.
    """
    if kind not in _consumers:
        raise LookupError(f"no consumer is registered for {kind}")
    from messaging import nudge

    due_at = not_before or timezone.now()
    with transaction.atomic():
        entry = _waiting(kind, key) if key else None
        if entry:
            entry.payload, entry.due_at, entry.urgent = payload, min(entry.due_at, due_at), entry.urgent or urgent
            entry.save(update_fields=["payload", "due_at", "urgent"])
        else:
            entry = OutboxEntry.objects.create(kind=kind, key=key or "", payload=payload, due_at=due_at, urgent=urgent)
        if due_at <= timezone.now():
            nudge.after_commit(urgent=urgent)
    return entry


def _waiting(kind: str, key: str) -> OutboxEntry | None:
    """The waiting entry of that key, held until the caller commits so that no worker acts on the state before it.

    One held by somebody else is left alone: the caller then writes its own, and nobody waits.
    """
    waiting = OutboxEntry.objects.filter(kind=kind, key=key, state=OutboxState.PENDING, attempts=0)
    return waiting.select_for_update(skip_locked=True).order_by("pk").first()


def drain(limit: int = 100, *, urgent_only: bool = False) -> int:
    """Handles up to `limit` entries that are due; returns how many it took, done or not."""
    taken = 0
    while taken < limit and (entry := _claim(urgent_only)):
        _handle(entry.pk)
        taken += 1
    return taken


def _claim(urgent_only: bool) -> OutboxEntry | None:
    """Marks the next due entry as begun, in a transaction of its own that survives the death of the process."""
    with transaction.atomic():
        due = OutboxEntry.objects.due(timezone.now()).order_by("-urgent", "due_at", "pk")
        if urgent_only:
            due = due.filter(urgent=True)
        entry = due.select_for_update(skip_locked=True).first()
        if entry is None:
            return None
        if entry.key:
            _absorb_twins(entry)
        # Of a running entry, `due_at` says when it was begun.
        now = timezone.now()
        if entry.state != OutboxState.RUNNING or now - entry.due_at >= SAME_MOMENT:
            entry.starts, entry.due_at = entry.starts + 1, now
        entry.state = OutboxState.RUNNING
        if entry.starts - entry.attempts > MOST_DEATHS:
            _give_up(entry, "The process died each time it handled this entry.")
        entry.save()
        return entry


def _absorb_twins(entry: OutboxEntry) -> None:
    """Deletes the other waiting entries of the same key, keeping the latest payload."""
    twins = OutboxEntry.objects.filter(kind=entry.kind, key=entry.key, state=OutboxState.PENDING).exclude(pk=entry.pk)
    rows = list(twins.filter(due_at__lte=timezone.now()).select_for_update(skip_locked=True).order_by("pk"))
    if rows:
        if rows[-1].pk > entry.pk:
            entry.payload = rows[-1].payload
        OutboxEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _handle(pk: int) -> None:
    with transaction.atomic():
        running = OutboxEntry.objects.filter(pk=pk, state=OutboxState.RUNNING)
        entry = running.select_for_update(skip_locked=True).first()
        if entry is None:  # another worker took it between the two transactions, or it was given up
            return
        problem = _consume(entry)
        if problem is None:
            entry.delete()
            return
        entry.attempts += 1
        attempts = _consumers[entry.kind][1] if entry.kind in _consumers else ATTEMPTS
        if entry.attempts >= attempts:
            _give_up(entry, problem)
        else:
            entry.state = OutboxState.PENDING
            entry.last_error = problem
            entry.due_at = timezone.now() + delay(entry.attempts)
        entry.save()


def _consume(entry: OutboxEntry) -> str | None:
    """Runs the consumer; returns nothing, or what went wrong in one line."""
    if entry.kind not in _consumers:
        return "No consumer is registered for this kind."
    function = _consumers[entry.kind][0]
    try:
        with transaction.atomic():
            try:
                function(entry.payload)
            except Later as later:
                return str(later) or "Later"
        if connection.needs_rollback:
            return "The consumer left its transaction broken."
    except Exception as problem:
        # The payload stays out of the log: it may hold personal data.
        place = traceback.extract_tb(problem.__traceback__)[-1]
        logger.warning(
            "outbox %s %s: %s at %s:%s", entry.kind, entry.pk, type(problem).__name__, place.name, place.lineno
        )
        return f"{type(problem).__name__}: {problem}"[:1000]
    return None


def _give_up(entry: OutboxEntry, problem: str) -> None:
    entry.state = OutboxState.FAILED
    entry.last_error = problem
    logger.error("outbox %s %s is given up; network administrators see why", entry.kind, entry.pk)


def delay(attempts: int) -> datetime.timedelta:
    """How long to wait after that many failures."""
    return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(attempts - 1, 16))


def retry(entry: OutboxEntry) -> None:
    """Gives a failed entry another full round of attempts, at once."""
    from messaging import nudge

    with transaction.atomic():
        changed = OutboxEntry.objects.failed().filter(pk=entry.pk)
        changed.update(state=OutboxState.PENDING, attempts=0, starts=0, due_at=timezone.now())
        nudge.after_commit(urgent=False)
