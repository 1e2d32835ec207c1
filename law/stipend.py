"""What a trainee must be paid (A2): articles L124-6 and D124-8 of the code de l'éducation, read from dated rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from law import rules
from law.durations import hours as as_hours
from law.durations import words as as_words
from law.models import LegalRule

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class StipendEstimate:
    """A stipend over a whole stay. `due`: the law demands it; `amount` is in euros, for all the hours.

    `hourly` is what is paid per hour, zero when nothing is; `minimum` is the legal minimum, whether due or not;
    `rule` is where it comes from, and `threshold` the rule that says from which presence on it is due.
    """

    due: bool
    minutes: int
    hourly: Decimal
    amount: Decimal
    minimum: Decimal
    rule: LegalRule
    threshold: LegalRule

    @property
    def hours(self) -> Decimal:
        return as_hours(self.minutes)

    @property
    def words(self) -> str:
        """The presence as people write it: « 441 h »."""
        return as_words(self.minutes)

    @property
    def scale_end(self) -> int:
        """Where a bar that shows the presence beside the threshold ends, in minutes."""
        return max(2 * self.threshold.minutes, self.minutes)

    @property
    def voluntary(self) -> bool:
        """Paid although the law demands nothing."""
        return not self.due and self.amount > 0


def minimum_hourly(*, country: str = "FR", on: datetime.date | None = None) -> Decimal:
    """The least a trainee is paid per hour, by the day the agreement is signed. Raises rules.LegalRuleMissing."""
    return _money(rules.find(key="stipend-hourly", country=country, on=on))


def estimate(
    *,
    minutes: int,
    signed_on: datetime.date,
    hourly: Decimal | None = None,
    country: str = "FR",
    book: rules.Book | None = None,
) -> StipendEstimate:
    """The stipend of a presence of `minutes` in one organisation and teaching year, under an agreement signed that day.

    Beyond the threshold it is due from the first hour. `hourly` is what the host offers: it counts when it is above
    the minimum, or when nothing is due. `book` spares asking for the rules of its country, which it holds. Raises
    ValueError for a negative presence, rules.LegalRuleMissing where no rule is known.
    """
    if minutes < 0:
        raise ValueError("a presence cannot be negative")
    book = book or rules.Book(country)
    threshold, rule = book.find("stipend-threshold", signed_on), book.find("stipend-hourly", signed_on)
    minimum = _money(rule)
    due = minutes > threshold.minutes
    offered = (hourly or NOTHING).quantize(CENT, ROUND_HALF_UP)
    paid = max(offered, minimum) if due else offered
    amount = (paid * minutes / 60).quantize(CENT, ROUND_HALF_UP)
    return StipendEstimate(due, minutes, paid, amount, minimum, rule, threshold)


def _money(rule: LegalRule) -> Decimal:
    if rule.value is None:
        raise ValueError(f"{rule} has no amount")
    return rule.value.quantize(CENT, ROUND_HALF_UP)
