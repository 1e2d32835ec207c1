"""The columns of the lists that leave as CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from hosts.enums import OfferSituation

HOSTS = [
    Column(_("Name"), "organisation.name", 40),
    Column(_("Legal name"), "organisation.legal_name", 30),
    Column(_("SIRET or company number"), "organisation.siret"),
    Column(_("Sector"), "sector.name"),
    Column(_("Category"), "activity", 30),
    Column(_("Postcode"), "postcode", 12),
    Column(_("Town"), "city"),
    Column(_("Territory"), "organisation.territory.name"),
    Column(_("State"), "get_state_display"),
    Column(_("Membership"), "get_membership_status_display"),
    Column(_("Origin"), "get_origin_display", 30),
    Column(_("Number of staff"), "staff_number", 12),
    Column(_("Website"), "website", 30),
    Column(_("Created on"), "created_at"),
    Column(_("Changed on"), "updated_at"),
]


def _periods(offer: Any) -> str:
    return " · ".join(
        f"{period.start:%d/%m/%Y}–{period.end:%d/%m/%Y} ({period.taken}/{period.capacity})"
        for period in offer.periods.all()
    )


OFFERS = [
    Column(_("Title"), "title", 40),
    Column(_("State"), lambda offer: OfferSituation(offer.situation).label),
    Column(_("Periods"), _periods, 40),
    Column(_("Seats"), lambda offer: sum(period.capacity for period in offer.periods.all()), 10),
    Column(_("Seats taken"), lambda offer: sum(period.taken for period in offer.periods.all()), 10),
    Column(_("Share of time"), "time_share", 12),
    Column(_("Sites"), lambda offer: ", ".join(str(site) for site in offer.sites.all()), 30),
    Column(_("Published on"), "published_at"),
]

QUALIFICATIONS = [
    Column(_("Host"), "site.institution.organisation.name", 40),
    Column(_("Site"), "site.name", 30),
    Column(_("Address"), "site.address", 30),
    Column(_("Postcode"), "site.postcode", 12),
    Column(_("Town"), "site.city"),
    Column(_("Since"), "since"),
    Column(_("Until"), "until"),
]

TERMS = [
    Column(_("Code"), "code"),
    Column(_("French"), "name_fr", 40),
    Column(_("English"), "name_en", 40),
    Column(_("Order"), "position", 10),
    Column(_("In use"), lambda term: _("Yes") if term.active else _("No"), 10),
]
