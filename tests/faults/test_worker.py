"""A worker may die at any moment: what it held is done by another, and what was done is not done twice."""

from __future__ import annotations

import sys
import time

from tests.faults.farm import PATIENCE, Farm, eventually


def held_in_the_middle(farm: Farm, **environment: str) -> None:
    """A worker is in the middle of sending an e-mail."""
    farm.worker(**environment)
    farm.post.hold()
    assert farm.write().status == 302
    assert farm.post.holding.wait(PATIENCE)


def test_worker_child_killed_in_the_middle(farm: Farm) -> None:
    """Fault: child killed in a task. Late acknowledgement and requeueing run it again within seconds, without beat."""
    held_in_the_middle(farm)
    for child in farm.children("worker"):
        child.kill()
    farm.post.let_go()
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)


def test_with_early_acknowledgement_it_would_be_lost(farm: Farm) -> None:
    """The control of the test above: without our settings nobody does the work until beat asks for it."""
    held_in_the_middle(farm, ACKNOWLEDGE_EARLY="1")
    for child in farm.children("worker"):
        child.kill()
    farm.post.let_go()
    time.sleep(10)
    assert farm.waiting() == 1
    assert not farm.post.taken
    farm.beat()
    eventually(lambda: len(farm.post.taken) == 1)


def test_worker_killed_whole(farm: Farm) -> None:
    """Fault: worker killed whole. What it held comes back to the next worker after the visibility timeout."""
    held_in_the_middle(farm)
    farm.kill("worker")
    farm.post.let_go()
    assert farm.waiting() == 1
    farm.worker()
    eventually(lambda: len(farm.post.taken) == 1)
    eventually(lambda: farm.waiting() == 0)


def test_two_workers_and_two_beats_deliver_once(farm: Farm) -> None:
    """Fault: two beats. However many drain, each e-mail leaves once."""
    for _number in range(6):
        assert farm.write().status == 302
    farm.flush_broker()
    for name in ("one", "two"):
        farm.worker(name)
        farm.beat(f"beat-{name}")
    eventually(lambda: farm.waiting() == 0)
    assert len(farm.post.taken) == len({number for _to, number in farm.post.taken}) == 6


def test_beat_down_for_forty_days_then_two_of_them(farm: Farm) -> None:
    """Fault: beat down for a day, and for forty: the reminder that fell due meanwhile goes out, once."""
    farm.sql(
        "INSERT INTO accounts_territory (name, slug, country, time_zone, departments)"
        " VALUES ('Due', 'due-' || (current_date - 40), 'FR', 'Europe/Paris', '{}')"
    )
    farm.worker()
    # What the beat table asks for every minute, from two schedulers at once.
    call = ["-m", "celery", "-A", "config.celery", "call", "messaging.send_due_reminders"]
    for _scheduler in range(2):
        farm.run(sys.executable, *call)
    eventually(lambda: [to for to, _number in farm.post.taken] == ["due@example.org"])
    farm.run(sys.executable, *call)
    farm.beat()
    eventually(lambda: farm.log("beat").count(b"drain the outbox") >= 2)
    assert len(farm.post.taken) == 1
    assert farm.sql("SELECT count(*) FROM messaging_reminder WHERE kind = 'faults.territory'")[0][0] == 1
