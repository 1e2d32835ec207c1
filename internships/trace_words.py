"""How the trace says what was done to placements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "placement.cancelled": _("Placement cancelled"),
    "placement.created": _("Placement agreed"),
    "placement.dates_changed": _("Dates changed"),
    "placement.stopped": _("Placement ended early"),
}
