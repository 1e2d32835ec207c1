"""A worker may die in the middle of a search for exchanges: nothing is half there, and the next one does it once."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.farm import Farm, eventually, held


def test_worker_killed_in_the_middle_of_a_search(farm: Farm, hold: Path) -> None:
    """B1: the search goes on with the next worker; one ring, told to the pilot once."""
    number = int(farm.run(sys.executable, "-W", "ignore", "-m", "tests.faults.exchanging").stdout.split()[-1])
    farm.worker(HOLD_RESULTS=str(hold))
    eventually(lambda: held(hold))
    farm.kill("worker")
    hold.unlink()
    rings = "SELECT count(*) FROM exchanges_ring WHERE run_id = %s"
    state = "SELECT state, served FROM exchanges_ringrun WHERE id = %s"
    assert farm.sql(state, number)[0][0] == "running"
    assert farm.sql(rings, number) == [(0,)]
    assert farm.waiting() == 1
    farm.worker()
    eventually(lambda: farm.sql(state, number) == [("optimal", 3)])
    eventually(lambda: farm.waiting() == 0)
    assert farm.sql(rings, number) == [(1,)]
    assert [to for to, _number in farm.post.taken] == ["pilot@example.org"]
