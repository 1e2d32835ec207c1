"""The outbox: what must happen after a commit is a row of the same transaction, kept until done (quality.md)."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Territory
from messaging import outbox
from messaging.enums import OutboxState
from messaging.models import OutboxEntry


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A consumer of the kind `test.note` that notes its payloads."""
    seen: list[dict[str, Any]] = []

    def note(payload: dict[str, Any]) -> None:
        seen.append(payload)

    monkeypatch.setitem(outbox._consumers, "test.note", (note, 3))
    return seen


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(payload: dict[str, Any]) -> None:
        Territory.objects.create(name="half done", slug="half")
        raise RuntimeError("no luck")

    monkeypatch.setitem(outbox._consumers, "test.broken", (fail, 3))


@pytest.mark.django_db
def test_an_entry_is_handled_once_and_deleted(handled: list[dict[str, Any]]) -> None:
    outbox.enqueue(kind="test.note", payload={"n": 1})
    assert outbox.drain() == 1
    assert handled == [{"n": 1}]
    assert not OutboxEntry.objects.exists()
    assert outbox.drain() == 0


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(LookupError):
        outbox.enqueue(kind="test.nobody", payload={})


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_nothing(handled: list[dict[str, Any]]) -> None:
    @transaction.atomic
    def fails() -> None:
        outbox.enqueue(kind="test.note", payload={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert outbox.drain() == 0
    assert handled == []


@pytest.mark.django_db
def test_same_key_is_handled_once_with_the_latest_payload(handled: list[dict[str, Any]]) -> None:
    outbox.enqueue(kind="test.note", payload={"n": 1}, key="a")
    outbox.enqueue(kind="test.note", payload={"n": 2}, key="a")
    outbox.enqueue(kind="test.note", payload={"n": 3}, key="b")
    assert OutboxEntry.objects.count() == 2
    outbox.drain()
    assert handled == [{"n": 2}, {"n": 3}]


@pytest.mark.django_db
def test_not_before(handled: list[dict[str, Any]]) -> None:
    outbox.enqueue(kind="test.note", payload={}, not_before=timezone.now() + datetime.timedelta(hours=1))
    assert outbox.drain() == 0
    OutboxEntry.objects.update(due_at=timezone.now())
    assert outbox.drain() == 1


@pytest.mark.django_db
def test_a_failure_undoes_its_work_waits_and_is_given_up_in_the_end(broken: None) -> None:
    entry = outbox.enqueue(kind="test.broken", payload={})
    for attempt in (1, 2):
        assert outbox.drain() == 1
        entry.refresh_from_db()
        assert (entry.state, entry.attempts) == (OutboxState.PENDING, attempt)
        assert entry.due_at > timezone.now()
        assert outbox.drain() == 0
        OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    entry.refresh_from_db()
    assert entry.state == OutboxState.FAILED
    assert "no luck" in entry.last_error
    assert not Territory.objects.exists()
    assert outbox.drain() == 0


@pytest.mark.django_db
def test_retry_gives_a_new_round(broken: None, handled: list[dict[str, Any]]) -> None:
    entry = outbox.enqueue(kind="test.broken", payload={})
    OutboxEntry.objects.update(state=OutboxState.FAILED, attempts=3, starts=3)
    outbox.retry(entry)
    assert outbox.drain() == 1
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == (OutboxState.PENDING, 1)


@pytest.mark.django_db
def test_later_keeps_what_the_consumer_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    def later(payload: dict[str, Any]) -> None:
        Territory.objects.create(name="kept", slug="kept")
        raise outbox.Later("busy")

    monkeypatch.setitem(outbox._consumers, "test.later", (later, 3))
    entry = outbox.enqueue(kind="test.later", payload={})
    outbox.drain()
    entry.refresh_from_db()
    assert (entry.attempts, entry.last_error) == (1, "busy")
    assert Territory.objects.filter(slug="kept").exists()


@pytest.mark.django_db
def test_an_entry_that_kills_its_process_is_given_up(handled: list[dict[str, Any]]) -> None:
    """A poisoned entry must not take worker after worker down."""
    entry = outbox.enqueue(kind="test.note", payload={})
    for _death in range(outbox.MOST_DEATHS):
        assert outbox._claim(urgent_only=False) == entry
        OutboxEntry.objects.update(due_at=timezone.now() - outbox.SAME_MOMENT)
    outbox.drain()
    entry.refresh_from_db()
    assert entry.state == OutboxState.FAILED
    assert handled == []


@pytest.mark.django_db
def test_processes_that_take_it_up_together_are_no_deaths(handled: list[dict[str, Any]]) -> None:
    """Between the beginning and the lock another process may begin it too: seen as deaths, it was given up unsent."""
    outbox.enqueue(kind="test.note", payload={"n": 1})
    for _process in range(3 * outbox.MOST_DEATHS):
        claimed = outbox._claim(urgent_only=False)
        assert claimed is not None
        assert claimed.starts == 1
    outbox.drain()
    assert handled == [{"n": 1}]


@pytest.mark.django_db
def test_a_running_entry_that_nobody_holds_is_taken_again(handled: list[dict[str, Any]]) -> None:
    outbox.enqueue(kind="test.note", payload={"n": 1})
    OutboxEntry.objects.update(state=OutboxState.RUNNING, starts=1)
    outbox.drain()
    assert handled == [{"n": 1}]


def test_the_delay_doubles_up_to_an_hour() -> None:
    assert [outbox.delay(n).total_seconds() for n in (1, 2, 3)] == [10, 20, 40]
    assert outbox.delay(30) == datetime.timedelta(hours=1)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A consumer that waits in the middle until told to go on, reading a row when it starts."""
    box: dict[str, Any] = {"begun": threading.Event(), "go": threading.Event(), "read": []}

    def consume(payload: dict[str, Any]) -> None:
        box["read"].append(list(Territory.objects.values_list("name", flat=True)))
        box["begun"].set()
        assert box["go"].wait(10)

    monkeypatch.setitem(outbox._consumers, "test.slow", (consume, 3))
    yield box
    box["go"].set()


def drain_in_thread() -> threading.Thread:
    def run() -> None:
        try:
            outbox.drain()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_entry(slow: dict[str, Any]) -> None:
    outbox.enqueue(kind="test.slow", payload={})
    first = drain_in_thread()
    assert slow["begun"].wait(10)
    assert outbox.drain() == 0
    slow["go"].set()
    first.join(10)
    assert len(slow["read"]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_during_the_handling_is_handled_again(slow: dict[str, Any]) -> None:
    """The same key while the first is being handled: the consumer read the state before, so it runs once more."""
    outbox.enqueue(kind="test.slow", payload={}, key="one")
    first = drain_in_thread()
    assert slow["begun"].wait(10)
    with transaction.atomic():
        Territory.objects.create(name="new", slug="new")
        outbox.enqueue(kind="test.slow", payload={}, key="one")
    slow["go"].set()
    first.join(10)
    outbox.drain()
    assert slow["read"][-1] == ["new"]
