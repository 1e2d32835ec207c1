"""The lists Escale brings along for practices: audiences, and the validators' checklist. What people changed stays."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from hosts.reference import load_terms
from practices.models import Audience, CheckItem

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_reference() -> None:
    """Creates what is missing, refreshes what nobody touched. Idempotent."""
    load_terms(Audience, _rows("audiences"))
    load_terms(CheckItem, _rows("check_items"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")
