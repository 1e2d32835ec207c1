"""The stipend of the law (A2, §6): thresholds, rates by the day of signature, and its properties."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from law import rules
from law.stipend import estimate, minimum_hourly
from tests.reference import load

pytestmark = pytest.mark.django_db
IN_2026 = datetime.date(2026, 3, 2)
# The rules are loaded once per test and only read.
READING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _rules() -> None:
    load("law")


@pytest.mark.parametrize(
    ("hours", "due", "amount"),
    [(0, False, "0.00"), (308, False, "0.00"), (309, True, "1390.50"), (441, True, "1984.50")],
)
def test_the_amounts_of_the_card(hours: int, due: bool, amount: str) -> None:
    """A2: 308 h → nothing; 309 h → 1 390.50 €; 441 h → 1 984.50 € for an agreement signed in 2026."""
    made = estimate(minutes=hours * 60, signed_on=IN_2026)
    assert (made.due, made.amount) == (due, Decimal(amount))
    assert made.hours == Decimal(hours)


def test_one_minute_above_the_threshold_is_due_from_the_first_hour() -> None:
    """L124-6: beyond two months, then from the first hour on."""
    assert not estimate(minutes=308 * 60, signed_on=IN_2026).due
    above = estimate(minutes=308 * 60 + 1, signed_on=IN_2026)
    assert above.due
    assert above.amount == Decimal("1386.08")  # 308 h 01 at 4.50 €, half a cent rounded up


@pytest.mark.parametrize(
    ("signed", "rate"),
    [
        ("2020-01-01", "3.90"),
        ("2022-12-31", "3.90"),
        ("2023-01-01", "4.05"),
        ("2023-12-31", "4.05"),
        ("2024-01-01", "4.35"),
        ("2025-12-31", "4.35"),
        ("2026-01-01", "4.50"),
        ("2026-12-31", "4.50"),
    ],
)
def test_the_rate_is_that_of_the_signature(signed: str, rate: str) -> None:
    """§6: hourly minimum by signature date; nothing in between, nothing twice."""
    assert minimum_hourly(on=datetime.date.fromisoformat(signed)) == Decimal(rate)


def test_an_offer_above_the_minimum_counts_and_one_below_does_not() -> None:
    long = 400 * 60
    assert estimate(minutes=long, signed_on=IN_2026, hourly=Decimal("6")).amount == Decimal("2400.00")
    assert estimate(minutes=long, signed_on=IN_2026, hourly=Decimal("2")).amount == Decimal("1800.00")


def test_a_short_stay_may_be_paid_freely() -> None:
    made = estimate(minutes=70 * 60, signed_on=IN_2026, hourly=Decimal("3"))
    assert made.voluntary
    assert not made.due
    assert made.amount == Decimal("210.00")


def test_a_day_without_a_rule_says_so_in_words() -> None:
    with pytest.raises(rules.LegalRuleMissing) as told:
        minimum_hourly(on=datetime.date(2019, 12, 31))
    assert "Gratification horaire minimale" in str(told.value)
    with pytest.raises(rules.LegalRuleMissing):
        minimum_hourly(country="BE", on=IN_2026)


def test_a_negative_presence_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        estimate(minutes=-1, signed_on=IN_2026)


minutes = st.integers(min_value=0, max_value=3000 * 60)
rates = st.none() | st.decimals(min_value=0, max_value=60, places=2)


@READING
@given(one=minutes, more=minutes, hourly=rates)
def test_more_hours_never_pay_less(one: int, more: int, hourly: Decimal | None) -> None:
    low, high = sorted((one, more))
    less = estimate(minutes=low, signed_on=IN_2026, hourly=hourly)
    assert less.amount <= estimate(minutes=high, signed_on=IN_2026, hourly=hourly).amount


@READING
@given(below=st.integers(min_value=0, max_value=308 * 60))
def test_nothing_is_due_up_to_the_threshold(below: int) -> None:
    made = estimate(minutes=below, signed_on=IN_2026)
    assert not made.due
    assert made.amount == 0


@READING
@given(above=st.integers(min_value=308 * 60 + 1, max_value=3000 * 60), hourly=rates)
def test_what_is_due_is_never_below_the_minimum(above: int, hourly: Decimal | None) -> None:
    made = estimate(minutes=above, signed_on=IN_2026, hourly=hourly)
    assert made.hourly >= made.minimum
    assert made.amount == made.amount.quantize(Decimal("0.01"))
    assert abs(made.amount - made.hourly * above / 60) <= Decimal("0.005")
