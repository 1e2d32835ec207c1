"""What practices and innovations add to what people and organisations gave (E25): those that everybody reads."""

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


# Of those who agreed to be named; and where they did it.
INNOVATED = """
SELECT 'person' AS whose, p.user_id AS id, count(*) AS number
FROM practices_innovationperson p JOIN practices_innovation i ON i.id = p.innovation_id
WHERE i.state = 'published' AND p.agreement = 'named' AND p.user_id = ANY(%(people)s::bigint[]) GROUP BY p.user_id
UNION ALL
SELECT 'organisation', organisation_id, count(*) FROM practices_innovation
WHERE state = 'published' AND organisation_id = ANY(%(organisations)s::bigint[]) GROUP BY organisation_id"""


def innovated(number: int) -> str:
    return ngettext("innovation or progress published", "innovations and progress published", number)
