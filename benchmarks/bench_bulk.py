"""Agreements of a whole cohort: 60 (500 with --full) drawn up, completed, sent, made and bound, on two processes.

The floor is the bare rendering of as many documents, one after another in one process, from the same snapshots. Drawing
up and completing them is what people do before; it is not counted.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from benchmarks.report import Figure

NAME = "bulk"
COUNT, FULL = 60, 500
PROCESSES = 2
SAMPLE = 10
WORKER = """
import django, os, time
django.setup()
from django.db import connection
from agreements.models import BulkJob
from messaging import outbox
job = int(os.environ["BULK_JOB"])
while BulkJob.objects.get(pk=job).state != "done":
    outbox.drain(20) or time.sleep(0.2)
"""


def run(*, full: bool) -> Iterable[Figure]:
    from agreements.models import BulkJob
    from agreements.services import bulk

    count = FULL if full else COUNT
    school, lead, placements = cohort(count)
    job = bulk.start(actor=lead, organisation=school, placements=placements)
    began = time.perf_counter()
    environment = {**os.environ, "BULK_JOB": str(job.pk), "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-W", "ignore", "-c", WORKER]
    workers = [subprocess.Popen(command, env=environment) for _number in range(PROCESSES)]
    for worker in workers:
        assert worker.wait() == 0
    took = time.perf_counter() - began
    job = BulkJob.objects.get(pk=job.pk)
    assert not job.items.exclude(problem="").exists(), job.items.exclude(problem="").first().problem
    assert job.archive
    assert job.printable
    bare = rendering() * count
    note = (
        f"{count / took * 60:.0f} a minute; ZIP {job.archive.size / 1e6:.1f} MB, PDF {job.printable.size / 1e6:.1f} MB"
    )
    yield Figure(f"{count} agreements in bulk, {PROCESSES} processes", took, floor=bare, unit="s", note=note)
    yield Figure("ratio to bare rendering, per core", took * PROCESSES / bare, unit="×", goal=1.5)
    before = peak()
    yield Figure("ZIP and printable PDF put together", seconds(job), unit="s", note=f"peak +{peak() - before:.0f} MB")


def cohort(count: int) -> tuple[Any, Any, list[Any]]:
    """A school, its coordinator, and placements whose agreements lack nothing."""
    from accounts.enums import OrganisationKind, Role
    from tests.agreements.drafting_world import DraftingWorld

    first = DraftingWorld()
    assert first.sender.kind == OrganisationKind.TRAINING
    assert Role.COORDINATOR in first.lead.memberships.values_list("role", flat=True)
    first.complete()
    placements = [first.placement]
    for _number in range(count - 1):
        more = DraftingWorld()
        type(more.placement).objects.filter(pk=more.placement.pk).update(sending_organisation=first.sender)
        more.placement.refresh_from_db()
        more.sender, more.lead = first.sender, first.lead
        more.complete()
        placements.append(more.placement)
    return first.sender, first.lead, placements


def rendering() -> float:
    """Seconds of one bare rendering, from what was rendered in the job."""
    from agreements import documents
    from agreements.models import AgreementVersion

    versions = list(AgreementVersion.objects.order_by("pk")[:SAMPLE])
    documents.render(versions[0].snapshot, versions[0].text, versions[0].snapshot["language"])
    began = time.perf_counter()
    for version in versions:
        documents.render(version.snapshot, version.text, version.snapshot["language"])
    return (time.perf_counter() - began) / len(versions)


def seconds(job: Any) -> float:
    from agreements.services import binding

    began = time.perf_counter()
    binding.bind(job)
    return time.perf_counter() - began


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
