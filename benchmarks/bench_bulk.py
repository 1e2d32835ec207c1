"""Agreements of a whole cohort on two processes: 40 of them (500 with --full), rendered, kept, sent for signature,
then one ZIP and one PDF to print; beside bare WeasyPrint making as many documents on two processes.

The agreements are drawn up and completed beforehand. Both processes are warm before the clock runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.report import Figure

NAME = "bulk"
SOME, ALL = 40, 500
PROCESSES = 2


def run(*, full: bool) -> Iterable[Figure]:
    from agreements.enums import JobState
    from agreements.models import BulkJob
    from agreements.services import bulk

    count = ALL if full else SOME
    with tempfile.TemporaryDirectory(prefix="escale-bulk-bench-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(html())
        bare = seconds(folder, "bare", str(page), str(count // PROCESSES))
        actor, organisation, placements = cohort(count)
        job = bulk.start(actor=actor, organisation=organisation, placements=placements)
        ours = seconds(folder, "drain", str(job.pk))
        job = BulkJob.objects.get(pk=job.pk)
        assert job.state == JobState.DONE, job.state
        problems = list(job.items.exclude(problem="").values_list("problem", flat=True)[:3])
        assert not problems, problems
        assert job.archive is not None
        yield Figure(f"{count} agreements in bulk, two processes", ours, "s", floor=bare)
        yield Figure("  one of them", ours / count * 1000, "ms", floor=bare / count * 1000)
        yield Figure("  the ZIP", job.archive.size / 1e6, "MB")


def html() -> str:
    """The HTML of one such document."""
    from benchmarks import bench_documents

    (_ours, page), _content = bench_documents.agreement()
    return page


def cohort(count: int) -> tuple[Any, Any, list[Any]]:
    """So many trainees of one school, each placed elsewhere, whose agreements lack nothing."""
    from internships.models import Placement
    from tests.agreements.drafting_world import DraftingWorld

    first = DraftingWorld()
    first.complete()
    placements = [first.placement]
    for _number in range(count - 1):
        more = DraftingWorld()
        Placement.objects.filter(pk=more.placement.pk).update(sending_organisation=first.sender)
        more.placement.refresh_from_db()
        more.sender, more.lead = first.sender, first.lead
        more.complete()
        placements.append(more.placement)
    return first.lead, first.sender, placements


def seconds(folder: str, *arguments: str) -> float:
    """How long both processes took for it, from when both were warm."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": f"{folder}/var",
        "EMAIL_URL": "dummymail://",
        "DEMO": "0",
    }
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.bulk_process", *arguments]
    started = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _process in range(PROCESSES)
    ]
    for one in started:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    began = time.monotonic()
    for one in started:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in started:
        assert one.wait() == 0
        assert one.stdout
        one.stdout.close()
        assert one.stdin
        one.stdin.close()
    return time.monotonic() - began
