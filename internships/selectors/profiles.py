"""Reads of the profile and CV: what it says, what it lacks, what placements propose to add (E6, A23)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from internships.enums import CvSection, PlacementState, Source
from internships.models import CvEntry, Placement, SmartObjective, TraineeProfile
from internships.selectors import plans

# What the apps above know of what was done: the activities of a signed agreement.
Activities = Callable[[Iterable[Placement]], dict[int, str]]
_activities: list[Activities] = []
WITH_PLACE = (CvSection.EXPERIENCE, CvSection.PLACEMENT, CvSection.EDUCATION, CvSection.VOLUNTEERING)


def register_activities(provider: Activities) -> Activities:
    """`provider(placements)` gives, by number of the placement, what was done there, one thing on each line."""
    if provider not in _activities:
        _activities.append(provider)
    return provider


@dataclass(frozen=True)
class Part:
    """One part of a CV with its lines."""

    section: CvSection
    entries: list[CvEntry]

    @property
    def label(self) -> str:
        return str(self.section.label)


@dataclass(frozen=True)
class Cv:
    """Everything that a CV says of a person."""

    person: User
    profile: TraineeProfile
    parts: list[Part]

    @property
    def is_empty(self) -> bool:
        profile = self.profile
        said = (profile.headline, profile.presentation, profile.driving_licence, profile.mobility)
        return not any(said) and not any(part.entries for part in self.parts)

    def part(self, section: CvSection) -> Part:
        return next(one for one in self.parts if one.section == section)

    @property
    def filled(self) -> list[Part]:
        return [part for part in self.parts if part.entries]


def cv_of(person: User) -> Cv:
    """The CV of a person: as it came with them, or two queries; parts without lines are there too."""
    entries = list(person.cv_entries.all())  # type: ignore[attr-defined]
    profile = getattr(person, "trainee_profile", None)
    parts = [Part(section, [one for one in entries if one.section == section]) for section in CvSection]
    return Cv(person, profile or TraineeProfile(user=person), parts)


@dataclass(frozen=True)
class Wanted:
    """One thing a good CV says: whether it is there, and where it is written."""

    label: str
    done: bool
    address: str


@dataclass(frozen=True)
class Completeness:
    wanted: list[Wanted]

    @property
    def missing(self) -> list[Wanted]:
        return [one for one in self.wanted if not one.done]

    @property
    def done(self) -> int:
        return len(self.wanted) - len(self.missing)

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.wanted)


def completeness(cv: Cv) -> Completeness:
    """What is there and what is missing; the photo and the driving licence never count."""
    profile, has = cv.profile, {part.section: bool(part.entries) for part in cv.parts}
    about = reverse("internships:profile_about")

    def add(section: CvSection) -> str:
        return reverse("internships:cv_add", args=[section.value])

    lived = has[CvSection.EXPERIENCE] or has[CvSection.PLACEMENT] or has[CvSection.VOLUNTEERING]
    return Completeness(
        [
            Wanted(_("Who you are, in one line"), bool(profile.headline), about),
            Wanted(_("A few sentences about you"), bool(profile.presentation), about),
            Wanted(_("Your level of study"), profile.level_id is not None, about),
            Wanted(_("Education and training"), has[CvSection.EDUCATION], add(CvSection.EDUCATION)),
            Wanted(_("An experience, a placement or an engagement"), lived, add(CvSection.EXPERIENCE)),
            Wanted(_("What you know how to do"), has[CvSection.SKILL], add(CvSection.SKILL)),
            Wanted(_("Languages"), has[CvSection.LANGUAGE], add(CvSection.LANGUAGE)),
        ]
    )


@dataclass(frozen=True)
class Proposal:
    """What a placement that is over would add to the CV."""

    placement: Placement
    title: str
    organisation: str
    place: str
    end: datetime.date
    minutes: int
    description: str


def proposals(person: User) -> list[Proposal]:
    """One for each placement that was done and is not in the CV yet, the last first."""
    rows = plans.with_hours(
        Placement.objects.standing().filter(person=person, start__lte=timezone.localdate()).select_related("kind")
    )
    known = CvEntry.objects.filter(person=person, placement__isnull=False).values("placement")
    over = [one for one in rows.exclude(pk__in=known).order_by("-end", "-pk") if _is_over(one)]
    if not over:
        return []
    told: dict[int, str] = {}
    for provider in _activities:
        told.update(provider(over))
    reached = _reached(over)
    return [_proposal(one, "\n".join(filter(None, [told.get(one.pk, ""), *reached.get(one.pk, [])]))) for one in over]


def _is_over(placement: Placement) -> bool:
    return placement.state == PlacementState.STOPPED or placement.end < timezone.localdate()


def _reached(placements: list[Placement]) -> dict[int, list[str]]:
    """The objectives that the trainee says were reached, by placement; it is their CV."""
    from internships.enums import REACHED_FROM

    rows = SmartObjective.objects.standing().filter(
        placement__in=placements,
        results__level__gte=REACHED_FROM,
        results__source=Source.TRAINEE,
    )
    found: dict[int, list[str]] = {}
    for objective in rows.distinct().order_by("position", "pk"):
        if objective.placement_id is not None:
            found.setdefault(objective.placement_id, []).append(objective.specific)
    return found


def _proposal(placement: Placement, description: str) -> Proposal:
    sites = list(placement.sites.all())  # type: ignore[attr-defined]
    hosts = dict.fromkeys(str(site.institution) for site in sites)
    towns = dict.fromkeys(site.site.city for site in sites if site.site and site.site.city)
    end = min(placement.end, placement.closed_on or placement.end)
    return Proposal(
        placement=placement,
        title=placement.title or placement.kind.name,
        organisation=", ".join(hosts),
        place=", ".join(towns),
        end=max(end, placement.start),
        minutes=plans.presence(placement).minutes,
        description=description,
    )


def when(entry: CvEntry) -> str:
    """« mars 2024 – juin 2025 », « 2021 – 2024 », « depuis mars 2025 », or nothing."""
    start, end = _said(entry.start, entry), _said(entry.end, entry)
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return _("since %(month)s") % {"month": start}
    return end


def _said(day: datetime.date | None, entry: CvEntry) -> str:
    from django.utils.formats import date_format

    if day is None:
        return ""
    return str(day.year) if entry.by_year else date_format(day, "F Y")


def for_reader(cv: Cv, **more: Any) -> dict[str, Any]:
    """The context in which a CV is drawn, on a page or on paper."""
    parts = [
        {"label": part.label, "section": part.section, "rows": [(entry, when(entry)) for entry in part.entries]}
        for part in cv.filled
    ]
    return {"cv": cv, "parts": parts, "profile": cv.profile, "trainee": cv.person, **more}
