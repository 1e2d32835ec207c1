"""An agreement in a few words: whom, where, when. For e-mails, lists and the head of pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accounts.along import came_with
from agreements.models import Agreement


@dataclass(frozen=True)
class Facts:
    number: str
    trainee: str
    host: str
    start: datetime.date
    end: datetime.date
    is_amendment: bool = False


def facts(agreement: Agreement) -> Facts:
    placement = agreement.placement
    came = came_with(placement, "sites")
    sites = placement.sites.all() if came else placement.sites.select_related("institution__organisation")
    return Facts(
        number=agreement.number,
        trainee=str(placement.person),
        host=", ".join(dict.fromkeys(site.institution.organisation.name for site in sites)),
        start=placement.start,
        end=placement.end,
        is_amendment=agreement.is_amendment,
    )


def sample() -> Facts:
    return Facts(
        number="2027-000123",
        trainee="Alix Martin",
        host="Maison des Tilleuls",
        start=datetime.date(2027, 3, 1),
        end=datetime.date(2027, 4, 30),
    )
