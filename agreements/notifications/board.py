"""E-mails that the school sends from its board: one thing asked, one button, who writes and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar, Self

from django.urls import reverse

from accounts.models import User
from agreements.models import BulkJob
from messaging.emails import Email


@dataclass(kw_only=True)
class SearchReminder(Email):
    """To a trainee who has no placement yet (S4)."""

    kind: ClassVar[str] = "agreements.search_reminder"
    template: ClassVar[str] = "agreements/email/search_reminder"
    school: str
    cohort: str
    asked_by: str
    start: datetime.date | None = None

    def button(self) -> str:
        return reverse("hosts:search")

    @classmethod
    def sample(cls) -> Self:
        day = datetime.date(2027, 3, 1)
        return cls(school="Lycée des Embruns", cohort="DEASS 1", asked_by="Camille Martin", start=day)


def search_reminder(*, to: User, school: str, cohort: str, asked_by: User, start: datetime.date | None) -> bool:
    """Queues it; False for a trainee without an address."""
    email = SearchReminder(school=school, cohort=cohort, asked_by=str(asked_by), start=start)
    return email.queue(to=to) is not None


@dataclass(kw_only=True)
class BulkReady(Email):
    """To whoever asked for the agreements of many trainees at once."""

    kind: ClassVar[str] = "agreements.bulk_ready"
    template: ClassVar[str] = "agreements/email/bulk_ready"
    page: str
    total: int
    problems: int
    cohort: str = ""

    def button(self) -> str:
        return self.page

    @classmethod
    def sample(cls) -> Self:
        return cls(page="/suivi/conventions/3/", total=28, problems=2, cohort="DEASS 1")


def bulk_ready(job: BulkJob) -> None:
    email = BulkReady(
        page=reverse("agreements:bulk", args=[job.pk]),
        total=job.total,
        problems=job.items.exclude(problem="").count(),
        cohort=job.cohort.name if job.cohort else "",
    )
    email.queue(to=job.asked_by, key=f"bulk:{job.pk}")  # type: ignore[arg-type]
