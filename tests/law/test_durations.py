"""Minutes, days and months of presence (D124-6), and how hours are written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from law import durations
from tests.reference import load


@pytest.mark.django_db
class TestScale:
    @pytest.fixture(autouse=True)
    def _rules(self) -> None:
        load("law")

    def test_seven_hours_are_a_day_and_twenty_two_days_a_month(self) -> None:
        """D124-6."""
        scale = durations.scale()
        assert scale.days(7 * 60) == 1
        assert scale.days(7 * 60 - 1) == 0
        assert scale.months(22 * 7 * 60) == 1
        assert scale.months(22 * 7 * 60 - 1) == 0
        assert scale.day.article.endswith("D124-6")

    def test_two_months_are_the_threshold_and_six_the_maximum(self) -> None:
        scale = durations.scale()
        assert scale.minutes(months=2) == 308 * 60
        assert scale.minutes(months=6) == 924 * 60

    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(minutes=st.integers(min_value=0, max_value=2_000_000))
    def test_nothing_is_lost_in_the_split(self, minutes: int) -> None:
        scale = durations.scale()
        months, days, rest = scale.split(minutes)
        assert scale.minutes(days=days, months=months) + rest == minutes
        assert days < 22
        assert rest < 420


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("35", 2100),
        ("7,5", 450),
        ("7.25", 435),
        ("9 h 30", 570),
        ("9h30", 570),
        ("9:05", 545),
        ("1 540 h", 92400),
        ("1\u202f540\u00a0h", 92400),
        ("0", 0),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert durations.parse(text) == minutes


@pytest.mark.parametrize("text", ["", "h", "sept", "9 h 75", "-3", "9 h 30 h", "7,555", "1e3"])
def test_what_is_no_duration_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        durations.parse(text)


@given(minutes=st.integers(min_value=60, max_value=500_000))
def test_what_is_written_can_be_read_again(minutes: int) -> None:
    assert durations.parse(durations.words(minutes)) == minutes


def test_words() -> None:
    assert durations.words(570) == "9\u00a0h\u00a030"
    assert durations.words(45) == "45\u00a0min"
    assert durations.words(2100) == "35\u00a0h"
    assert durations.clock(0) == "0\u00a0h"
