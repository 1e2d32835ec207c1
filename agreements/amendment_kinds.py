"""What each kind of amendment changes: its difference in words, and how it is applied to the placement (T11).

`changes` is JSON: dates as ISO texts, sites and people by their numbers, terms by their keys.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import mentions, terms
from agreements.enums import AmendmentKind
from agreements.models import Agreement
from agreements.selectors.kinds import hosts_of, with_host
from hosts.models import HostSite
from internships.enums import Weekday
from internships.models import Placement
from internships.services.placements import change_dates
from internships.services.placements.moving import move_site
from internships.services.placements.people import Companion, replace_supervisor
from internships.services.placements.weeks import set_weeks
from law.durations import clock

Changes = Mapping[str, Any]

# Which mentions an amendment of a kind rewrites.
TERMS: dict[str, tuple[str, ...]] = {
    AmendmentKind.STIPEND: ("stipend_hourly", "stipend_payment", "benefits"),
    AmendmentKind.ACTIVITIES: ("activities", "skills"),
}


@dataclass(frozen=True)
class Change:
    """One line of the reviewed difference."""

    label: str
    before: str
    after: str


def differences(agreement: Agreement) -> list[Change]:
    """What the amendment would change, as things stand; once its document is made, that document says it."""
    kind, changes = agreement.amendment_kind, agreement.changes
    if kind in TERMS:
        return _terms(agreement, changes)
    found = {
        AmendmentKind.DATES: _dates,
        AmendmentKind.HOURS: _hours,
        AmendmentKind.SUPERVISION: _supervision,
        AmendmentKind.SITE: _site,
        AmendmentKind.OTHER: _other,
    }[AmendmentKind(kind)](agreement.placement, changes)
    return [one for one in found if one.before != one.after]


def apply(placement: Placement, kind: str, changes: Changes, *, actor: User | None) -> None:
    """Changes the placement as all have signed. Raises Refused where that is not possible (any more)."""
    command = _COMMANDS.get(kind)
    if command:
        command(placement, changes, actor)


# The difference


def _dates(placement: Placement, changes: Changes) -> list[Change]:
    found = []
    sites = list(placement.sites.select_related("site", "institution__organisation"))
    for site in sites:
        span = changes.get("sites", {}).get(str(site.pk))
        if span:
            where = f" ({site})" if len(sites) > 1 else ""
            found.append(Change(_("First day") + where, said(site.start), said(_day(span[0]))))
            found.append(Change(_("Last day") + where, said(site.end), said(_day(span[1]))))
    return found


def _hours(placement: Placement, changes: Changes) -> list[Change]:
    found = []
    sites = list(placement.sites.select_related("site", "institution__organisation").prefetch_related("week"))
    for site in sites:
        slots = changes.get("week", {}).get(str(site.pk))
        if slots is None:
            continue
        where = f" ({site})" if len(sites) > 1 else ""
        now = [(int(one.weekday), one.start_minute, one.end_minute) for one in site.week.all()]
        for day in Weekday:
            before, after = _of_day(now, int(day.value)), _of_day(slots, int(day.value))
            found.append(Change(str(day.label) + where, before, after))
    return found


def _of_day(slots: Any, day: int) -> str:
    return ", ".join(f"{clock(start)} – {clock(end)}" for number, start, end in sorted(slots) if number == day)


def _supervision(placement: Placement, changes: Changes) -> list[Change]:
    old = placement.supervisors.filter(pk=changes.get("supervisor", 0)).first()
    if old is None:
        return []
    words = str(old.get_capacity_display())
    after = ", ".join(filter(None, (changes["name"], changes.get("function"), changes.get("email"))))
    since = changes.get("since")
    if since:
        after = _("%(who)s, from %(day)s") % {"who": after, "day": said(_day(since))}
    return [Change(words, ", ".join(filter(None, (old.name, old.function, old.email))), after)]


def _site(placement: Placement, changes: Changes) -> list[Change]:
    row = placement.sites.filter(pk=changes.get("placement_site", 0)).select_related("site", "institution").first()
    site = HostSite.objects.filter(pk=changes.get("site", 0)).first()
    if row is None or site is None:
        return []
    return [Change(_("Place"), _place(row.site) or str(row.institution), _place(site))]


def _place(site: HostSite | None) -> str:
    if site is None:
        return ""
    return ", ".join(filter(None, (str(site), site.address, f"{site.postcode} {site.city}".strip())))


def _other(placement: Placement, changes: Changes) -> list[Change]:
    return [Change(_("Added to the agreement"), "", str(changes.get("text", "")))]


def _terms(agreement: Agreement, changes: Changes) -> list[Change]:
    base = base_terms(agreement.amends) if agreement.amends else {}
    found = []
    hosts = {host.pk: str(host) for host in hosts_of(agreement.placement)}
    for key, value in changes.get("terms", {}).items():
        code, host = terms.split(key)
        mention = mentions.find(code)
        if mention and base.get(key, "") != value:
            label = with_host(str(mention.label), hosts.get(host or 0, "") if len(hosts) > 1 else "")
            found.append(Change(label, terms.words(mention, base.get(key)), terms.words(mention, value)))
    return found


def base_terms(original: Agreement) -> dict[str, Any]:
    """The terms in force: those of the last amendment that was sealed, otherwise the agreement's own."""
    from agreements.enums import AgreementState

    last = original.amendments.filter(state=AgreementState.SEALED).order_by("-amendment_number").first()
    return dict((last or original).terms)


def said(day: datetime.date) -> str:
    return str(date_format(day, "j F Y"))


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# The commands


def _apply_dates(placement: Placement, changes: Changes, actor: User | None) -> None:
    spans = {int(pk): (_day(span[0]), _day(span[1])) for pk, span in changes["sites"].items()}
    change_dates(placement_id=placement.pk, actor=actor, dates=spans, agreed=True)


def _apply_hours(placement: Placement, changes: Changes, actor: User | None) -> None:
    weeks = {
        int(pk): [(int(day), int(start), int(end)) for day, start, end in slots]
        for pk, slots in changes["week"].items()
    }
    set_weeks(placement_id=placement.pk, actor=actor, weeks=weeks, agreed=True)


def _apply_supervision(placement: Placement, changes: Changes, actor: User | None) -> None:
    companion = Companion(
        name=changes["name"],
        email=changes.get("email", ""),
        function=changes.get("function", ""),
        telephone=changes.get("telephone", ""),
    )
    since = _day(changes["since"]) if changes.get("since") else None
    old = placement.supervisors.get(pk=changes["supervisor"])
    replace_supervisor(supervisor_id=old.pk, actor=actor, companion=companion, since=since, agreed=True)


def _apply_site(placement: Placement, changes: Changes, actor: User | None) -> None:
    row = placement.sites.get(pk=changes["placement_site"])
    move_site(placement_site_id=row.pk, actor=actor, site=HostSite.objects.get(pk=changes["site"]), agreed=True)


_COMMANDS: dict[str, Callable[[Placement, Changes, User | None], None]] = {
    AmendmentKind.DATES: _apply_dates,
    AmendmentKind.HOURS: _apply_hours,
    AmendmentKind.SUPERVISION: _apply_supervision,
    AmendmentKind.SITE: _apply_site,
}
