"""What remains after one and two years (E15): dates that follow from the end or are chosen, asked once."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from internships.enums import PlacementState
from internships.evaluation_enums import CLEAR_EFFECT, FOLLOW_UP_MONTHS, ImpactLevel
from internships.models import FollowUp, ImpactNote, Placement

LINK = "internships.follow_up"
# A follow-up that was missed for longer is not asked any more.
LOOKS_BACK = datetime.timedelta(days=365)
AT_ONCE = 500


@dataclass(frozen=True)
class Told:
    """What is said of one of the four levels."""

    effect: int | None
    text: str = ""


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of a shorter month (29 February, 31 March…)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def prepare(now: datetime.datetime | None = None) -> int:
    """Makes the two follow-ups of placements that are over and whose kind asks for them. Returns of how many."""
    today = timezone.localdate(now)
    oldest = months_after(today - LOOKS_BACK, -FOLLOW_UP_MONTHS[-1])
    known = FollowUp.objects.filter(placement=OuterRef("pk"))
    rows = Placement.objects.standing().filter(kind__followed_up=True, end__lt=today, end__gte=oldest)
    found = list(rows.exclude(Exists(known)).order_by("pk")[:AT_ONCE])
    _make(found)
    return len(found)


def _make(placements: list[Placement]) -> None:
    FollowUp.objects.bulk_create(
        [
            FollowUp(placement=one, months=months, due=months_after(one.end, months))
            for one in placements
            for months in FOLLOW_UP_MONTHS
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def set_dates(*, placement_id: int, dates: Mapping[int, datetime.date], actor: User) -> list[FollowUp]:
    """The person chooses when to be asked; a placement whose kind is not followed up can be followed up so too."""
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    if placement.person_id != actor.pk or placement.state == PlacementState.CANCELLED:
        raise Refused(_("Only the person who was away chooses when to be asked."))
    first, second = dates[FOLLOW_UP_MONTHS[0]], dates[FOLLOW_UP_MONTHS[1]]
    if not placement.end < first < second:
        raise Refused(_("Choose two dates after the end of the placement, the second one after the first."))
    _make([placement])
    rows = list(placement.follow_ups.select_for_update().order_by("months"))
    for row in rows:
        if row.answered_at is None and row.due != dates[row.months]:
            row.due, row.by_hand = dates[row.months], True
            row.save(update_fields=["due", "by_hand"])
    _trace("follow_up.dated", placement, actor)
    return rows


@transaction.atomic
def follow_dates(placement: Placement, **_details: Any) -> None:
    """The placement ends on another day: dates that nobody chose move with it."""
    for row in placement.follow_ups.waiting().filter(by_hand=False):
        due = months_after(placement.end, row.months)
        if row.due != due:
            row.due = due
            row.save(update_fields=["due"])


@transaction.atomic
def ask(follow_up_id: int) -> None:
    """Writes to the person with a personal link: after a year, who remembers a password?"""
    row = _locked(follow_up_id)
    person = row.placement.person
    if row.answered_at is None and person.is_active and person.email:
        links.issue(purpose=LINK, email=person.email, target=row, language=person.language)


@transaction.atomic
def postpone(*, follow_up_id: int, due: datetime.date) -> FollowUp:
    """The person would rather be asked another day."""
    row = _locked(follow_up_id)
    today = timezone.localdate()
    if row.answered_at is not None:
        raise Refused(_("This follow-up is answered already."))
    if not today < due <= today + LOOKS_BACK:
        raise Refused(_("Choose a day within the coming year."))
    row.due, row.by_hand = due, True
    row.save(update_fields=["due", "by_hand"])
    return row


@transaction.atomic
def answer(
    *,
    follow_up_id: int,
    remains: str,
    notes: Mapping[str, Told],
    actor: User | None = None,
    link: PersonalLink | None = None,
) -> FollowUp:
    """What remains, and what changed on the four levels; said again, the last word counts."""
    row = _locked(follow_up_id)
    row.remains, row.answered_at = remains.strip(), row.answered_at or timezone.now()
    row.save(update_fields=["remains", "answered_at"])
    write_impact(placement=row.placement, notes=notes, follow_up=row)
    if link is not None:
        links.mark_used(link)
    _trace("follow_up.answered", row.placement, actor, months=row.months, **({"link": link.pk} if link else {}))
    return row


@transaction.atomic
def write_impact(*, placement: Placement, notes: Mapping[str, Told], follow_up: FollowUp | None = None) -> None:
    """The four levels (E13), on return or with a follow-up; a level of which nothing is said has no row."""
    for level in ImpactLevel:
        said = notes.get(level)
        rows = ImpactNote.objects.filter(placement=placement, follow_up=follow_up, level=level)
        if said is None or (said.effect is None and not said.text.strip()):
            rows.delete()
            continue
        ImpactNote.objects.update_or_create(
            placement=placement,
            follow_up=follow_up,
            level=level,
            defaults={"effect": said.effect, "text": said.text.strip()},
        )


def has_impact(follow_up: FollowUp) -> bool:
    """Whether something clearly changed: an innovation may be told."""
    return follow_up.notes.filter(effect__gte=CLEAR_EFFECT).exists()


def _locked(follow_up_id: int) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("placement__person")
    return rows.get(pk=follow_up_id)


def _trace(action: str, placement: Placement, actor: User | None, **data: Any) -> None:
    audit.record(action=action, actor=actor, target=placement, organisation=placement.sending_organisation, data=data)
