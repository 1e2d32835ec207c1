"""Writes the budget of a stay (E9): lines, receipts, who else reads it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from documents import files
from internships import money
from internships.enums import PlacementState
from internships.models import BudgetCategory, BudgetLine, BudgetShare, Placement
from internships.services import locks

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """What is written in one line; the category says whether it is an expense or an income."""

    category: BudgetCategory
    planned: Decimal
    label: str = ""
    actual: Decimal | None = None
    currency: str = "EUR"


@transaction.atomic
def add_line(*, placement_id: int, actor: User, amounts: Amounts, receipt: UploadedFile | None = None) -> BudgetLine:
    """Adds a line. Raises documents.files.FileRefused or StorageProblem about the receipt."""
    placement = locks.placement(placement_id)
    _require_standing(placement)
    if placement.budget_lines.count() >= MOST:
        raise Refused(_("%(most)d lines at most: remove some first.") % {"most": MOST})
    line = BudgetLine(placement=placement)
    _write(line, amounts)
    _keep_receipt(line, receipt, actor)
    line.save()
    _trace(line, actor, "budget.line_added")
    return line


@transaction.atomic
def change_line(
    *, line_id: int, actor: User, amounts: Amounts, receipt: UploadedFile | None = None, drop_receipt: bool = False
) -> BudgetLine:
    """Writes a line anew. Of a grant, only what was really paid, and its receipt: the rest is the funder's word."""
    line = _locked(line_id)
    if comes_from_grant(line):
        line.actual = amounts.actual
    else:
        _write(line, amounts)
    if drop_receipt:
        line.receipt = None
    _keep_receipt(line, receipt, actor)
    line.save()
    _trace(line, actor, "budget.line_changed")
    return line


@transaction.atomic
def remove_line(*, line_id: int, actor: User) -> None:
    line = _locked(line_id)
    if comes_from_grant(line):
        raise Refused(_("This grant was promised to you: its line stays in the budget."))
    _trace(line, actor, "budget.line_removed")
    line.delete()


@transaction.atomic
def share(*, placement_id: int, actor: User, shared: bool) -> None:
    """Lets the school or employer read the budget, or no longer."""
    placement = locks.placement(placement_id)
    if shared:
        _row, made = BudgetShare.objects.get_or_create(placement=placement)
    else:
        made = BudgetShare.objects.filter(placement=placement).delete()[0] > 0
    if made:
        action = "budget.shared" if shared else "budget.unshared"
        audit.record(action=action, actor=actor, target=placement, organisation=placement.sending_organisation)


def comes_from_grant(line: BudgetLine) -> bool:
    return line.grant_application_id is not None


def _locked(line_id: int) -> BudgetLine:
    rows = BudgetLine.objects.filter(pk=line_id)
    seen = rows.first()
    if seen is not None:
        locks.placement(seen.placement_id)
    # Whoever clicked at the same moment may have removed it while this waited for the lock.
    line = rows.select_related("placement", "category").first()
    if line is None:
        raise Refused(_("This line has been removed already."))
    _require_standing(line.placement)
    return line


def _require_standing(placement: Placement) -> None:
    if placement.state == PlacementState.CANCELLED:
        raise Refused(_("This placement was cancelled: nothing of it changes any more."))


def _write(line: BudgetLine, amounts: Amounts) -> None:
    line.category, line.side = amounts.category, amounts.category.side
    line.label, line.currency = amounts.label.strip(), amounts.currency
    line.planned = money.cents(amounts.planned)
    line.actual = None if amounts.actual is None else money.cents(amounts.actual)


def _keep_receipt(line: BudgetLine, receipt: UploadedFile | None, actor: User) -> None:
    if receipt is not None:
        line.receipt = files.store_upload(receipt, user=actor)


def _trace(line: BudgetLine, actor: User, action: str) -> None:
    audit.record(action=action, actor=actor, target=line, data={"placement": line.placement_id})
