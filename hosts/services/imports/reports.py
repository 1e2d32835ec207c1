"""The report of an import in the database: its lines, and a progress that others see while it runs."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from hosts.enums import RowOutcome
from hosts.models import ImportBatch, ImportRow
from hosts.services.imports.copying import copy
from hosts.services.imports.engine import Stopped
from hosts.services.imports.results import Result

PREVIEW = 6


class SideLine:
    """A second connection, out of the import's transaction: what it writes is seen at once."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.connection: Any = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> SideLine:
        return self

    def __exit__(self, *problem: object) -> None:
        self.connection.close()

    def tell(self, done: int) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE hosts_importbatch SET done = %s WHERE id = %s", [done, self.batch_id])


class DatabaseReporter:
    """Writes a row per line. The rows belong to the import's transaction; the progress does not."""

    def __init__(self, batch: ImportBatch, line: SideLine) -> None:
        self.batch, self.line = batch, line
        self.preview: list[dict[str, Any]] = []

    def report(self, results: list[Result]) -> None:
        for result in results:
            if len(self.preview) < PREVIEW and result.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED):
                self.preview.append({"number": result.draft.number, **result.draft.values})
        copy([self._row(result) for result in results])

    def progress(self, done: int) -> None:
        self.line.tell(done)
        if ImportBatch.objects.filter(pk=self.batch.pk, cancel_requested=True).exists():
            raise Stopped

    def _row(self, result: Result) -> ImportRow:
        draft = result.draft
        return ImportRow(
            batch=self.batch,
            number=draft.number,
            outcome=result.outcome,
            identifier=draft.identifier,
            name=str(draft.values.get("name", ""))[:200],
            place=draft.place_words[:140],
            problems=[problem.as_json() for problem in draft.problems],
            cells=draft.cells if result.outcome == RowOutcome.ERROR else None,
            institution=result.institution if result.institution and result.institution.pk else None,
            twin_id=result.twin_id,
        )
