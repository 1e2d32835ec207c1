"""Reads the hours of placements from the database, for `internships.timetable` to compute with."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, QuerySet

from accounts.along import along, came_with
from internships import timetable
from internships.enums import PlacementState
from internships.fields import Span
from internships.models import Placement, PlacementSite
from internships.regions import region_of
from internships.timetable import Plan, Presence

Stretches = list[tuple[int, int]]


def site_rows() -> QuerySet[PlacementSite]:
    """Sites of placements with their hours, in one query."""
    rows = PlacementSite.objects.select_related(
        "site__institution__organisation", "institution__organisation__territory", "period"
    )
    return along(rows, "week", "special_days")


def with_hours(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Brings what `presence` reads, in one query more however many placements there are."""
    return along(placements, "interruptions").prefetch_related(Prefetch("sites", site_rows()))


def with_absences(sites: QuerySet[PlacementSite]) -> QuerySet[PlacementSite]:
    """Brings the placement of each site and its interruptions."""
    return along(sites.select_related("placement"), "placement__interruptions")


def sites_of(placement: Placement) -> list[PlacementSite]:
    """The sites of a placement with their hours: those that came with it, otherwise one query."""
    if came_with(placement, "sites") and came_with(placement, "interruptions"):
        return list(placement.sites.all())
    return list(with_absences(site_rows().filter(placement=placement)))


def plan_of(site: PlacementSite, placement: Placement) -> Plan | None:
    """The hours of one site; nothing where the placement ended before it began there."""
    end = min(site.end, placement.end) if placement.state == PlacementState.STOPPED else site.end
    if end < site.start or placement.state == PlacementState.CANCELLED:
        return None
    region = region_of(site)
    return Plan(
        start=site.start,
        end=end,
        week=_week(site),
        special=_special(site),
        holidays=frozenset(region.holidays(site.start, end)),
        out=_out(placement),
        zone=region.zone,
    )


def plans_of(placement: Placement) -> list[Plan]:
    return [plan for site in placement.sites.all() if (plan := plan_of(site, placement)) is not None]


def presence(of: Placement | PlacementSite) -> Presence:
    """The presence of a placement, or at one of its sites. Cancelled ones have none."""
    if isinstance(of, PlacementSite):
        plan = plan_of(of, of.placement)
        return timetable.presence([plan] if plan else [])
    return timetable.presence(plans_of(of))


def _week(site: PlacementSite) -> dict[int, Stretches]:
    week: dict[int, Stretches] = {}
    for slot in site.week.all():
        week.setdefault(int(slot.weekday), []).append((slot.start_minute, slot.end_minute))
    return week


def _special(site: PlacementSite) -> dict[datetime.date, Stretches]:
    days: dict[datetime.date, Stretches] = {}
    for special in site.special_days.all():
        stretches = days.setdefault(special.day, [])
        if special.start_minute is not None and special.end_minute is not None:
            stretches.append((special.start_minute, special.end_minute))
    return days


def _out(placement: Placement) -> list[Span]:
    return [(one.start, one.end) for one in placement.interruptions.all() if not one.authorised]
