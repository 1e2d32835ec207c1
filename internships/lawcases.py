"""What the checks of the law look at: a placement, those around it, and the rules of its country."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from accounts.along import came_with
from hosts.models import HostInstitution
from internships import timetable
from internships.enums import PlacementState, SupervisorCapacity
from internships.models import Placement, PlacementSite, ShareDecision, Supervisor, TrainingOrganisation
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
    """A site of a placement around ours, this one included: whose, where, on which post, until when really."""

    placement: int
    institution: int
    offer: int | None
    start: datetime.date
    end: datetime.date
    left_early: bool = False


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
        return plans.sites_of(self.placement)

    @cached_property
    def hosts(self) -> dict[int, HostInstitution]:
        return {site.institution_id: site.institution for site in self.sites}

    @cached_property
    def own(self) -> list[PlacementSite]:
        """The sites of the person's standing placements at these hosts, under this regime, this one's included."""
        others = plans.site_rows().filter(
            institution__in=list(self.hosts),
            placement__person=self.placement.person_id,
            placement__kind__regime=self.regime,
        )
        others = others.exclude(placement=self.placement.pk).exclude(placement__state=PlacementState.CANCELLED)
        here = [] if self.placement.state == PlacementState.CANCELLED else self.sites
        return [*here, *plans.with_absences(others)]

    @cached_property
    def first_month(self) -> int:
        """The month in which the teaching year of the school begins."""
        default = int(TrainingOrganisation._meta.get_field("year_begins_month").default)
        if self.placement.sending_organisation_id is None:
            return default
        if Placement._meta.get_field("sending_organisation").is_cached(self.placement):
            school = getattr(self.placement.sending_organisation, "training", None)
        else:
            school = TrainingOrganisation.objects.filter(organisation=self.placement.sending_organisation_id).first()
        return school.year_begins_month if school else default

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
        for site in self.own:
            for day, minutes in plans.presence(site).by_day.items():
                year = self.teaching_year(day)
                if year in years:
                    found[site.institution_id, year] += minutes
        return dict(found)

    @cached_property
    def seats(self) -> list[Seat]:
        """Every trainee of this regime at these hosts while this placement lasts, and on its posts before."""
        week = datetime.timedelta(days=7)
        meanwhile = Q(
            institution__in=list(self.hosts), start__lte=self.placement.end + week, end__gte=self.placement.start - week
        )
        before = Q(period__offer__in=[site.period.offer_id for site in self.sites if site.period])
        rows = PlacementSite.objects.filter(meanwhile | before, placement__kind__regime=self.regime)
        rows = rows.exclude(placement__state=PlacementState.CANCELLED).select_related("placement", "period")
        return [_seat(row) for row in rows if row.start <= row.placement.end]

    def share_decisions(self, host: int) -> list[ShareDecision]:
        """What the education authority decided on the number of trainees of this kind at a host (R124-11)."""
        if not self.placement.kind.is_secondary:
            return []
        return list(ShareDecision.objects.standing().filter(institution=host, kind=self.placement.kind_id))

    @cached_property
    def charges(self) -> dict[str, list[Charge]]:
        """Who accompanies this placement, by capacity, with what else they have to do."""
        if came_with(self.placement, "supervisors"):
            everyone = list(self.placement.supervisors.all())
        else:
            everyone = list(self.placement.supervisors.select_related("placement_site"))
        mine = [one for one in everyone if one.until is None]
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


def _seat(row: PlacementSite) -> Seat:
    held = row.placement
    return Seat(
        placement=held.pk,
        institution=row.institution_id,
        offer=row.period.offer_id if row.period else None,
        start=row.start,
        end=min(row.end, held.end),
        left_early=held.state == PlacementState.STOPPED and held.closed_by_trainee,
    )


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
