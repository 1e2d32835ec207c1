"""Writes the planning of a stay (E8): what is added, moved, proposed, copied. Nothing ever overlaps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from internships import planning_emails as emails
from internships.enums import PlanningKind
from internships.models import Placement, PlacementSite, PlanningItem
from internships.models.planning import MARGIN, TIMED
from internships.regions import region_of
from internships.selectors.plans import site_rows
from internships.services import locks
from internships.services.placements.dates import require_open
from internships.timetable import MINUTES_OF_DAY, ONE_DAY, moment
from internships.words import said
from law.durations import clock

LONGEST_JOURNEY = datetime.timedelta(days=3)
MOST = 600
CONSTRAINTS = ("planning_item_never_overlaps", "planning_one_bed_a_night")


class Misplaced(Refused):
    """The line does not fit; `field` says beside which field of a form the sentence belongs."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is written in one line. Times are minutes after midnight by the clock of the site; 1440 ends a day."""

    kind: str
    day: datetime.date
    until: datetime.date
    start_minute: int | None = None
    end_minute: int | None = None
    title: str = ""
    place: str = ""
    origin: str = ""
    destination: str = ""
    means: str = ""
    reference: str = ""
    note: str = ""
    site_id: int | None = None
    objective_id: int | None = None


FIELDS = tuple(Line.__dataclass_fields__)


@transaction.atomic
def add(*, placement_id: int, actor: User, line: Line, proposed: bool = False) -> PlanningItem:
    """Adds a line; `proposed` by a tutor, it waits for the trainee. Raises Misplaced beside the field that is wrong."""
    placement = locks.placement(placement_id)
    require_open(placement)
    if placement.planning.count() >= MOST:
        raise Refused(_("%(most)d lines at most: remove some first.") % {"most": MOST})
    item = PlanningItem(placement=placement)
    if proposed:
        item.proposed_by, item.proposed_at = actor, timezone.now()
    _write(item, line)
    _trace(item, actor, "planning.proposed" if proposed else "planning.added")
    if proposed:
        emails.proposed(item, actor=actor)
    return item


@transaction.atomic
def change(*, item_id: int, actor: User, line: Line, version: int | None = None) -> PlanningItem:
    """Writes a line anew. With a `version`, refuses what somebody else has changed meanwhile."""
    item = _locked(item_id)
    if version is not None and version != item.version:
        raise Refused(_("Somebody has changed this line meanwhile. Look at it again before you change it."))
    item.version += 1
    _write(item, line)
    _trace(item, actor, "planning.changed")
    return item


@transaction.atomic
def move(*, item_id: int, actor: User, day: datetime.date, start_minute: int) -> PlanningItem:
    """Moves a line to another day and hour, as long as before. A lodging keeps its number of nights."""
    item = _locked(item_id)
    _require_day(item.placement, item.kind, day)
    line = _shifted(item, day - item.day)
    if item.kind != PlanningKind.LODGING:
        start, end = line.start_minute or 0, line.end_minute or 0
        length = end - start + (line.until - line.day).days * MINUTES_OF_DAY
        days, minute = divmod(start_minute + length, MINUTES_OF_DAY)
        if not minute:
            days, minute = days - 1, MINUTES_OF_DAY
        if item.kind == PlanningKind.ACTIVITY and days:
            raise Misplaced(_("An activity ends on its day: choose an earlier hour."), "start")
        until = day + datetime.timedelta(days=days)
        line = replace(line, until=until, start_minute=start_minute, end_minute=minute)
    return change(item_id=item_id, actor=actor, line=line)


@transaction.atomic
def remove(*, item_id: int, actor: User) -> None:
    item = _locked(item_id)
    _trace(item, actor, "planning.declined" if item.is_proposed and item.proposed_by != actor else "planning.removed")
    item.delete()


@transaction.atomic
def accept(*, item_id: int, actor: User) -> PlanningItem:
    """The trainee takes up what the tutor proposes."""
    item = _locked(item_id)
    if item.proposed_at is not None:
        item.proposed_at = None
        item.version += 1
        item.save(update_fields=["proposed_at", "version", "updated_at"])
        _trace(item, actor, "planning.accepted")
    return item


@transaction.atomic
def copy_week(*, placement_id: int, actor: User, source: datetime.date, target: datetime.date) -> tuple[int, int]:
    """Copies the activities of the week that begins on `source` to the one that begins on `target`.

    Returns how many were copied, and how many had no room: outside the stay, or at an hour that is taken.
    """
    placement = locks.placement(placement_id)
    require_open(placement)
    shift = target - source
    if not shift:
        raise Refused(_("Choose another week to copy to."))
    rows = placement.planning.kept().during(source, source + 6 * ONE_DAY).filter(kind=PlanningKind.ACTIVITY)
    copied = left = 0
    for item in rows.select_related("site").order_by("starts_at"):
        try:
            _write(PlanningItem(placement=placement), _shifted(item, shift))
            copied += 1
        except Misplaced:
            left += 1
    if copied:
        data = {"from": source.isoformat(), "to": target.isoformat(), "lines": copied}
        audit.record(action="planning.copied", actor=actor, target=placement, data=data)
    return copied, left


def line_of(item: PlanningItem) -> Line:
    return Line(**{name: getattr(item, name) for name in FIELDS})


def _shifted(item: PlanningItem, shift: datetime.timedelta) -> Line:
    """The line some days later or earlier. It keeps its site only where that one's dates cover the new day."""
    line = line_of(item)
    day, site = line.day + shift, item.site
    stays = site is not None and site.start <= day <= site.end
    return replace(line, day=day, until=line.until + shift, site_id=line.site_id if stays else None)


def _locked(item_id: int) -> PlanningItem:
    rows = PlanningItem.objects.filter(pk=item_id)
    seen = rows.first()
    if seen is not None:
        locks.placement(seen.placement_id)
    # Whoever clicked at the same moment may have removed it while this waited for the lock.
    item = rows.select_related("placement", "proposed_by", "site").first()
    if item is None:
        raise Refused(_("This line has been removed already."))
    require_open(item.placement)
    return item


def _write(item: PlanningItem, line: Line) -> None:
    """Checks the line and saves it; the database has the last word on what overlaps."""
    for name in FIELDS:
        setattr(item, name, getattr(line, name))
    sites = list(site_rows().filter(placement=item.placement))
    site = _site_of(line, sites)
    item.site = site
    _require_within(item.placement, line)
    if line.kind in TIMED:
        _set_moments(item, site)
    _require_free(item)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in CONSTRAINTS:
            raise
        raise Misplaced(
            _("Something else stands in the planning at that time. Choose another one."), "start"
        ) from error


def _site_of(line: Line, sites: list[PlacementSite]) -> PlacementSite | None:
    """The site chosen; otherwise the one of that day, or the nearest in time."""
    chosen = next((site for site in sites if site.pk == line.site_id), None)
    there = (site for site in sites if site.start <= line.day <= site.end)
    return chosen or next(there, None) or min(sites, key=lambda site: abs(site.start - line.day), default=None)


def _require_day(placement: Placement, kind: str, day: datetime.date, field: str = "day") -> None:
    """Before anything is counted from it: the calendar has an end."""
    first, last = placement.start, placement.end
    if kind == PlanningKind.ACTIVITY:
        words = _("Choose a day between %(start)s and %(end)s, while the stay lasts.")
    else:
        first, last = first - MARGIN, last + MARGIN
        words = _("Choose days between %(start)s and %(end)s, around the stay.")
    if not first <= day <= last:
        raise Misplaced(words % {"start": said(first), "end": said(last)}, field)


def _require_within(placement: Placement, line: Line) -> None:
    _require_day(placement, line.kind, line.day)
    if line.kind == PlanningKind.ACTIVITY:
        return
    _require_day(placement, line.kind, line.until, "until")
    if line.kind == PlanningKind.LODGING and line.until <= line.day:
        raise Misplaced(_("Choose a day of leaving after the first night."), "until")
    if line.kind == PlanningKind.JOURNEY and not line.day <= line.until <= line.day + LONGEST_JOURNEY:
        raise Misplaced(_("Choose a day of arrival within three days of leaving."), "until")


def _set_moments(item: PlanningItem, site: PlacementSite | None) -> None:
    zone = region_of(site).zone if site else ZoneInfo(settings.TIME_ZONE)
    # Two moments of one zone are compared by its clock, which lies on the night when it changes.
    item.starts_at = moment(item.day, item.start_minute or 0, zone).astimezone(datetime.UTC)
    item.ends_at = moment(item.until, item.end_minute or 0, zone).astimezone(datetime.UTC)
    if item.ends_at <= item.starts_at:
        raise Misplaced(_("The end comes before the beginning. Choose a later hour."), "end")


def _require_free(item: PlanningItem) -> None:
    others = PlanningItem.objects.filter(placement=item.placement).exclude(pk=item.pk)
    if item.kind == PlanningKind.LODGING:
        known = others.filter(kind=PlanningKind.LODGING, day__lt=item.until, until__gt=item.day).first()
        if known:
            raise Misplaced(
                _("From %(start)s to %(end)s you sleep at “%(what)s” already. Choose other nights.")
                % {"start": said(known.day), "end": said(known.until), "what": known},
                "day",
            )
        return
    known = others.filter(kind__in=TIMED, starts_at__lt=item.ends_at, ends_at__gt=item.starts_at).first()
    if known:
        raise Misplaced(
            _("“%(what)s” stands there already, on %(day)s from %(start)s to %(end)s. Choose another time.")
            % {
                "what": known,
                "day": said(known.day),
                "start": clock(known.start_minute or 0),
                "end": clock(known.end_minute or 0),
            },
            "start",
        )


def _trace(item: PlanningItem, actor: User, action: str) -> None:
    audit.record(action=action, actor=actor, target=item, data={"placement": item.placement_id, "kind": item.kind})
