"""What the pages of the library read (A1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from practices.library_enums import OPEN_COMMITMENTS, CommitmentState, LibraryState
from practices.models import LibraryCommitment, LibraryDocument


def listed(user: Any) -> QuerySet[LibraryDocument]:
    """The published texts of the network that the person may read, the newest first; never those of a space."""
    rows = LibraryDocument.objects.published().unscoped().visible_to(user)
    return rows.select_related("territory", "current__file").order_by("-dated_on", "-pk")


def kept(user: Any) -> QuerySet[LibraryDocument]:
    """Those that the person keeps, whatever their state, with the commitments that are late."""
    today = timezone.localdate()
    late = Q(commitments__state__in=OPEN_COMMITMENTS, commitments__due__lt=today)
    rows = LibraryDocument.objects.kept_by(user).annotate(late=Count("commitments", filter=late))
    return rows.select_related("territory", "current").order_by("-updated_at", "-pk")


def years(rows: QuerySet[LibraryDocument]) -> list[int]:
    """The years of these texts, the latest first."""
    return [day.year for day in rows.order_by().dates("dated_on", "year", order="DESC")]


@dataclass
class Objective:
    """An objective of a protocol with what its parties are committed to."""

    words: str
    commitments: list[LibraryCommitment] = field(default_factory=list)


@dataclass
class Followed:
    """A protocol's objectives, and how many commitments are in each state."""

    objectives: list[Objective]
    counts: dict[str, int]
    late: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def kept(self) -> int:
        return self.counts.get(CommitmentState.KEPT, 0)

    @property
    def percent(self) -> int:
        return round(100 * self.kept / self.total) if self.total else 0


def followed(document: LibraryDocument) -> Followed:
    """In the order of the protocol; lines of the same objective stand together."""
    rows = list(document.commitments.select_related("evidence_file"))
    by_words: dict[str, Objective] = {}
    counts: dict[str, int] = {}
    today = timezone.localdate()
    for row in rows:
        row.late = row.is_late(today)  # type: ignore[attr-defined]
        by_words.setdefault(row.objective, Objective(row.objective)).commitments.append(row)
        counts[row.state] = counts.get(row.state, 0) + 1
    return Followed(list(by_words.values()), counts, sum(row.is_late(today) for row in rows))


def late_commitments(user: Any) -> QuerySet[LibraryCommitment]:
    """Commitments past their day of the published protocols that the person keeps."""
    mine = LibraryDocument.objects.kept_by(user).filter(state=LibraryState.PUBLISHED)
    return LibraryCommitment.objects.filter(
        document__in=mine, state__in=OPEN_COMMITMENTS, due__lt=timezone.localdate()
    ).select_related("document")
