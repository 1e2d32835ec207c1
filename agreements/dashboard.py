"""Agreements on the dashboard: by state, and placements that have none yet."""

from __future__ import annotations

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.dashboard import Figure, Scope, Section
from agreements.enums import AgreementState
from internships.selectors.dashboard_sql import STAYS

COUNTS = f"""
WITH {STAYS}
SELECT coalesce(a.state, 'none'), count(*)
FROM stays s
LEFT JOIN LATERAL (
    SELECT g.state FROM agreements_agreement g WHERE g.placement_id = s.id AND g.amends_id IS NULL
    ORDER BY g.state = 'cancelled', g.id DESC LIMIT 1
) a ON true
WHERE s.state <> 'cancelled' GROUP BY 1
UNION ALL
SELECT 'amendments', count(*) FROM agreements_agreement g JOIN stays s ON s.id = g.placement_id
WHERE g.amends_id IS NOT NULL AND g.state <> 'cancelled'
"""  # noqa: S608 - of our own words only


def sections(scope: Scope) -> list[Section]:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, scope.values)
        counts: dict[str, int] = dict(cursor.fetchall())
    amendments = counts.pop("amendments", 0)
    whole, board = sum(counts.values()), reverse("agreements:board_territory")
    figures = [Figure(_("No agreement yet"), counts.get("none", 0), whole, board)]
    figures += [Figure(state.label, counts.get(state, 0), whole, board) for state in AgreementState]
    figures.append(Figure(_("Amendments"), amendments))
    return [Section("conventions", _("Agreements"), figures, _("Of the placements that were not cancelled."))]
