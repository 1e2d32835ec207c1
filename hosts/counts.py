"""How many hosts are published, by territory and by the year in which they were (E3, S11)."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from hosts.enums import HostState

_BY_PLACE = """
WITH published AS (
  SELECT coalesce(o.territory_id, 0) AS territory,
    extract(year FROM coalesce(h.published_at, h.created_at) AT TIME ZONE %(zone)s)::int AS year
  FROM hosts_hostinstitution h JOIN accounts_organisation o ON o.id = h.organisation_id
  WHERE h.state = %(published)s
)
SELECT territory, year, count(*) FROM published GROUP BY GROUPING SETS ((territory, year), (territory), (year), ())"""


def by_place() -> dict[tuple[int | None, int | None], int]:
    """By (territory, year); None is all of them, territory 0 is none. One query."""
    values = {"zone": timezone.get_default_timezone_name(), "published": HostState.PUBLISHED.value}
    with connection.cursor() as cursor:
        cursor.execute(_BY_PLACE, values)
        return {(territory, year): number for territory, year, number in cursor.fetchall()}
