"""The columns of the network’s lists that leave as CSV or XLSX."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.tables import Column
from exchanges.selectors.network import FEW, Link


def people(link: Link) -> str:
    """How many went between two structures; few are not counted out."""
    return gettext("fewer than %(few)d") % {"few": FEW} if link.is_few else str(link.number)


LINKS = [
    Column(_("Structure"), lambda link: str(link.one), 36),
    Column(_("Sector"), lambda link: link.one.institution.sector or "", 24),
    Column(_("Other structure"), lambda link: str(link.other), 36),
    Column(_("Its sector"), lambda link: link.other.institution.sector or "", 24),
    Column(_("Immersions"), people, 14),
    Column(_("Both ways"), lambda link: gettext("yes") if link.both_ways else gettext("no"), 12),
    Column(_("Partners since"), "first_year", 14),
]
