"""Reads of imports: the list, the figures of a report, its lines, their export."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from documents.models import StoredFile
from documents.tables import Column
from hosts.enums import ImportState, RowOutcome
from hosts.models import ImportBatch, ImportRow

# What lines may be asked for: an outcome, or one of these two.
DOUBTFUL, NOTED = "doubtful", "noted"
KINDS: dict[str, Any] = {str(outcome): outcome.label for outcome in RowOutcome}


def batches(user: Any, *, query: str = "", state: str = "") -> QuerySet[ImportBatch]:
    found = ImportBatch.objects.visible_to(user).select_related("created_by", "territory")
    if query:
        found = found.filter(Q(name__icontains=query) | Q(register__icontains=query))
    return found.filter(state=state) if state in ImportState.values else found


def may_read(user: Any, file: StoredFile) -> bool:
    """The file of an import, by those who see the import."""
    return ImportBatch.objects.visible_to(user).filter(file=file).exists()


def lines(batch: ImportBatch, kind: str = "", query: str = "") -> QuerySet[ImportRow]:
    """Lines of a kind, with the sheets they became or may double."""
    found = batch.rows.select_related("institution", "twin__organisation")
    if kind == DOUBTFUL:
        found = found.filter(twin__isnull=False)
    elif kind == NOTED:
        found = found.filter(outcome__in=(RowOutcome.CREATED, RowOutcome.UPDATED)).exclude(problems=[])
    elif kind in KINDS:
        found = found.filter(outcome=kind)
    if query:
        found = found.filter(Q(name__icontains=query) | Q(identifier__icontains=query) | Q(place__icontains=query))
    return found


def figures(batch: ImportBatch) -> list[dict[str, Any]]:
    """The report in figures, in the order in which one reads it; those that are zero are left out, but for new ones."""
    future = batch.state != ImportState.DONE
    words = {
        RowOutcome.CREATED: _("will be created") if future else _("created"),
        RowOutcome.UPDATED: _("will change") if future else _("changed"),
        RowOutcome.UNCHANGED: _("unchanged"),
        RowOutcome.SKIPPED: _("passed over"),
        RowOutcome.ERROR: _("to mend") if future else _("left out"),
        DOUBTFUL: _("possible doubles"),
    }
    return [
        {"kind": str(kind), "label": label, "value": batch.count(str(kind))}
        for kind, label in words.items()
        if batch.count(str(kind)) or kind == RowOutcome.CREATED
    ]


def line_columns(batch: ImportBatch, kind: str) -> Sequence[Column]:
    """What an export of lines holds. Lines to mend are given back as they came, with the reason, to go in again."""
    reason = Column(
        _("Why it is to be mended") if kind == RowOutcome.ERROR else _("Reason"),
        lambda row: " ".join(row.sentences),
        width=60,
    )
    number = Column(_("Line of the file"), "number", width=12)
    if kind == RowOutcome.ERROR:
        return [*(_cell(name, position) for position, name in enumerate(batch.columns)), number, reason]
    return [
        number,
        Column(_("Outcome"), "get_outcome_display"),
        Column(_("Number in the register"), "identifier"),
        Column(_("Name"), "name", width=40),
        Column(_("Place"), "place", width=30),
        reason,
    ]


def _cell(name: str, position: int) -> Column:
    return Column(name, lambda row: row.cells[position] if row.cells and position < len(row.cells) else "")


def batch_columns() -> Sequence[Column]:
    return [
        Column(_("File"), "name", width=40),
        Column(_("Register"), "register"),
        Column(_("State"), "get_state_display"),
        Column(_("Lines"), "total"),
        *(Column(label, functools.partial(ImportBatch.count, name=kind)) for kind, label in KINDS.items()),
        Column(_("Created on"), "created_at"),
        Column(_("By"), lambda batch: str(batch.created_by or "")),
    ]
