"""The judged set of the ranking is whole: what is judged exists, nDCG counts as it should (E4)."""

from __future__ import annotations

import pytest

from benchmarks import judged


def test_the_set_is_large_enough_and_split_in_two() -> None:
    """E4: at least 40 queries, half of them never used while tuning."""
    halves = [one.half for one in judged.trainees()]
    assert len(halves) >= 40
    assert halves.count(judged.TUNING) == halves.count(judged.UNUSED)
    assert all(one.objectives for one in judged.trainees())


def test_what_is_judged_exists() -> None:
    """E4: a grade given to nothing would lower every ranking."""
    hosts = judged.rows("hosts", "host")
    offers = {f"{host['key']}/{offer['key']}" for host in hosts for offer in host.get("offer", [])}
    # A host with an open offer is shown by its offers.
    alone = {host["key"] for host in hosts if not host.get("offer")}
    practices = {row["key"] for row in judged.rows("practices", "practice")}
    for one in judged.trainees():
        assert set(one.grades("places")) <= offers | alone, one.number
        assert set(one.grades("practices")) <= practices, one.number
        assert 3 in one.grades("places").values(), one.number


@pytest.mark.parametrize(
    ("ranked", "value"),
    [(["a", "b", "c"], 1.0), (["x", "y"], 0.0), (["b", "a", "c"], 0.843), (["x"] * 10 + ["a"], 0.0)],
)
def test_ndcg(ranked: list[str], value: float) -> None:
    assert judged.ndcg(ranked, {"a": 3, "b": 2, "c": 1}) == pytest.approx(value, abs=0.001)
    assert judged.ndcg(ranked, {}) is None
