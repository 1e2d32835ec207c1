"""A register taken in: checked and imported, 20,000 lines (100,000 with --full), beside the bare reading of its file.

Then one with a bad line near its end, which must leave nothing.
"""

from __future__ import annotations

import csv
import io
import resource
import time
from collections.abc import Callable, Iterable

from benchmarks.report import Figure

NAME = "imports"
LINES, FULL = 20_000, 100_000
COLUMNS = ("FINESS_ET", "RAISON_SOCIALE", "ADRESSE_COMPLETE", "CP_VILLE", "NUM_TEL", "NUM_TYPE", "LAT", "LNG")


def run(*, full: bool) -> Iterable[Figure]:
    from hosts.models import HostInstitution, RegisterEntry
    from hosts.services.imports import batches
    from messaging import outbox

    lines = FULL if full else LINES
    content = register(lines)
    floor = seconds(lambda: read(content))
    yield Figure(f"bare reading of {lines} lines", floor, note="the floor", unit="s")
    before = memory()
    batch = taken(content)
    yield Figure("check", seconds(lambda: batches.check(batch_id=batch)), unit="s")
    batches.start(batch_id=batch, actor=None)
    yield Figure("import", seconds(lambda: batches.run(batch_id=batch)), unit="s")
    yield Figure("index", seconds(lambda: empty(outbox.drain)), unit="s")
    yield Figure("memory grown by", memory() - before, unit="MB")
    assert RegisterEntry.objects.count() == lines
    again = taken(content)
    yield Figure("second check, nothing new", seconds(lambda: batches.check(batch_id=again)), unit="s")
    hosts = HostInstitution.objects.count()
    bad = taken(register(lines, bad=lines - 10, first=lines))
    batches.check(batch_id=bad)
    assert HostInstitution.objects.count() == hosts


def register(lines: int, *, bad: int = 0, first: int = 0) -> bytes:
    """A made-up register on the communes of the gazetteer; line `bad` has no name."""
    from hosts.models import Place

    places = list(Place.objects.filter(country="FR").exclude(postcodes=[]).order_by("pk")[:5000])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for number in range(lines):
        place = places[number % len(places)]
        name = "" if bad and number == bad else f"FOYER LES TILLEULS {number}"
        figures = f"{350_000_000 + first + number:09}"
        town = f"{place.postcodes[0]} {place.name.upper()}"
        writer.writerow([figures, name, "1 R DU BAC", town, "02 99 00 00 00", "4301", place.latitude, place.longitude])
    return out.getvalue().encode("cp1252", errors="replace")


def taken(content: bytes) -> int:
    """A batch whose columns are set and which waits for its check."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from hosts.services.imports import batches

    batch = batches.take(upload=SimpleUploadedFile("registre.csv", content), organisation=None, actor=None)
    pairs = [(column, field) for column, field in batch.mapping]
    batches.configure(batch_id=batch.pk, actor=None, pairs=pairs, options={})
    return int(batch.pk)


def read(content: bytes) -> None:
    from documents.tables import read as read_table

    assert sum(1 for _ in read_table(io.BytesIO(content)).rows())


def empty(drain: Callable[[int], int]) -> None:
    while drain(50):
        pass


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
