"""One of the processes of the bench « bulk »: handles the outbox until a job is done, or renders bare pages."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

import django


def bare(html: str, times: int) -> None:
    from benchmarks.bench_documents import bare_weasyprint

    for _time in range(times):
        bare_weasyprint(html)


def drain(job_id: int) -> None:
    from agreements.enums import JobState
    from agreements.models import BulkJob
    from messaging import outbox

    unfinished = BulkJob.objects.filter(pk=job_id).exclude(state__in=[JobState.DONE, JobState.FAILED])
    while unfinished.exists():
        if not outbox.drain(5):
            time.sleep(0.1)


def main() -> None:
    django.setup()
    logging.disable(logging.WARNING)
    kind, *rest = sys.argv[1:]
    warm = "<!doctype html><html lang='fr'><head><title>x</title></head><body><h1>x</h1></body></html>"
    bare(Path(rest[0]).read_text() if kind == "bare" else warm, 1)
    print("ready", flush=True)
    sys.stdin.readline()
    if kind == "bare":
        bare(Path(rest[0]).read_text(), int(rest[1]))
    else:
        drain(int(rest[0]))


if __name__ == "__main__":
    main()
