"""What the checks of the law look at: a placement, those around it, and the rules of its country."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from hosts.models import HostInstitution
from internships import timetable
from internships.enums import SupervisorCapacity
from internships.models import Placement, PlacementSite, Supervisor, TrainingOrganisation
from internships.selectors import plans
from law.enums import Effect
from law.models import LegalRegime, LegalRule
from law.rules import Book

# The day an agreement was signed, where an app above knows it; None while it is not.
SignatureDay = Callable[[Placement], datetime.date | None]
_signature_days: list[SignatureDay] = []


def register_signature_day(day: SignatureDay) -> SignatureDay:
    """Lets an app above say when the agreement of a placement was signed."""
    if day not in _signature_days:
        _signature_days.append(day)
    return day


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that the law says: what for people, with which effect, by which rule.

    `about` tells findings of one code apart (which host, which tutor); `also` is a second rule to show.
    """

    code: str
    effect: str
    sentence: str
    rule: LegalRule | None = None
    also: LegalRule | None = None
    about: str = ""

    @property
    def blocking(self) -> bool:
        return self.effect == Effect.BLOCK

    @property
    def with_article(self) -> str:
        return f"{self.sentence} ({self.rule.article})" if self.rule else self.sentence

    @property
    def rules(self) -> list[LegalRule]:
        return [rule for rule in (self.rule, self.also) if rule]


@dataclass(frozen=True)
class Seat:
    """A site of a placement beside ours: whose, at which host, from when to when."""

    placement: int
    institution: int
    start: datetime.date
    end: datetime.date


@dataclass
class Charge:
    """Somebody who accompanies this placement, and the days on which they accompany others of its regime."""

    supervisor: Supervisor
    start: datetime.date
    end: datetime.date
    others: list[tuple[int, datetime.date, datetime.date]] = field(default_factory=list)

    def most(self) -> tuple[int, datetime.date]:
        """How many trainees at the same time at most, this one included, and from which day."""
        edges = [self.start, *(start for _pk, start, _end in self.others if self.start < start <= self.end)]
        counts = [(len({pk for pk, first, last in self.others if first <= day <= last}) + 1, day) for day in edges]
        return max(counts, key=lambda one: (one[0], -one[1].toordinal()))


class Case:
    """A placement in the eyes of the law. Reads once, when a check asks."""

    def __init__(self, placement: Placement, signed_on: datetime.date | None = None) -> None:
        self.placement = placement
        self._signed_on = signed_on

    @property
    def regime(self) -> LegalRegime:
        return self.placement.kind.regime

    @cached_property
    def book(self) -> Book:
        return Book(self.regime.country)

    def rule(self, key: str, on: datetime.date | None = None) -> LegalRule:
        """The rule of a day, by default the first one of the placement. Raises LegalRuleMissing."""
        return self.book.find(key, on or self.placement.start)

    @cached_property
    def signed_on(self) -> datetime.date:
        known = self._signed_on or next((day for find in _signature_days if (day := find(self.placement))), None)
        return known or timezone.localdate()

    @cached_property
    def sites(self) -> list[PlacementSite]:
        return list(self.placement.sites.select_related("institution__organisation", "period", "site"))

    @cached_property
    def hosts(self) -> dict[int, HostInstitution]:
        return {site.institution_id: site.institution for site in self.sites}

    @cached_property
    def own(self) -> list[Placement]:
        """The standing placements of the same person with these hosts, under this regime, this one included."""
        mine = Placement.objects.standing().filter(
            person=self.placement.person_id, kind__regime=self.regime, sites__institution__in=list(self.hosts)
        )
        return list(plans.with_hours(mine.distinct()))

    @cached_property
    def first_month(self) -> int:
        """The month in which the teaching year of the school begins."""
        sender = self.placement.sending_organisation_id
        known = sender and TrainingOrganisation.objects.filter(organisation=sender).values_list(
            "year_begins_month", flat=True
        )
        default = TrainingOrganisation._meta.get_field("year_begins_month").default
        return int((known and known.first()) or default)

    def teaching_year(self, day: datetime.date) -> int:
        """The calendar year in which the teaching year of a day begins."""
        return day.year if day.month >= self.first_month else day.year - 1

    def year_words(self, year: int) -> str:
        return str(year) if self.first_month == 1 else f"{year}-{year + 1}"

    @cached_property
    def minutes(self) -> dict[tuple[int, int], int]:
        """Presence by host and teaching year, over the placements of the person: {(host, year): minutes}.

        Only the teaching years in which this placement itself has a day.
        """
        years = {self.teaching_year(day) for start, end in self.placement.days for day in (start, end)}
        found: defaultdict[tuple[int, int], int] = defaultdict(int)
        for placement in self.own:
            for site in placement.sites.all():
                plan = plans.plan_of(site, placement) if site.institution_id in self.hosts else None
                for day, minutes in timetable.presence([plan] if plan else []).by_day.items():
                    year = self.teaching_year(day)
                    if year in years:
                        found[site.institution_id, year] += minutes
        return dict(found)

    @cached_property
    def seats(self) -> list[Seat]:
        """Every trainee of this regime at these hosts while this placement lasts."""
        around = PlacementSite.objects.filter(
            institution__in=list(self.hosts),
            placement__kind__regime=self.regime,
            start__lte=self.placement.end + datetime.timedelta(days=7),
            end__gte=self.placement.start - datetime.timedelta(days=7),
        ).exclude(placement__state="cancelled")
        rows = around.values_list("placement_id", "institution_id", "start", "end", "placement__end")
        return [Seat(pk, host, start, min(end, last)) for pk, host, start, end, last in rows if start <= last]

    @cached_property
    def charges(self) -> dict[str, list[Charge]]:
        """Who accompanies this placement, by capacity, with what else they have to do."""
        mine = [one for one in self.placement.supervisors.select_related("placement_site") if one.until is None]
        found: dict[str, list[Charge]] = {capacity: [] for capacity in SupervisorCapacity.values}
        for supervisor in mine:
            end = supervisor.placement_site.end if supervisor.placement_site else self.placement.end
            found[supervisor.capacity].append(Charge(supervisor, supervisor.since, min(end, self.placement.end)))
        charged = [one for capacity in found.values() for one in capacity]
        if charged:
            self._load(charged)
        return found

    def _load(self, charged: list[Charge]) -> None:
        """One query for everybody: the same account, or the same address where there is none."""
        same = Q()
        for charge in charged:
            same |= _same_person(charge.supervisor)
        others = Supervisor.objects.filter(same, placement__kind__regime=self.regime)
        others = others.exclude(placement=self.placement.pk).exclude(placement__state="cancelled")
        # Replaced before it began: that person never accompanied it.
        others = others.exclude(replaced_by__isnull=False, until=F("since"))
        for other in others.select_related("placement", "placement_site"):
            site = other.placement_site
            ends = [other.until, site.end if site else None, other.placement.end]
            last = min(end for end in ends if end is not None)
            for charge in charged:
                if (
                    identities(charge.supervisor) & identities(other)
                    and other.since <= charge.end
                    and last >= charge.start
                ):
                    charge.others.append((other.placement_id, other.since, last))


def identities(one: Supervisor) -> set[tuple[str, ...]]:
    """By what somebody is recognised in one capacity: account, address; failing both, the name within one host."""
    found: set[tuple[str, ...]] = set()
    if one.user_id:
        found.add((one.capacity, "user", str(one.user_id)))
    if one.email:
        found.add((one.capacity, "email", one.email.lower()))
    if not found and one.placement_site:
        found.add((one.capacity, "name", one.name.lower(), str(one.placement_site.institution_id)))
    return found


def _same_person(one: Supervisor) -> Q:
    who = Q(pk__in=[])
    if one.user_id:
        who |= Q(user=one.user_id)
    if one.email:
        who |= Q(email__iexact=one.email)
    if not (one.user_id or one.email) and one.placement_site:
        nameless = {"user": None, "email": ""}
        who |= Q(name__iexact=one.name, placement_site__institution=one.placement_site.institution_id, **nameless)
    return who & Q(capacity=one.capacity)


def weeks_of(start: datetime.date, end: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """The calendar weeks that hold a day of those, from Monday to Sunday."""
    first = timetable.monday(start)
    count = (timetable.monday(end) - first).days // 7 + 1
    week = datetime.timedelta(days=7)
    return [(first + number * week, first + (number + 1) * week - timetable.ONE_DAY) for number in range(count)]
