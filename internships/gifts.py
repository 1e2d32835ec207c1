"""What placements add to what people and organisations gave (E25): trainees accompanied, hosted, helped by a grant."""

from __future__ import annotations

from django.utils.translation import ngettext

ACCOMPANIED = """
SELECT 'person' AS whose, s.user_id AS id, count(DISTINCT p.person_id) AS number
FROM internships_supervisor s JOIN internships_placement p ON p.id = s.placement_id
WHERE s.user_id = ANY(%(people)s::bigint[]) AND p.state <> 'cancelled' AND p.start <= %(today)s GROUP BY s.user_id"""

HOSTED = """
SELECT 'organisation' AS whose, h.organisation_id AS id, count(DISTINCT p.person_id) AS number
FROM hosts_hostinstitution h
JOIN internships_placementsite s ON s.institution_id = h.id
JOIN internships_placement p ON p.id = s.placement_id
WHERE h.organisation_id = ANY(%(organisations)s::bigint[]) AND p.state <> 'cancelled' AND s.start <= %(today)s
GROUP BY h.organisation_id"""

GRANTED = """
SELECT 'organisation' AS whose, g.funder_id AS id, count(*) AS number
FROM internships_grant g JOIN internships_grantapplication a ON a.grant_id = g.id
WHERE g.funder_id = ANY(%(organisations)s::bigint[]) AND a.state = 'granted' GROUP BY g.funder_id"""


def accompanied(number: int) -> str:
    return ngettext("trainee accompanied", "trainees accompanied", number)


def hosted(number: int) -> str:
    return ngettext("trainee hosted", "trainees hosted", number)


def granted(number: int) -> str:
    return ngettext("placement helped by a grant", "placements helped by a grant", number)
