"""A worker may die in the middle of an import: nothing is half there, and the next one does it whole."""

from __future__ import annotations

import sys

import pytest

from tests.faults.farm import Farm, eventually
from tests.faults.register import FINE, LINES, TWICE, WRONG

TABLES = (
    "hosts_hostinstitution",
    "hosts_hostsite",
    "hosts_registerentry",
    "hosts_searchentry",
    "accounts_organisation",
)


def tables(farm: Farm) -> dict[str, int]:
    return {table: int(farm.sql(f"SELECT count(*) FROM {table}")[0][0]) for table in TABLES}


def asked_for(farm: Farm, series: str) -> int:
    """An import that a worker has to do; the outbox holds it."""
    return int(farm.run(sys.executable, "-W", "ignore", "-m", "tests.faults.register", series).stdout.split()[-1])


def state(farm: Farm, number: int) -> tuple[str, int]:
    return farm.sql("SELECT state, done FROM hosts_importbatch WHERE id = %s", number)[0][:2]


def told(farm: Farm, number: int) -> dict[str, int]:
    """What the import says of itself, without what it says nothing of."""
    counts: dict[str, int] = farm.sql("SELECT counts FROM hosts_importbatch WHERE id = %s", number)[0][0]
    return {name: count for name, count in counts.items() if count and name not in ("noted", "doubtful")}


def lines(farm: Farm, number: int) -> dict[str, int]:
    return dict(farm.sql("SELECT outcome, count(*) FROM hosts_importrow WHERE batch_id = %s GROUP BY 1", number))


def to_the_end(farm: Farm, number: int) -> None:
    eventually(lambda: state(farm, number)[0] == "done", within=150)
    eventually(lambda: farm.waiting() == 0, within=60)


@pytest.mark.parametrize(("dies", "series"), [("worker", "35"), ("child", "56")])
def test_worker_killed_in_the_middle_of_an_import(farm: Farm, dies: str, series: str) -> None:
    """E3: all or nothing, also by SIGKILL; the next worker does the whole, and a second import creates nothing."""
    before = tables(farm)
    number = asked_for(farm, series)
    farm.worker()
    eventually(lambda: state(farm, number)[1] >= 500)
    if dies == "worker":
        farm.kill("worker")
    else:
        for child in farm.children("worker"):
            child.kill()
    now, done = state(farm, number)
    assert now == "running"
    assert 500 <= done < LINES, "it was not in the middle"
    assert tables(farm) == before
    assert farm.waiting() == 1
    if dies == "worker":
        farm.worker()
    to_the_end(farm, number)

    whole = {"created": FINE, "skipped": TWICE, "error": WRONG}
    assert told(farm, number) == {"read": LINES, **whole}
    assert lines(farm, number) == whole
    after = tables(farm)
    assert {table: after[table] - before[table] for table in TABLES} == dict.fromkeys(TABLES, FINE)

    again = asked_for(farm, series)
    to_the_end(farm, again)
    assert told(farm, again) == {"read": LINES, "unchanged": FINE, "skipped": TWICE, "error": WRONG}
    assert tables(farm) == after
