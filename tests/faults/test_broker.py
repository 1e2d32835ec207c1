"""The broker may go, stay away, or forget everything: nothing is lost and nobody waits for it."""

from __future__ import annotations

from tests.faults.farm import Farm, eventually


def test_a_healthy_site_delivers_within_seconds_without_beat(farm: Farm) -> None:
    """The control of all that follows: the nudge after the commit is enough."""
    farm.worker()
    assert farm.write().status == 302
    eventually(lambda: len(farm.post.taken) == 1, within=15)
    eventually(lambda: farm.waiting() == 0)


def test_broker_down_during_a_post(farm: Farm) -> None:
    """Fault: broker down during a POST. The answer is as quick as ever, the row is kept, the e-mail leaves later."""
    farm.worker()
    farm.beat()
    with farm.letter() as send:
        farm.valkey.stop()
        answer = send()
    assert answer.status == 302
    assert answer.seconds < 2
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
    farm.write()
    eventually(lambda: not any(child.is_running() for child in before), within=10)
    assert farm.waiting() == 1
    farm.kill("web")
    farm.worker()
    farm.beat()
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)


def test_a_code_leaves_even_without_broker_and_worker(farm: Farm) -> None:
    """Somebody who signs in by a code waits for it: the web itself sends what is urgent when nobody else does."""
    farm.valkey.stop()
    code = 'from accounts.mail import Letter, send; send(Letter(kind="a.code", to="a@example.org", subject="s",'
    script = f'{code} lines=[], code="123456")); import time; time.sleep(6)'
    farm.manage("shell", "--no-imports", "-c", script)
    assert [to for to, _number in farm.post.taken] == ["a@example.org"]
    assert farm.waiting() == 0
