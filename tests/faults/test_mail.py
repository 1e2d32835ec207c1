"""The mail server may be away, ask for patience, or refuse: never lost, tried again with the same Message-ID, seen."""

from __future__ import annotations

from tests.faults.farm import Farm, eventually


def attempts(farm: Farm) -> int:
    return int(farm.sql("SELECT coalesce(max(attempts), 0) FROM messaging_outboxentry")[0][0])


def number(farm: Farm) -> str:
    return str(farm.sql("SELECT message_id FROM messaging_emaildelivery ORDER BY id DESC LIMIT 1")[0][0])


def test_mail_server_down(farm: Farm) -> None:
    """Fault: SMTP down."""
    farm.post.stop()
    farm.worker()
    farm.beat()
    assert farm.write().status == 302
    eventually(lambda: attempts(farm) == 1)
    farm.post.start()
    farm.hurry()
    eventually(lambda: len(farm.post.taken) == 1)
    assert farm.post.taken[0][1] == number(farm)


def test_mail_server_asks_for_patience(farm: Farm) -> None:
    """Fault: SMTP 4xx. The next attempt waits, carries the same Message-ID, and succeeds."""
    farm.post.answer = "451 4.7.1 greylisted"
    farm.worker()
    farm.beat()
    assert farm.write().status == 302
    eventually(lambda: attempts(farm) == 1)
    wait, said = farm.sql("SELECT due_at > now(), last_error FROM messaging_outboxentry")[0]
    assert wait
    assert "greylisted" in said
    farm.post.answer = "250 OK"
    farm.hurry()
    eventually(lambda: [taken for _to, taken in farm.post.taken] == [number(farm)])


def test_mail_server_refuses_for_good(farm: Farm) -> None:
    """Fault: SMTP 5xx. Not tried again by itself, and there for staff to see."""
    farm.post.answer = "550 5.1.1 no such user"
    farm.worker()
    assert farm.write().status == 302
    eventually(lambda: farm.waiting() == 0)
    last = "SELECT state, attempts, last_error FROM messaging_emaildelivery ORDER BY id DESC LIMIT 1"
    state, tried, said = farm.sql(last)[0]
    assert (state, tried) == ("failed", 1)
    assert "no such user" in said
    assert not farm.post.taken
