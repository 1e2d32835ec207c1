"""The columns of the lists of the space that leave as CSV or XLSX."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from exchanges.access import within
from exchanges.lines import length
from exchanges.models import ImmersionOffer, ImmersionWish


def _address(row: Any) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{within(row.structure.space_id, row.get_absolute_url())}"


def _sector(row: Any) -> str:
    sector = row.structure.institution.sector
    return sector.name if sector else ""


def _seats(offer: ImmersionOffer) -> int:
    return sum(window.seats_left for window in offer.live)  # type: ignore[attr-defined]


def _windows(rows: Any) -> str:
    return " ; ".join(f"{row.start.isoformat()} – {row.end.isoformat()}" for row in rows)


def _sectors(wish: ImmersionWish) -> str:
    return ", ".join(sector.name for sector in wish.sectors.all())


def _structures(wish: ImmersionWish) -> str:
    return ", ".join(structure.name for structure in wish.structures.all())


OFFERS = [
    Column(_("Title"), "title", 50),
    Column(_("Structure"), "structure.name", 40),
    Column(_("Sector"), _sector, 24),
    Column(_("Town"), "town", 20),
    Column(_("Posts that can be observed"), "observable_posts", 50),
    Column(_("Length of the stay"), length, 16),
    Column(_("Periods"), lambda offer: _windows(offer.live), 40),
    Column(_("Seats left"), _seats, 12),
    Column(_("Address"), _address, 50),
]
WISHES = [
    Column(_("I would like to discover…"), "text", 60),
    Column(_("Post"), "post", 30),
    Column(_("Structure"), "structure.name", 40),
    Column(_("Town"), "town", 20),
    Column(_("Sectors wished for"), _sectors, 40),
    Column(_("Structures wished for"), _structures, 40),
    Column(_("Number of days"), "days", 12),
    Column(_("Periods"), lambda wish: _windows(wish.windows.all()), 40),
    Column(_("Address"), _address, 50),
]
