"""The broker may go, stay away, or forget everything: nothing is lost and nobody waits for it."""

from __future__ import annotations

import contextlib
import http.client

from tests.faults.farm import Farm, eventually

SEND_A_CODE = """
import time
from accounts.mail import Letter, send
from messaging.models import OutboxEntry
send(Letter(kind="a.code", to="a@example.org", subject="s", lines=[], code="123456"))
limit = time.monotonic() + 60
while OutboxEntry.objects.exists() and time.monotonic() < limit:
    time.sleep(0.1)
"""


def test_a_healthy_site_delivers_within_seconds_without_beat(farm: Farm) -> None:
    """The control of all that follows: the nudge after the commit is enough."""
    farm.worker()
    assert farm.write().status == 302
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)


def test_broker_down_during_a_post(farm: Farm) -> None:
    """Fault: broker down during a POST. The answer is as quick as ever, the row is kept, the e-mail leaves later."""
    farm.worker()
    farm.beat()
    with farm.letter() as send:
        farm.valkey.stop()
        answer = send()
    assert answer.status == 302
    assert answer.seconds < 4
    assert farm.waiting() == 1
    ready = farm.ask("/readyz")
    assert (ready.status, '"broker": "degraded"' in ready.body) == (200, True)
    # Worker and beat, which were there all along, find the broker again by themselves.
    farm.valkey.start()
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)
    assert farm.is_running("worker")
    assert farm.is_running("beat")


def test_broker_emptied(farm: Farm) -> None:
    """Fault: broker emptied. Its messages are gone, the row is not."""
    assert farm.write().status == 302
    eventually(farm.told)  # the web tells it from a thread of its own, perhaps after it has answered
    farm.flush_broker()
    farm.worker()
    assert farm.waiting() == 1
    farm.beat()
    eventually(lambda: len(farm.post.taken) == 1)


def test_web_killed_between_commit_and_publish(farm: Farm) -> None:
    """Fault: web killed between commit and publish. Only beat can know of the row, and it does."""
    farm.kill("web")
    farm.web(DIE_BEFORE_PUBLISH="1")
    before = farm.children("web")
    # It dies in a thread, while the request's own is answering: the answer may still leave, or not.
    with farm.letter() as send, contextlib.suppress(http.client.HTTPException, ConnectionError):
        send()
    eventually(lambda: not any(child.is_running() for child in before))
    assert farm.waiting() == 1
    farm.kill("web")
    farm.worker()
    farm.beat()
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)


def test_a_code_leaves_even_without_broker_and_worker(farm: Farm) -> None:
    """Somebody who signs in by a code waits for it: the web itself sends what is urgent when nobody else does."""
    farm.valkey.stop()
    farm.manage("shell", "--no-imports", "-c", SEND_A_CODE)
    assert [to for to, _number in farm.post.taken] == ["a@example.org"]
    assert farm.waiting() == 0
