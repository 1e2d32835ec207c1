"""What hosts add to what people gave (E25): places discovered, once they are published."""

from __future__ import annotations

from django.utils.translation import ngettext

DISCOVERED = """
SELECT 'person' AS whose, discovered_by_id AS id, count(*) AS number FROM hosts_hostinstitution
WHERE discovered_by_id = ANY(%(people)s::bigint[]) AND state = 'published' GROUP BY discovered_by_id"""


def discovered(number: int) -> str:
    return ngettext("host discovered", "hosts discovered", number)
