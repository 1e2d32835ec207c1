"""The grids Escale brings along (E11, E22, S14). Idempotent; a grid that somebody changed on screen stays as it is."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEntry
from internships.models import Criterion, EvaluationGrid, GridVersion, PlacementKind

FILE = Path(__file__).resolve().parents[2] / "data" / "grids.toml"


@transaction.atomic
def load() -> None:
    """Creates what is missing; a shipped grid whose text changed gets a new version unless people wrote in it."""
    with FILE.open("rb") as lines:
        grids = tomllib.load(lines)
    rows = EvaluationGrid.objects.filter(code__in=grids).prefetch_related("versions")
    present = {row.code: row for row in rows}
    kinds = {kind.code: kind for kind in PlacementKind.objects.all()}
    for code, values in grids.items():
        mark = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
        row = present.get(code)
        if row is None:
            row = EvaluationGrid.objects.create(
                code=code,
                source=values["source"],
                name_fr=values["name_fr"],
                name_en=values["name_en"],
                shipped=mark,
            )
            row.kinds.set([kinds[one] for one in values.get("kinds", []) if one in kinds])
            _publish(row, values, number=1)
        elif row.shipped != mark and not _touched(row):
            _publish(row, values, number=max((one.number for one in row.versions.all()), default=0) + 1)
            row.shipped = mark
            row.save(update_fields=["shipped"])


def _touched(row: EvaluationGrid) -> bool:
    """Whether people wrote a version, or took the grid out of use.

    A version names who began it until that account is erased; the trace says for ever that somebody put one in use.
    """
    if row.retired_at is not None or any(one.created_by_id or one.is_draft for one in row.versions.all()):
        return True
    trace = AuditEntry.objects.filter(target_type=EvaluationGrid._meta.label_lower, target_id=str(row.pk))
    return trace.filter(action="grid.published").exists()


def _publish(row: EvaluationGrid, values: dict[str, Any], *, number: int) -> None:
    version = GridVersion.objects.create(
        grid=row,
        number=number,
        introduction_fr=values.get("introduction_fr", ""),
        introduction_en=values.get("introduction_en", ""),
        asks_objectives=values.get("asks_objectives", True),
        asks_skills=values.get("asks_skills", True),
        published_at=timezone.now(),
    )
    Criterion.objects.bulk_create(
        Criterion(version=version, position=position, **question)
        for position, question in enumerate(values["questions"], 1)
    )
