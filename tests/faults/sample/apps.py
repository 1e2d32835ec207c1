"""A small app that only the processes under fault install: a reminder to send, and a way to die."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

from django.apps import AppConfig
from django.conf import settings


class SampleConfig(AppConfig):
    name = "tests.faults.sample"
    label = "faults_sample"

    def ready(self) -> None:
        from messaging import nudge, reminders

        reminders.register("faults.territory", scan=territories, label="A territory is due")
        if settings.DIE_BEFORE_PUBLISH:
            # The commit is done, the broker not yet told: the process ends there and then.
            nudge.publish = lambda: os._exit(9)  # type: ignore[assignment]


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
