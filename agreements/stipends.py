"""The stipend of a placement's agreement, by the rule in force on the day of signature (A2, L124-6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from agreements.terms import of_host
from internships.lawcases import Case
from internships.models import Placement
from internships.selectors import plans
from internships.timetable import Presence
from law import stipend
from law.models import LegalRule
from law.rules import LegalRuleMissing
from law.stipend import StipendEstimate


@dataclass(frozen=True)
class HostStipend:
    """What one host pays for this placement; `institution` is its number."""

    institution: int
    host: str
    minutes: int
    hourly: Decimal
    amount: Decimal
    due: bool


@dataclass(frozen=True)
class Owed:
    """What is paid to the trainee over the whole stay, and by which host."""

    hosts: tuple[HostStipend, ...]
    minimum: Decimal
    rule: LegalRule
    threshold: LegalRule

    @property
    def due(self) -> bool:
        return any(one.due for one in self.hosts)

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.hosts), Decimal("0.00"))

    @property
    def hourly(self) -> Decimal:
        return max((one.hourly for one in self.hosts), default=Decimal("0.00"))

    @property
    def several(self) -> bool:
        return len(self.hosts) > 1

    def of(self, host: int) -> Owed:
        """The part of one host."""
        return replace(self, hosts=tuple(one for one in self.hosts if one.institution == host))


def of_placement(
    placement: Placement,
    terms: Mapping[str, Any],
    *,
    signed_on: datetime.date | None = None,
    case: Case | None = None,
) -> Owed | None:
    """What this placement brings the trainee; None where the kind knows no stipend or the country no rule.

    Whether it is due follows from the hours that the findings of the law count: with one host in a teaching year,
    over all placements of the person. What is paid is for the hours of this placement, host by host.
    """
    if not placement.kind.has_stipend:
        return None
    case = case or Case(placement, signed_on)
    try:
        hosts = tuple(_of_host(case, pk, _offered(terms, pk)) for pk in case.hosts)
        none = stipend.estimate(minutes=0, signed_on=case.signed_on, book=case.book)
    except LegalRuleMissing:
        return None
    return Owed(hosts, none.minimum, none.rule, none.threshold)


def _offered(terms: Mapping[str, Any], host: int) -> Decimal | None:
    """What the host itself offers; the law fills in the rest."""
    written = of_host(terms, host).get("stipend_hourly")
    return Decimal(written) if written else None


def _of_host(case: Case, host: int, offered: Decimal | None) -> HostStipend:
    """Each teaching year on its own: the hours that count decide, those of this placement are paid."""
    years: dict[int, int] = {}
    for day, minutes in _presence(case, host).by_day.items():
        year = case.teaching_year(day)
        years[year] = years.get(year, 0) + minutes
    parts = [
        (minutes, _estimate(case, max(case.minutes.get((host, year), 0), minutes), offered))
        for year, minutes in years.items()
    ]
    amount = sum((part.hourly * minutes / 60 for minutes, part in parts), Decimal(0))
    return HostStipend(
        institution=host,
        host=str(case.hosts[host]),
        minutes=sum(years.values()),
        hourly=max((part.hourly for _minutes, part in parts), default=Decimal("0.00")),
        amount=amount.quantize(stipend.CENT, ROUND_HALF_UP),
        due=any(part.due for _minutes, part in parts),
    )


def _presence(case: Case, host: int) -> Presence:
    found = Presence()
    for site in case.sites:
        if site.institution_id == host:
            found += plans.presence(site)
    return found


def _estimate(case: Case, minutes: int, offered: Decimal | None) -> StipendEstimate:
    return stipend.estimate(minutes=minutes, signed_on=case.signed_on, hourly=offered, book=case.book)
