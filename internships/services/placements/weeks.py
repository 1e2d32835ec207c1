"""The hours of a site: the week that comes back, and the days that differ."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from internships import events
from internships.enums import Weekday
from internships.models import Placement, PlacementSite, SpecialDay, WeekSlot
from internships.services import locks
from internships.services.placements.creation import require_lawful
from internships.services.placements.dates import require_open
from internships.timetable import MINUTES_OF_DAY, Stretch
from internships.words import said
from law.durations import clock

# A weekday (1 Monday … 7 Sunday) and its hours, in minutes after midnight by the clock of the site.
Slot = tuple[int, int, int]


@transaction.atomic
def set_week(
    *, placement_site_id: int, actor: User | None, slots: Sequence[Slot], agreed: bool = False
) -> PlacementSite:
    """Replaces the weekly hours of a site. Raises Refused when they overlap, here or with another site of the
    placement, when they exceed what the law allows, or when an app above objects."""
    placement = PlacementSite.objects.values_list("placement_id", flat=True).get(pk=placement_site_id)
    (site,) = set_weeks(placement_id=placement, actor=actor, weeks={placement_site_id: slots}, agreed=agreed)
    return site


@transaction.atomic
def set_weeks(
    *, placement_id: int, actor: User | None, weeks: Mapping[int, Sequence[Slot]], agreed: bool = False
) -> list[PlacementSite]:
    """Replaces the weekly hours of several sites of a placement, {placement site id: hours}. They are judged as they
    will be, all together: hours may change places (A6, A9). Raises Refused as `set_week` does."""
    placement = _locked(placement_id, actor, agreed)
    rows = placement.sites.select_related("site", "institution__organisation").filter(pk__in=weeks)
    sites = [(row, weeks[row.pk]) for row in rows]
    for site, slots in sites:
        for weekday in range(1, 8):
            in_a_row([(start, end) for day, start, end in slots if day == weekday], str(Weekday(str(weekday)).label))
        site.week.all().delete()
        WeekSlot.objects.bulk_create(
            WeekSlot(placement_site=site, weekday=str(day), start_minute=start, end_minute=end)
            for day, start, end in sorted(slots)
        )
    for site, slots in sites:
        _require_one_place(placement, site, slots)
        weekly = sum(end - start for _day, start, end in slots)
        _trace(placement, site, actor, "placement.week_set", {"weekly": weekly})
    _follow(placement, actor)
    return [site for site, _slots in sites]


@transaction.atomic
def set_special_day(
    *,
    placement_site_id: int,
    actor: User | None,
    day: datetime.date,
    stretches: Sequence[Stretch],
    label: str = "",
    agreed: bool = False,
) -> None:
    """Gives one day other hours than its week; with none, it is off."""
    placement, site = _site(placement_site_id, actor, agreed)
    if not site.start <= day <= site.end:
        raise Refused(
            _("Choose a day between %(start)s and %(end)s.") % {"start": said(site.start), "end": said(site.end)}
        )
    in_a_row(stretches, said(day))
    site.special_days.filter(day=day).delete()
    hours: list[tuple[int | None, int | None]] = list(stretches) or [(None, None)]
    SpecialDay.objects.bulk_create(
        SpecialDay(placement_site=site, day=day, start_minute=start, end_minute=end, label=label.strip())
        for start, end in hours
    )
    _trace(placement, site, actor, "placement.day_set", {"day": day.isoformat()})
    _follow(placement, actor)


@transaction.atomic
def clear_special_day(*, placement_site_id: int, actor: User | None, day: datetime.date, agreed: bool = False) -> None:
    """The day is like its week again."""
    placement, site = _site(placement_site_id, actor, agreed)
    if site.special_days.filter(day=day).delete()[0]:
        _trace(placement, site, actor, "placement.day_cleared", {"day": day.isoformat()})
        _follow(placement, actor)


def in_a_row(stretches: Sequence[Stretch], where: str) -> None:
    """Refuses hours that end before they begin, or that overlap."""
    last = 0
    for start, end in sorted(stretches):
        if not 0 <= start < end <= MINUTES_OF_DAY:
            raise Refused(
                _("%(where)s: “%(start)s to %(end)s” ends before it begins.")
                % {"where": where, "start": clock(start), "end": clock(end)}
            )
        if start < last:
            raise Refused(_("%(where)s: the hours overlap. Check where the first ones end.") % {"where": where})
        last = end


def _locked(placement_id: int, actor: User | None, agreed: bool) -> Placement:
    placement = locks.placement(placement_id)
    require_open(placement)
    if not agreed:
        events.ask(placement, change=events.Change.WEEK, actor=actor)
    return placement


def _site(placement_site_id: int, actor: User | None, agreed: bool) -> tuple[Placement, PlacementSite]:
    number = PlacementSite.objects.values_list("placement_id", flat=True).get(pk=placement_site_id)
    placement = _locked(number, actor, agreed)
    return placement, placement.sites.select_related("institution__organisation").get(pk=placement_site_id)


def _require_one_place(placement: Placement, site: PlacementSite, slots: Sequence[Slot]) -> None:
    """A9: paired sites share one schedule; nobody is at two places in one hour."""
    others = placement.sites.exclude(pk=site.pk).filter(start__lte=site.end, end__gte=site.start)
    for other in others.select_related("site", "institution__organisation").prefetch_related("week"):
        for slot in other.week.all():
            for day, start, end in slots:
                if str(day) == slot.weekday and start < slot.end_minute and end > slot.start_minute:
                    raise Refused(
                        _("On %(day)s the trainee is at %(site)s from %(start)s to %(end)s. Choose other hours.")
                        % {
                            "day": slot.get_weekday_display(),
                            "site": other,
                            "start": clock(slot.start_minute),
                            "end": clock(slot.end_minute),
                        }
                    )


def _trace(placement: Placement, site: PlacementSite, actor: User | None, action: str, data: dict[str, object]) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"site": site.pk, **data},
    )


def _follow(placement: Placement, actor: User | None) -> None:
    """Once the hours are written: what the law says of them, and whoever listens."""
    placement.version += 1
    placement.save(update_fields=["version", "updated_at"])
    require_lawful(placement, "placement-maximum")
    events.tell("changed", placement, change=events.Change.WEEK, actor=actor)
