"""A small app that only the processes under fault install: a reminder to send, and a way to die."""

from __future__ import annotations

import datetime
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init
from django.apps import AppConfig
from django.conf import settings


class SampleConfig(AppConfig):
    name = "tests.faults.sample"
    label = "faults_sample"

    def ready(self) -> None:
        from messaging import nudge, reminders

        reminders.register("faults.territory", scan=territories, label="A territory is due")
        if settings.HOLD_RESULTS:
            hold_results(Path(settings.HOLD_RESULTS))
        if settings.LARGEST_FILE:
            worker_process_init.connect(limit_files, weak=False)
        if settings.DIE_BEFORE_PUBLISH:
            # The commit is done, the broker not yet told: the process ends there and then.
            nudge.publish = lambda: os._exit(9)  # type: ignore[assignment]


def hold_results(place: Path) -> None:
    """Documents are made, exchanges found, and then wait, the result at hand, until `place` is gone; `place`.held says
    that one does."""
    from agreements import documents
    from documents import seal
    from exchanges.services import ring_runs

    def held(make: Callable[..., Any]) -> Callable[..., Any]:
        def wait(*args: Any, **kwargs: Any) -> Any:
            made = make(*args, **kwargs)
            place.with_suffix(".held").touch()
            while place.exists():
                time.sleep(0.1)
            return made

        return wait

    seal.seal = held(seal.seal)
    documents.render = held(documents.render)
    ring_runs._solved = held(ring_runs._solved)


def limit_files(**signal: Any) -> None:
    """The disk has no room for more than this: what the tests can do without being root."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (settings.LARGEST_FILE, settings.LARGEST_FILE))


def territories(now: datetime.datetime) -> Iterator[object]:
    """Territories whose address is the day they are due on."""
    from accounts.mail import Letter, send
    from accounts.models import Territory
    from messaging.reminders import Due

    for territory in Territory.objects.filter(slug__startswith="due-"):
        day = datetime.date.fromisoformat(territory.slug.removeprefix("due-"))
        if day <= now.date():
            letter = Letter(kind="faults.due", to="due@example.org", subject=territory.name, lines=["Due."])
            yield Due(territory, day, lambda letter=letter: send(letter))  # type: ignore[misc]
