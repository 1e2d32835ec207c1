"""Reads of objectives: the share reached by source (E21), a person's own, those of a placement, who says what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.along import Branch, along
from accounts.models import Membership, User
from internships import rights
from internships.enums import REACHED_FROM, NoteKind, Source
from internships.models import ObjectiveExample, ObjectiveNote, ObjectiveResult, Placement, SmartObjective
from internships.rights import Party

# The hosts of an objective's placement.
SITES_OF = Branch("placement__sites", related=("institution__organisation",))
# What somebody is to a placement → whose word theirs is.
OF_PARTY = {
    Party.TRAINEE: Source.TRAINEE,
    Party.TUTOR: Source.HOST,
    Party.HOST: Source.HOST,
    Party.EMPLOYER: Source.EMPLOYER,
    Party.REFERENT: Source.SCHOOL,
    Party.SCHOOL: Source.SCHOOL,
}


@dataclass(frozen=True)
class Reached:
    """In one source's eyes: how many objectives were reached out of how many it judged; `share` in whole percent."""

    source: Source
    reached: int
    evaluated: int

    @property
    def share(self) -> int:
        return percent(self.reached, self.evaluated)

    @property
    def words(self) -> str:
        """« 80 %, n = 5 »."""
        return _("%(share)d %%, n = %(number)d") % {"share": self.share, "number": self.evaluated}


def percent(part: int, whole: int) -> int:
    """In whole percent, halves rounded up; never 100 while one is missing, never 0 while there is one."""
    if whole <= 0:
        return 0
    rounded = (200 * part + whole) // (2 * whole)
    if part < whole:
        rounded = min(rounded, 99)
    return max(rounded, 1) if part else 0


def reached(objectives: QuerySet[SmartObjective]) -> list[Reached]:
    """The share of these objectives that were reached, for each source that judged any, in one query (E21)."""
    rows = ObjectiveResult.objects.filter(objective__in=objectives.order_by().values("pk")).order_by()
    counted = rows.values("source").annotate(number=Count("pk"), good=Count("pk", filter=Q(level__gte=REACHED_FROM)))
    by_source = {row["source"]: row for row in counted}
    return [
        Reached(source, by_source[source]["good"], by_source[source]["number"])
        for source in Source
        if source in by_source
    ]


def for_page(objectives: QuerySet[SmartObjective]) -> QuerySet[SmartObjective]:
    """With notes and results, in the same query."""
    return along(objectives.order_by("position", "pk"), "notes", "results")


def of_person(person: User) -> list[SmartObjective]:
    """One's own objectives with their placements, those given up last."""
    rows = SmartObjective.objects.filter(person=person).select_related("placement")
    return list(along(for_page(rows), SITES_OF))


def of_placement(placement: Placement) -> list[SmartObjective]:
    """The standing objectives of a placement, with what was said of them: those that came with it, or one query."""
    known: list[SmartObjective] | None = getattr(placement, "standing_objectives", None)
    if known is None:
        return list(for_page(SmartObjective.objects.standing().filter(placement=placement)))
    return known


def source_of(
    placement: Placement | None,
    user: User,
    mine: set[Party] | None = None,
    seats: Iterable[Membership] | None = None,
) -> Source | None:
    """Whose word the person's is about the objectives of a placement; nothing for those who only look on."""
    if placement is None:
        return None
    parties = rights.parties(placement, user, seats) if mine is None else mine
    return next((source for party, source in OF_PARTY.items() if party in parties), None)


def sources_of(placement: Placement, user: User) -> set[Source]:
    """All the sides that the person may speak for: one person in two capacities speaks for both.

    Of one's own stay one speaks as the trainee alone.
    """
    parties = rights.parties(placement, user)
    return {Source.TRAINEE} if Party.TRAINEE in parties else {OF_PARTY[party] for party in parties}


def agreed_by(objective: SmartObjective) -> list[ObjectiveNote]:
    """Who agreed to the wording as it stands now: a change asks them again."""
    return [
        note
        for note in objective.notes.all()  # type: ignore[attr-defined]
        if note.kind == NoteKind.AGREED and note.created_at >= objective.worded_at
    ]


def notes_of(objective: SmartObjective, *, own: bool) -> list[ObjectiveNote]:
    """What was said of it: for the others of a placement, since it was shared there; what another stay said is not
    theirs."""
    notes, since = list(objective.notes.all()), objective.shared_at  # type: ignore[attr-defined]
    return notes if own or since is None else [note for note in notes if note.created_at >= since]


def progress_of(notes: Iterable[ObjectiveNote]) -> ObjectiveNote | None:
    """The trainee's last word on how far it has come."""
    steps = [note for note in notes if note.kind == NoteKind.PROGRESS]
    return steps[-1] if steps else None


def examples() -> list[ObjectiveExample]:
    """The examples in use, with their fields, in the order of the list."""
    return list(ObjectiveExample.objects.in_use().select_related("sector").order_by("position", "pk"))


def in_words(objective: Any) -> str:
    """One objective on one line, as the agreement says it."""
    from internships.words import said

    return _("By %(day)s: %(specific)s Measure: %(measurable)s") % {
        "day": said(objective.due),
        "specific": _sentence(objective.specific),
        "measurable": _sentence(objective.measurable),
    }


def _sentence(words: str) -> str:
    """On one line, with a full stop."""
    line = " ".join(words.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
