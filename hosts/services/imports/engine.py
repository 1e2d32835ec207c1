"""Runs through a file: reads, sorts, and (when asked to) writes its lines, five hundred at a time.

Memory does not grow with the file, and time only with the number of its lines.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from accounts.models import Territory
from documents.tables import Row
from hosts.enums import RowOutcome
from hosts.readable import known_acronyms
from hosts.services.imports.doubles import Doubles
from hosts.services.imports.drafts import Converter, Plan
from hosts.services.imports.positions import Locator
from hosts.services.imports.results import Result, Sorter
from hosts.services.imports.sources import Source
from hosts.services.imports.writing import Writer

BATCH = 500


class Stopped(Exception):
    """The person gave the import up while it ran."""


class LinesToMend(Exception):
    """Lines cannot be taken, and nobody said to leave them out: nothing is written."""

    def __init__(self, counts: Counter[str]) -> None:
        super().__init__(f"{counts[RowOutcome.ERROR]} lines")
        self.counts = counts


class Reporter(Protocol):
    """Is told of every line, and after each batch how many were read."""

    def report(self, results: list[Result]) -> None: ...

    def progress(self, done: int) -> None: ...


@dataclass
class Engine:
    """One run through a file. `progress` of the reporter may raise Stopped."""

    source: Source
    plan: Plan
    reporter: Reporter
    territory: Territory | None = None
    write: bool = False
    leave_out_errors: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    touched: list[int] = field(default_factory=list)

    def run(self) -> Counter[str]:
        """Returns the counts. Raises LinesToMend after the last line, TableError when the file breaks off."""
        locator = Locator()
        converter = Converter(self.plan, locator, known_acronyms())
        places = {f"{country}:{code}": each.pk for (country, code), each in locator.communes.by_code.items()}
        sorter = Sorter(self.plan.register, self.territory.pk if self.territory else None)
        doubles = Doubles(self.plan.register)
        writer = Writer(self.plan.register, places, self.territory)
        for rows in batches(self.source.rows(), BATCH):
            results = sorter.sort([converter.convert(row) for row in rows])
            doubles.mark(results, places)
            self._count(results)
            if self.write and not self._blocked:
                writer.write(results)
            self.reporter.report(results)
            self.reporter.progress(self.counts["read"])
        self.touched = writer.touched
        if self.write and self._blocked:
            raise LinesToMend(self.counts)
        return self.counts

    @property
    def _blocked(self) -> bool:
        return bool(self.counts[RowOutcome.ERROR]) and not self.leave_out_errors

    def _count(self, results: list[Result]) -> None:
        for result in results:
            self.counts["read"] += 1
            self.counts[result.outcome] += 1
            self.counts["doubtful"] += result.twin_id is not None
            noted = result.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED) and bool(result.draft.problems)
            self.counts["noted"] += noted


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(itertools.islice(rows, size)):
        yield batch


@dataclass
class MemoryReporter:
    """Keeps what a person at a terminal reads: lines that were not taken, or that deserve a look."""

    on_progress: Callable[[int], None] = lambda done: None
    results: list[Result] = field(default_factory=list)
    most: int = 2000

    def report(self, results: list[Result]) -> None:
        worth = [result for result in results if result.draft.problems]
        self.results += worth[: max(0, self.most - len(self.results))]

    def progress(self, done: int) -> None:
        self.on_progress(done)
