"""What agreements bring along: mentions and signatories by kind of placement, and the texts of the network.

A kind whose list somebody changed on screen keeps it; a text follows the shipped one while nobody wrote a version of
their own.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from agreements.models import KindMention, KindSignatory
from internships.models import PlacementKind

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_reference() -> None:
    """Creates what is missing. Idempotent."""
    from agreements.services.templates import load_shipped

    kinds = {kind.code: kind for kind in PlacementKind.objects.all()}
    load_mentions(kinds)
    load_signatories(kinds)
    load_shipped(kinds)


def load_mentions(kinds: dict[str, PlacementKind]) -> None:
    """The list of mentions of every kind that has none."""
    present = set(KindMention.objects.values_list("kind_id", flat=True))
    rows = []
    for kind, lines in by_kind("mentions", kinds):
        if kind.pk in present:
            continue
        for position, line in enumerate(lines):
            required = line.pop("required") == "1"
            rows.append(KindMention(kind=kind, position=position, required=required, **line))
    KindMention.objects.bulk_create(rows)


def load_signatories(kinds: dict[str, PlacementKind]) -> None:
    """The list of signatories of every kind that has none."""
    present = set(KindSignatory.objects.values_list("kind_id", flat=True))
    rows = []
    for kind, lines in by_kind("signatories", kinds):
        if kind.pk in present:
            continue
        for line in lines:
            numbers = {name: int(line.pop(name)) for name in ("step", "most")}
            rows.append(KindSignatory(kind=kind, required=line.pop("required") == "1", **numbers, **line))
    KindSignatory.objects.bulk_create(rows)


def by_kind(name: str, kinds: dict[str, PlacementKind]) -> Iterator[tuple[PlacementKind, list[dict[str, str]]]]:
    """The lines of a shipped list, kind by kind, for the kinds that there are."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter=";"):
            grouped[line.pop("kind")].append(line)
    for code, rows in grouped.items():
        if code in kinds:
            yield kinds[code], rows


def model_kind(kind: PlacementKind) -> str:
    """The shipped kind whose lists and texts serve a kind that has none of its own."""
    if kind.regime.country == "BE":
        return "stage-be"
    if kind.sender != "school":
        return "immersion" if kind.is_observation else "professionnel"
    return "observation-3e" if kind.is_observation else "etudiant"
