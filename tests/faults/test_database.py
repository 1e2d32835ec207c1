"""PostgreSQL may restart, and its connections may all be taken."""

from __future__ import annotations

import threading
import time

import psycopg

from tests.faults.farm import Answer, Farm, eventually


def test_postgresql_restarted(farm: Farm) -> None:
    """Fault: PostgreSQL restarted. 0 of 40 requests fail afterwards, and the worker goes on too."""
    farm.worker()
    for _number in range(6):
        assert farm.ask("/readyz").status == 200
    together = [threading.Thread(target=farm.ask, args=("/readyz",)) for _number in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    farm.postgres.stop()
    during = farm.ask("/readyz")
    assert during.status == 503
    assert farm.ask("/healthz").status == 200
    time.sleep(5)  # long enough for the pool to have tried and given up
    farm.postgres.start()
    path = f"/messages/a-propos/{farm.people[0]['about']}/"
    session = f"sessionid={farm.people[0]['session']}"
    statuses = [farm.ask(path, cookies=session).status for _number in range(40)]
    assert statuses == [200] * 40
    assert farm.write().status == 302
    eventually(lambda: len(farm.post.taken) == 1)


def test_pool_exhausted(farm: Farm) -> None:
    """Fault: pool exhausted. The one too many gets a swift 503 that says so; afterwards all is well."""
    session = f"sessionid={farm.people[0]['session']}"
    answers: list[Answer] = []
    with psycopg.connect(farm.database_url) as connection:
        connection.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
        together = [
            threading.Thread(target=lambda: answers.append(farm.ask("/a-faire/", cookies=session)))
            for _number in range(5)
        ]
        for one in together:
            one.start()
        assert farm.ask("/healthz").seconds < 1
        for one in together:
            one.join()
        connection.rollback()
    assert [answer.status for answer in answers] == [503] * 5
    # Two held the pool's two connections until their lock timeout; the others gave up before.
    assert max(answer.seconds for answer in answers) < 9
    assert sorted(answer.seconds for answer in answers)[2] < 5
    assert all(answer.headers["Retry-After"] for answer in answers)
    eventually(lambda: farm.ask("/a-faire/", cookies=session).status == 200)
