"""The budget of a stay: who reads it, what it adds up to, and its picture (E9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.along import came_with
from accounts.models import Membership, User
from documents.models import StoredFile
from internships import money, rights
from internships.enums import BudgetSide, Currency
from internships.models import BudgetCategory, BudgetLine, BudgetShare, Placement
from internships.rights import Party

ZERO = Decimal("0.00")
# The heading under which a grant enters the budget by itself, and under which others are noted by hand.
OF_GRANTS = "bourse"
SENDING = {Party.SCHOOL, Party.REFERENT, Party.EMPLOYER}


@dataclass
class Sums:
    """Planned and actual of some lines. What was not paid yet counts nothing in the actual."""

    planned: Decimal = ZERO
    actual: Decimal = ZERO

    def add(self, line: BudgetLine) -> None:
        self.planned += line.planned
        self.actual += line.actual if line.actual is not None else ZERO


@dataclass
class Balance:
    """One currency: what comes in, what goes out, what is left."""

    currency: str
    expense: Sums = field(default_factory=Sums)
    income: Sums = field(default_factory=Sums)
    open_lines: int = 0

    @property
    def planned(self) -> Decimal:
        return self.income.planned - self.expense.planned

    @property
    def actual(self) -> Decimal:
        return self.income.actual - self.expense.actual

    @property
    def is_short(self) -> bool:
        return self.planned < 0

    def side(self, side: str) -> Sums:
        return self.income if side == BudgetSide.INCOME else self.expense


@dataclass
class Bar:
    """A heading in the picture: its sums, and how long their bars are, of 100."""

    category: BudgetCategory
    currency: str
    sums: Sums = field(default_factory=Sums)
    planned_width: Decimal = ZERO
    actual_width: Decimal = ZERO


def may_read(placement: Placement, user: User, seats: Iterable[Membership] | None = None) -> bool:
    """The trainee; and the school or employer that sends, where the trainee chose so."""
    if placement.person_id == user.pk:
        return True
    if placement.sending_organisation_id is None or not is_shared(placement):
        return False
    return bool(SENDING & rights.parties(placement, user, seats))


def is_shared(placement: Placement) -> bool:
    """Without a query where the share was selected with the placement."""
    try:
        return bool(placement.budget_share)  # type: ignore[attr-defined]
    except BudgetShare.DoesNotExist:
        return False


def read(placement: Placement) -> list[BudgetLine]:
    """The lines that came with the placement (`for_page`), otherwise one query."""
    if came_with(placement, "budget_lines"):
        return sorted(placement.budget_lines.all(), key=lambda line: (line.side, line.created_at))  # type: ignore[attr-defined]
    return list(lines(placement))


def may_read_receipt(user: Any, file: StoredFile) -> bool:
    """Whoever may read the budget may read its receipts."""
    if not user.is_authenticated:
        return False
    visible = Placement.objects.visible_to(user)
    lines = BudgetLine.objects.filter(receipt=file, placement__in=visible).select_related("placement")
    return any(may_read(line.placement, user) for line in lines)


def lines(placement: Placement) -> QuerySet[BudgetLine]:
    rows = BudgetLine.objects.filter(placement=placement)
    return rows.select_related("category", "receipt").order_by("side", "category__position", "created_at", "pk")


def noted_twice(rows: Sequence[BudgetLine]) -> list[BudgetLine]:
    """Grants hoped for and noted by hand before one of the same money was promised, which entered by itself.

    What was paid already is another one.
    """
    promised = {line.currency: line.created_at for line in rows if line.grant_application_id is not None}
    return [
        line
        for line in rows
        if line.grant_application_id is None
        and line.category.code == OF_GRANTS
        and line.actual is None
        and line.currency in promised
        and line.created_at < promised[line.currency]
    ]


def balances(rows: Iterable[BudgetLine]) -> list[Balance]:
    """One balance for each currency, euro first: different moneys are never added."""
    found: dict[str, Balance] = {}
    for line in rows:
        balance = found.setdefault(line.currency, Balance(line.currency))
        balance.side(line.side).add(line)
        balance.open_lines += line.actual is None
    order = list(Currency.values)
    return sorted(found.values(), key=lambda one: order.index(one.currency))


def bars(rows: Sequence[BudgetLine]) -> dict[str, list[Bar]]:
    """The headings of each side with their sums; the longest bar of a currency is 100 long."""
    found: dict[tuple[int, str], Bar] = {}
    for line in rows:
        key = (line.category_id, line.currency)
        found.setdefault(key, Bar(line.category, line.currency)).sums.add(line)
    longest: dict[str, Decimal] = {}
    for bar in found.values():
        longest[bar.currency] = max(longest.get(bar.currency, money.CENT), bar.sums.planned, bar.sums.actual)
    for bar in found.values():
        bar.planned_width = _width(bar.sums.planned, longest[bar.currency])
        bar.actual_width = _width(bar.sums.actual, longest[bar.currency])
    return {side: [bar for bar in found.values() if bar.category.side == side] for side in BudgetSide.values}


def _width(amount: Decimal, longest: Decimal) -> Decimal:
    return (amount * 100 / longest).quantize(Decimal("0.1"))
