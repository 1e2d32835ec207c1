"""The lists Escale brings along: kinds, modes, objectives, budgets, skills, grids (A3, S10, E7, E9, E11, E19).

What people changed on screen stays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from hosts.models import Sector
from hosts.reference import load_terms
from internships.models import BudgetCategory, ObjectiveExample, PlacementKind, PlacementMode, Skill
from internships.services.grids import shipped as shipped_grids
from law.models import LegalRegime

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_reference() -> None:
    """Creates what is missing, refreshes what nobody touched. Idempotent."""
    load_terms(PlacementKind, kinds())
    load_terms(PlacementMode, modes())
    load_terms(ObjectiveExample, examples())
    load_terms(BudgetCategory, _rows("budget_categories"))
    load_terms(Skill, _rows("skills"))
    shipped_grids.load()


def kinds() -> Iterator[dict[str, Any]]:
    regimes = {(regime.country, regime.code): regime.pk for regime in LegalRegime.objects.all()}
    for row in _rows("kinds"):
        key = (row.pop("country"), row.pop("regime"))
        flags = {field: row.pop(name) == "1" for name, field in FLAGS.items()}
        yield {**row, "regime_id": regimes[key], **flags}


def modes() -> Iterator[dict[str, Any]]:
    for row in _rows("modes"):
        flags = {f"is_{name}": row.pop(name) == "1" for name in ("collective", "immersion")}
        yield {**row, "least_sites": int(row.pop("least_sites")), **flags}


def examples() -> Iterator[dict[str, Any]]:
    """Examples of objectives by field; a field that this installation does not know is every field."""
    sectors = dict(Sector.objects.values_list("code", "pk"))
    for row in _rows("objective_examples"):
        sector = row.pop("sector")
        yield {**row, "sector_id": sectors.get(sector)}


FLAGS = {
    "observation": "is_observation",
    "stipend": "has_stipend",
    "objective": "needs_objective",
    "follow_up": "followed_up",
    "secondary": "is_secondary",
}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")
