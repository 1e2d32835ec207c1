"""The columns of the export of a search for exchanges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.tables import Column

LEGS = [
    Column(_("Ring"), lambda leg: leg.ring.number, 8),
    Column(_("State"), lambda leg: leg.ring.get_state_display(), 16),
    Column(_("Person"), lambda leg: str(leg.person), 28),
    Column(_("From"), lambda leg: leg.structure.name, 36),
    Column(_("To"), lambda leg: leg.host.name, 36),
    Column(_("Offer"), lambda leg: leg.offer.title, 40),
    Column(_("First day"), "first_day"),
    Column(_("Last day"), "last_day"),
    Column(_("Another sector"), lambda leg: _("yes") if leg.crosses else _("no"), 14),
]
