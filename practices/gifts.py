"""What practices add to what people and organisations gave (E25): those that were validated."""

from __future__ import annotations

from django.utils.translation import ngettext

SHARED = """
SELECT 'person' AS whose, person AS id, count(*) AS number
FROM practices_practiceentry, unnest(people) AS person
WHERE people && %(people)s::bigint[] AND person = ANY(%(people)s::bigint[]) GROUP BY person
UNION ALL
SELECT 'organisation', organisation_id, count(*) FROM practices_practiceentry
WHERE organisation_id = ANY(%(organisations)s::bigint[]) GROUP BY organisation_id"""


def shared(number: int) -> str:
    return ngettext("good practice shared", "good practices shared", number)
