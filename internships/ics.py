"""Placements for calendar programs (RFC 5545): one event per stretch of presence, by the clock of its site.

Identifiers stay the same from one reading to the next, so that a program updates what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.calendars import new_calendar, new_event
from hosts.models import HostSite
from internships.enums import PlacementState, PlanningKind
from internships.models import Placement, PlacementSite, PlanningItem
from internships.regions import region_of
from internships.selectors import plans
from internships.timetable import ONE_DAY, Plan, moment

if TYPE_CHECKING:
    from icalendar import Event


def calendar(
    placements: Iterable[Placement],
    *,
    name: str,
    with_names: bool = False,
    planned: Mapping[int, Sequence[PlanningItem]] | None = None,
) -> bytes:
    """The file. Placements come from `plans.with_hours`, with their person; cancelled ones are left out, so that they
    vanish from the programs that read them. `with_names`: for those who accompany several trainees. `planned`: the
    lines of their plannings, by placement (E8)."""
    made = new_calendar(name)
    made.add("refresh-interval;value=duration", "PT6H")
    for placement in placements:
        for site in placement.sites.all():
            plan = plans.plan_of(site, placement)
            if plan is not None:
                for event in _events(placement, site, plan, with_names):
                    made.add_component(event)
        if placement.state != PlacementState.CANCELLED:
            for item in (planned or {}).get(placement.pk, ()):
                made.add_component(_planned(placement, item, with_names))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _events(placement: Placement, site: PlacementSite, plan: Plan, with_names: bool) -> Iterable[Event]:
    title = _("Placement at %(host)s") % {"host": site.institution}
    title = f"{placement.person} · {title}" if with_names else title
    zone = region_of(site).zone
    if not plan.weekly and not plan.special:
        whole = _event(placement, site, title, f"{plan.start:%Y%m%d}")
        whole.add("dtstart", plan.start)
        whole.add("dtend", plan.end + ONE_DAY)
        whole.add("transp", "TRANSPARENT")
        yield whole
        return
    away = [(one.start, one.end) for one in placement.interruptions.all()]
    for day in plan.days():
        if any(start <= day <= end for start, end in away):
            continue
        for number, (start, end) in enumerate(sorted(plan.stretches(day))):
            event = _event(placement, site, title, f"{day:%Y%m%d}-{number}")
            event.add("dtstart", moment(day, start, zone))
            event.add("dtend", moment(day, end, zone))
            yield event


def _event(placement: Placement, site: PlacementSite, title: str, key: str) -> Event:
    event = new_event(
        f"placement-{placement.pk}-{site.pk}-{key}",
        title=title,
        path=reverse("internships:placement", args=[placement.pk]),
        changed=placement.updated_at,
        version=placement.version,
    )
    if site.site:
        event.add("location", address(site.site))
    return event


def _planned(placement: Placement, item: PlanningItem, with_names: bool) -> Event:
    """A line of the planning: a lodging covers its nights, the rest stands at its hours by the clock of the site."""
    words = _("Lodging: %(what)s") % {"what": item} if item.kind == PlanningKind.LODGING else str(item)
    event = new_event(
        f"planning-{item.pk}",
        title=f"{placement.person} · {words}" if with_names else words,
        path=reverse("internships:planning", args=[placement.pk]),
        changed=item.updated_at,
        version=item.version,
    )
    if item.kind == PlanningKind.LODGING:
        event.add("dtstart", item.day)
        event.add("dtend", item.until)
        event.add("transp", "TRANSPARENT")
    else:
        zone = region_of(item.site).zone if item.site else ZoneInfo(settings.TIME_ZONE)
        event.add("dtstart", moment(item.day, item.start_minute or 0, zone))
        event.add("dtend", moment(item.until, item.end_minute or 0, zone))
    if where := item.place or item.origin:
        event.add("location", where)
    if item.reference or item.note:
        event.add("description", " · ".join(part for part in (item.reference, item.note) if part))
    return event


def address(site: HostSite) -> str:
    town = f"{site.postcode} {site.city}".strip()
    return ", ".join(part for part in (str(site), site.address, town) if part)
