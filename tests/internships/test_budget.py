"""The budget of a stay (E9): to the cent, its reader chosen by the trainee, with receipts and exports."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts import privacy
from accounts.errors import Refused
from documents.tables import read
from internships import money, reference
from internships.models import BudgetCategory, BudgetLine, BudgetShare
from internships.selectors import budget as selectors
from internships.services import budget as service
from internships.services.budget import Amounts
from tests import factories
from tests.internships.test_planning import Stay

AMOUNTS = st.integers(0, 10**10 - 1).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.fixture
def stay(db: None) -> Stay:
    return Stay()


def status(browser: Client, address: str) -> int:
    """Of a file, which is read to its end so that it is closed."""
    answer = browser.get(address)
    if answer.streaming:
        answer.getvalue()  # type: ignore[attr-defined]
    return answer.status_code


def category(code: str = "trajet", side: str = "expense") -> BudgetCategory:
    return BudgetCategory.objects.get_or_create(code=code, defaults={"name_fr": code.title(), "side": side})[0]


def add(stay: Stay, planned: str, actual: str | None = None, **fields: Any) -> BudgetLine:
    amounts = Amounts(
        category=fields.pop("category", None) or category(),
        planned=Decimal(planned),
        actual=None if actual is None else Decimal(actual),
        **{key: value for key, value in fields.items() if key in ("label", "currency")},
    )
    return service.add_line(
        placement_id=stay.placement.pk, actor=stay.trainee, amounts=amounts, receipt=fields.get("receipt")
    )


@given(st.lists(st.tuples(AMOUNTS, st.none() | AMOUNTS, st.booleans()), max_size=12))
def test_the_balance_is_the_sum_and_no_cent_is_lost(rows: list[tuple[Decimal, Decimal | None, bool]]) -> None:
    """E9: counted in whole cents beside it, the balance is the same, planned and actual."""
    income, expense = BudgetCategory(pk=1, side="income"), BudgetCategory(pk=2, side="expense")
    lines = [
        BudgetLine(side="income" if comes else "expense", category=income if comes else expense, planned=p, actual=a)
        for p, a, comes in rows
    ]
    planned = sum(int(p * 100) * (1 if comes else -1) for p, _a, comes in rows)
    actual = sum(int((a or 0) * 100) * (1 if comes else -1) for _p, a, comes in rows)
    found = selectors.balances(lines)
    assert len(found) == (1 if rows else 0)
    for balance in found:
        assert balance.planned == Decimal(planned).scaleb(-2)
        assert balance.actual == Decimal(actual).scaleb(-2)
    whole = [bar.sums.planned for some in selectors.bars(lines).values() for bar in some]
    assert sum(whole, Decimal(0)) == sum((p for p, _a, _c in rows), Decimal(0))


@given(st.decimals(min_value=0, max_value=Decimal("99999999.98"), allow_nan=False, places=6))
def test_amounts_are_rounded_half_up_once(value: Decimal) -> None:
    """E9: written, read again and written again, an amount stays what it was."""
    once = money.parse(str(value))
    assert once == value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert abs(once - value) <= Decimal("0.005")
    for language in ("fr", "en"):
        with translation.override(language):
            assert money.parse(money.said(once)) == once
    assert money.cents(once) == once


@pytest.mark.parametrize(
    ("text", "amount"),
    [("12", "12.00"), ("45,5", "45.50"), ("1 250,505", "1250.51"), ("1,250.50", "1250.50"), ("0,005", "0.01"),
     ("1.250,50 €", "1250.50")],
)  # fmt: skip
def test_people_write_amounts_in_their_way(text: str, amount: str) -> None:
    """E9: with comma, point, spaces, a sign of the money."""
    assert money.parse(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "-3", "douze", "1,2,3.4.5", "100000000", "1e5", "=1+1"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """E9: never guessed."""
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        money.parse(text)


def test_different_moneys_are_never_added(stay: Stay) -> None:
    """E9: one balance for each currency."""
    add(stay, "100")
    add(stay, "30.10", "29.90", currency="CHF")
    add(stay, "80", category=category("employeur", "income"))
    found = {one.currency: one for one in selectors.balances(selectors.lines(stay.placement))}
    assert found["EUR"].planned == Decimal("-20.00")
    assert found["EUR"].is_short
    assert found["EUR"].open_lines == 2
    assert (found["CHF"].planned, found["CHF"].actual) == (Decimal("-30.10"), Decimal("-29.90"))


def test_the_page_and_its_form(stay: Stay) -> None:
    """E9: noted without JavaScript; what is wrong is said beside the field and what was typed stays."""
    browser, heading = stay.client(stay.trainee), category()
    address = stay.address("budget_new", "depense")
    typed = {"category": heading.pk, "label": "Train", "planned": "beaucoup", "actual": "", "currency": "EUR"}
    answer = browser.post(address, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"planned"}
    assert 'value="beaucoup"' in answer.content.decode()
    answer = browser.post(address, {**typed, "planned": "45,505"}, follow=True)
    page = answer.content.decode()
    assert "45,51\u00a0€" in page
    assert "−45,51\u00a0€" in page
    line = BudgetLine.objects.get()
    page = browser.get(stay.address("budget_line", line.pk)).content.decode()
    assert 'value="45,51"' in page
    browser.post(stay.address("budget_line", line.pk), {**typed, "planned": "45,51", "actual": "44"})
    line.refresh_from_db()
    assert line.actual == Decimal("44.00")
    income = category("employeur", "income")
    assert browser.post(address, {**typed, "planned": "1", "category": income.pk}).status_code == 422


def test_school_and_host_read_it_only_where_the_trainee_chose_so(stay: Stay) -> None:
    """E9: the school once it is shared, the host never; receipts go with it."""
    receipt = SimpleUploadedFile("ticket.png", factories.picture(), "image/png")
    line = add(stay, "12.50", receipt=receipt)
    assert line.receipt
    address, file = stay.address("budget"), line.receipt.url
    teacher, manager, trainee = stay.client(stay.teacher), stay.client(stay.manager), stay.client(stay.trainee)
    assert [one.get(address).status_code for one in (trainee, teacher, manager)] == [200, 404, 404]
    assert [status(one, file) for one in (trainee, teacher, manager)] == [200, 404, 404]
    trainee.post(stay.address("budget_share"), {"shared": "1"})
    assert [one.get(address).status_code for one in (trainee, teacher, manager)] == [200, 200, 404]
    assert [status(one, file) for one in (trainee, teacher, manager)] == [200, 200, 404]
    assert teacher.get(stay.address("budget_line", line.pk)).status_code == 404
    assert teacher.post(stay.address("budget_share"), {"shared": "0"}).status_code == 404
    assert "12,50" in teacher.get(stay.address("placement")).content.decode()
    assert "12,50" not in manager.get(stay.address("placement")).content.decode()
    trainee.post(stay.address("budget_share"), {"shared": "0"})
    assert teacher.get(address).status_code == 404
    assert not BudgetShare.objects.exists()


def test_it_leaves_as_csv_and_xlsx(stay: Stay) -> None:
    """E9: the sums of the file are those of the page, and no cell is a formula."""
    add(stay, "10.10", "9.95", label="=HYPERLINK(1)")
    add(stay, "0.05")
    browser = stay.client(stay.trainee)
    text = b"".join(browser.get(stay.address("budget"), {"format": "csv"}).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "10,10;9,95;EUR" in text
    assert "'=HYPERLINK" in text
    answer = browser.get(stay.address("budget"), {"format": "xlsx"})
    table = read(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    planned = [Decimal(row.cells[3].replace(",", ".")) for row in table.rows()]
    assert sum(planned) == Decimal("10.15")


def test_the_picture_has_its_table(stay: Stay) -> None:
    """E9: bars as long as the amounts, and the same figures to read."""
    add(stay, "200")
    add(stay, "50", category=category("repas"))
    page = stay.client(stay.trainee).get(stay.address("budget")).content.decode()
    assert 'width="100.0"' in page
    assert 'width="25.0"' in page
    assert "<caption" in page
    assert "style=" not in page


def test_headings_are_data(db: None) -> None:
    """E9: brought along once, extended on screen."""
    for _again in range(2):
        reference.load_terms(BudgetCategory, reference._rows("budget_categories"))
    assert set(BudgetCategory.objects.values_list("side", flat=True)) == {"expense", "income"}
    assert BudgetCategory.objects.filter(code="bourse", side="income").count() == 1


def test_the_database_refuses_negative_amounts(stay: Stay) -> None:
    """E9: an expense is an expense, never a negative income."""
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.create(
            placement=stay.placement, side="expense", category=category(), planned=Decimal("-1.00")
        )
    line = add(stay, "1")
    service.remove_line(line_id=line.pk, actor=stay.trainee)
    with pytest.raises(Refused):
        service.remove_line(line_id=line.pk, actor=stay.trainee)


def test_the_page_asks_a_constant_number_of_questions(stay: Stay, django_assert_max_num_queries: Any) -> None:
    """E9: as many queries for forty lines as for one."""
    for number in range(40):
        add(stay, f"{number}.10", category=category(f"poste-{number}"))
    browser = stay.client(stay.trainee)
    with django_assert_max_num_queries(12):
        browser.get(stay.address("budget"))


def test_it_is_given_out_and_erased(stay: Stay) -> None:
    """E9: the trainee’s own figures."""
    add(stay, "12.34", label="Train de nuit")
    processing = next(one for one in privacy.processings() if one.name == "budget")
    assert "Train de nuit" in str(processing.export(stay.trainee))
    processing.erase(stay.trainee)
    assert not BudgetLine.objects.exists()
