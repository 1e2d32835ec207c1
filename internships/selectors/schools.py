"""Reads of schools: their cohorts with figures, their trainees, and what one trainee has under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation, Pupil, User
from accounts.text import fold
from internships.enums import ACTIVE_STATES
from internships.models import Application, Cohort, Enrolment, Guardian, Placement, PlacementSite


@dataclass(frozen=True)
class Note:
    """What a higher app says of a placement on the trainee's page: the state of its agreement, with a link."""

    text: str
    kind: str = ""
    address: str = ""


Notes = Callable[[list[Placement]], dict[int, list[Note]]]
_notes: list[Notes] = []


def register_notes(provider: Notes) -> None:
    """Adds what is said of placements on a trainee's page: `provider(placements)` gives notes by placement."""
    if provider not in _notes:
        _notes.append(provider)


_board: list[Callable[[Cohort], str]] = []


def register_board(address: Callable[[Cohort], str]) -> None:
    """Says where a cohort is followed: the board lies in a higher app."""
    _board[:] = [address]


def board_address(cohort: Cohort) -> str:
    return _board[0](cohort) if _board else ""


def cohorts(school: Organisation, *, query: str = "", archived: bool = False) -> QuerySet[Cohort]:
    """The cohorts of a school with the number of their trainees, and of those without a placement."""
    today = timezone.localdate()
    current = Q(enrolments__left_on__isnull=True) | Q(enrolments__left_on__gt=today)
    rows = (
        Cohort.objects.filter(school=school, archived_at__isnull=not archived)
        .select_related("course", "kind", "referent")
        .annotate(trainees=Count("enrolments", filter=current))
        .order_by("-start", "name", "pk")
    )
    for word in query.split()[:4]:
        rows = rows.filter(Q(name__icontains=word) | Q(course__title__icontains=word))
    return rows


def trainees(cohort: Cohort, *, query: str = "", left: bool = False) -> QuerySet[Enrolment]:
    """The trainees of a cohort by name, with whether they have a placement and applications under way."""
    rows = cohort.enrolments.select_related("person", "referent", "cohort__referent")
    current = Q(left_on__isnull=True) | Q(left_on__gt=timezone.localdate())
    rows = rows.exclude(current) if left else rows.filter(current)
    for word in fold(query).split()[:4]:
        rows = rows.filter(person__sort_name__contains=word)
    placed = Placement.objects.standing().filter(enrolment=OuterRef("pk"))
    applied = Application.objects.filter(enrolment=OuterRef("pk"), state__in=ACTIVE_STATES)
    return rows.annotate(has_placement=Exists(placed), has_applied=Exists(applied)).order_by("person__sort_name", "pk")


def enrollable(cohort: Cohort, *, query: str = "", group: str = "") -> QuerySet[Pupil]:
    """The people of the school who are not in the cohort, by class and name."""
    there = cohort.enrolments.filter(left_on__isnull=True).values("person_id")
    rows = Pupil.objects.filter(school=cohort.school_id, left_at__isnull=True).exclude(user__in=there)
    if group:
        rows = rows.filter(group=group)
    for word in fold(query).split()[:4]:
        rows = rows.filter(user__sort_name__contains=word)
    return rows.select_related("user").order_by("group", "user__sort_name", "pk")


def groups(school: Organisation) -> list[str]:
    rows = Pupil.objects.filter(school=school, left_at__isnull=True).exclude(group="")
    return list(rows.order_by("group").values_list("group", flat=True).distinct())


@dataclass
class Journey:
    """All that one trainee has under way in a cohort, for the school's page."""

    enrolment: Enrolment
    applications: list[Application]
    placements: list[tuple[Placement, list[Note]]]
    guardians: list[Guardian]
    others: list[Enrolment]


def journey(enrolment: Enrolment, viewer: User) -> Journey:
    """Applications, placements with what is said of them, guardians; a constant number of queries."""
    person = enrolment.person
    mine = Application.objects.visible_to(viewer).filter(person=person, enrolment=enrolment)
    sites = Prefetch("sites", PlacementSite.objects.select_related("institution__organisation", "site"))
    placements = list(
        Placement.objects.visible_to(viewer)
        .filter(person=person, enrolment=enrolment)
        .select_related("kind", "mode")
        .prefetch_related(sites)
    )
    noted: dict[int, list[Note]] = {}
    for provider in _notes:
        for pk, notes in provider(placements).items():
            noted.setdefault(pk, []).extend(notes)
    others = Enrolment.objects.visible_to(viewer).filter(person=person).exclude(pk=enrolment.pk)
    return Journey(
        enrolment=enrolment,
        applications=list(mine.select_related("institution__organisation", "offer")),
        placements=[(placement, noted.get(placement.pk, [])) for placement in placements],
        guardians=list(Guardian.objects.filter(person=person)),
        others=list(others.select_related("cohort")),
    )


def hosts_of(placement: Placement) -> str:
    """The names of the hosts of a placement, in order; from prefetched sites."""
    return ", ".join(dict.fromkeys(str(site.institution) for site in _sites(placement)))


def _sites(placement: Placement) -> Iterable[Any]:
    return placement.sites.all()
