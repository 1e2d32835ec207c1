"""The budget of a stay is the trainee’s; for the others there is none, unless it is shared (E9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from internships.models import BudgetCategory, BudgetLine
from tests.matrix import Row, World

OWN = {"trainee": 200, "*": 404}


def pk(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk}


def new(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk, "side": "depense"}


def line(world: World) -> dict[str, Any]:
    category = BudgetCategory.objects.get_or_create(code="trajet", defaults={"name_fr": "Trajet"})[0]
    found = BudgetLine.objects.filter(placement=world.placement).first() or BudgetLine.objects.create(
        placement=world.placement, side="expense", category=category, planned=Decimal("12.50")
    )
    return {"pk": world.placement.pk, "line": found.pk}


MATRIX = {
    "internships:budget": Row(kwargs=pk, get=OWN, redirect_login=True),
    "internships:budget_new": Row(
        kwargs=new, get=OWN, post={"trainee": 422, "*": 404}, data={"x": "1"}, redirect_login=True
    ),
    "internships:budget_line": Row(
        kwargs=line, get=OWN, post={"trainee": 422, "*": 404}, data={"x": "1"}, redirect_login=True
    ),
    "internships:budget_remove": Row(kwargs=line, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:budget_share": Row(
        kwargs=pk, post={"trainee": 302, "*": 404}, data={"shared": "0"}, redirect_login=True
    ),
}
