"""The share of objectives reached, for any number of them (E21)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from internships.enums import REACHED_FROM
from internships.selectors.objectives import percent


@given(st.lists(st.integers(0, 4), min_size=1, max_size=400))
def test_the_share_is_honest(levels: list[int]) -> None:
    """E21: whole percent, within half a point; 100 and 0 are kept for all and none."""
    reached = sum(level >= REACHED_FROM for level in levels)
    share = percent(reached, len(levels))
    assert 0 <= share <= 100
    assert (share == 100) == (reached == len(levels))
    assert (share == 0) == (reached == 0)
    if 1 < share < 99:
        assert abs(share - 100 * reached / len(levels)) <= 0.5


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_one_more_reached_never_lowers_it(reached: int, more: int) -> None:
    whole = reached + more
    assert percent(reached, whole) <= percent(reached + 1, whole)


def test_nothing_judged_is_nothing() -> None:
    assert percent(0, 0) == 0
