"""What the dashboard tells of placements, as one statement: (figure, side, number, of which).

A placement belongs to the territory of its first host and to the year of its first day, as on the public page.
"""

from __future__ import annotations

STAYS = """
stays AS MATERIALIZED (
    SELECT p.id, p.state, p.start, p."end"
    FROM internships_placement p
    WHERE (%(year)s::int IS NULL OR extract(year FROM p.start) = %(year)s::int)
      AND (%(territory)s::bigint IS NULL OR %(territory)s::bigint = (
        SELECT o.territory_id FROM internships_placementsite s
        JOIN hosts_hostinstitution h ON h.id = s.institution_id
        JOIN accounts_organisation o ON o.id = h.organisation_id
        WHERE s.placement_id = p.id ORDER BY s.position, s.start, s.id LIMIT 1))
)
"""

FIGURES = f"""
WITH {STAYS}, standing AS (SELECT * FROM stays WHERE state <> 'cancelled')
SELECT 'planned', '', count(*) FILTER (WHERE start > %(today)s), 0 FROM standing
UNION ALL SELECT 'running', '', count(*) FILTER (WHERE start <= %(today)s AND "end" >= %(today)s), 0 FROM standing
UNION ALL SELECT 'over', '', count(*) FILTER (WHERE "end" < %(today)s), 0 FROM standing
UNION ALL SELECT 'stopped', '', count(*) FILTER (WHERE state = 'stopped'), 0 FROM standing
UNION ALL SELECT 'cancelled', '', count(*) FILTER (WHERE state = 'cancelled'), 0 FROM stays
UNION ALL
SELECT 'evaluation', e.source, count(*), count(*) FILTER (WHERE e.state = 'sent')
FROM internships_evaluation e JOIN standing s ON s.id = e.placement_id GROUP BY e.source
UNION ALL
SELECT 'late', e.source, count(*), 0
FROM internships_evaluation e JOIN standing s ON s.id = e.placement_id
WHERE e.state = 'open' AND s."end" < %(late)s GROUP BY e.source
UNION ALL
SELECT 'follow_up', f.months::text, count(*), count(f.answered_at)
FROM internships_followup f JOIN standing s ON s.id = f.placement_id
WHERE f.due <= %(today)s OR f.answered_at IS NOT NULL GROUP BY f.months
UNION ALL
SELECT 'request', '', count(*), count(a.answered_at)
FROM internships_application a
JOIN hosts_hostinstitution h ON h.id = a.institution_id
JOIN accounts_organisation o ON o.id = h.organisation_id
WHERE a.sent_at IS NOT NULL AND (a.answered_at IS NOT NULL OR a.state = 'expired')
  AND (%(year)s::int IS NULL OR extract(year FROM a.sent_at AT TIME ZONE %(zone)s) = %(year)s::int)
  AND (%(territory)s::bigint IS NULL OR o.territory_id = %(territory)s::bigint)
"""  # noqa: S608 - of our own words only
