"""The stipend of a placement's agreement, by the rule in force on the day of signature (A2, L124-6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from internships.models import Placement
from law import stipend
from law.rules import LegalRuleMissing
from law.stipend import StipendEstimate


def of_placement(
    placement: Placement, terms: Mapping[str, Any], *, signed_on: datetime.date | None = None
) -> StipendEstimate | None:
    """What is paid to the trainee over the whole stay; None where the kind knows no stipend or the country no rule.

    Hours add within one organisation: with several hosts, the one with most hours decides whether it is due.
    """
    from internships.timetable import presence

    if not placement.kind.has_stipend:
        return None
    offered = Decimal(terms["stipend_hourly"]) if terms.get("stipend_hourly") else None
    by_host: dict[int, int] = {}
    for site in placement.sites.all():
        by_host[site.institution_id] = by_host.get(site.institution_id, 0) + presence(site).minutes
    try:
        return stipend.estimate(
            minutes=max(by_host.values(), default=0),
            signed_on=signed_on or timezone.localdate(),
            hourly=offered,
            country=placement.kind.country,
        )
    except LegalRuleMissing:
        return None
