"""The planning and budget of stays as data of people: given out, erased, forgotten in time."""

from __future__ import annotations

import datetime

from accounts.models import User
from internships.models import BudgetLine, BudgetShare, PlanningItem


def export_planning(user: User) -> object:
    rows = PlanningItem.objects.filter(placement__person=user).order_by("placement", "day", "start_minute", "pk")
    return list(
        rows.values(
            *("placement", "kind", "day", "until", "start_minute", "end_minute"),
            *("title", "place", "origin", "destination", "means", "reference", "note"),
        )
    )


def erase_planning(user: User) -> None:
    """Where somebody was when is theirs alone: it goes. What they proposed stays, without their name."""
    PlanningItem.objects.filter(placement__person=user).delete()
    PlanningItem.objects.filter(proposed_by=user).update(proposed_by=None)


def forget_planning(before: datetime.datetime) -> int:
    return PlanningItem.objects.filter(placement__end__lt=before.date()).delete()[0]


def export_budget(user: User) -> object:
    rows = BudgetLine.objects.filter(placement__person=user).order_by("placement", "pk")
    fields = ("placement", "side", "category__code", "label", "planned", "actual", "currency", "receipt__name")
    return [{**row, "planned": str(row["planned"]), "actual": str(row["actual"] or "")} for row in rows.values(*fields)]


def erase_budget(user: User) -> None:
    BudgetShare.objects.filter(placement__person=user).delete()
    BudgetLine.objects.filter(placement__person=user).delete()


def forget_budget(before: datetime.datetime) -> int:
    return BudgetLine.objects.filter(placement__end__lt=before.date()).delete()[0]
