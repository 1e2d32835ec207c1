"""What has been shared, counted (E1, E25): by the network, by each person, by each organisation. From the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from practices.models import PracticeEntry


@dataclass(frozen=True)
class Counters:
    """Public practices: all, seen by visitors, told by those who do them; how many départements and people."""

    practices: int = 0
    observed: int = 0
    told: int = 0
    places: int = 0
    contributors: int = 0


@dataclass(frozen=True)
class Contribution:
    """What a person or an organisation gave to the network: practices, and hosts they discovered."""

    practices: int = 0
    hosts: int = 0

    def __bool__(self) -> bool:
        return bool(self.practices or self.hosts)


ALL = """
SELECT count(*), count(*) FILTER (WHERE observed), count(*) FILTER (WHERE NOT observed),
  count(DISTINCT (country, department)) FILTER (WHERE department <> ''),
  (SELECT count(DISTINCT person) FROM practices_practiceentry, unnest(people) AS person)
FROM practices_practiceentry"""

GIVEN = """
SELECT 'person', person, count(*), 0 FROM practices_practiceentry, unnest(people) AS person
WHERE people && %(people)s::bigint[] AND person = ANY(%(people)s) GROUP BY person
UNION ALL
SELECT 'person', discovered_by_id, 0, count(*) FROM hosts_hostinstitution
WHERE discovered_by_id = ANY(%(people)s) AND state = 'published' GROUP BY discovered_by_id
UNION ALL
SELECT 'organisation', organisation_id, count(*), 0 FROM practices_practiceentry
WHERE organisation_id = ANY(%(organisations)s) GROUP BY organisation_id"""


BY_PLACE = """
WITH public AS (
  SELECT coalesce((SELECT substr(t, 3)::bigint FROM unnest(tags) AS t WHERE t LIKE 'z:%%' LIMIT 1), 0) AS territory,
    extract(year FROM published_at AT TIME ZONE %(zone)s)::int AS year
  FROM practices_practiceentry
)
SELECT territory, year, count(*) FROM public GROUP BY GROUPING SETS ((territory, year), (territory), (year), ())"""


def validated() -> int:
    """The live counter of the network (E1)."""
    return PracticeEntry.objects.count()


def counters() -> Counters:
    """One query, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        row = cursor.fetchone()
    return Counters(*(row or ()))


def by_place() -> dict[tuple[int | None, int | None], int]:
    """By (territory, year of validation); None is all of them, territory 0 is none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(BY_PLACE, {"zone": timezone.get_default_timezone_name()})
        return {(territory, year): number for territory, year, number in cursor.fetchall()}


@dataclass(frozen=True)
class Contributions:
    """By number of the person, and of the organisation; those who gave nothing yet are zero."""

    by_person: dict[int, Contribution]
    by_organisation: dict[int, Contribution]

    def person(self, pk: int | None) -> Contribution:
        return self.by_person.get(pk or 0, Contribution())

    def organisation(self, pk: int | None) -> Contribution:
        return self.by_organisation.get(pk or 0, Contribution())


def contributions(*, people: Iterable[int] = (), organisations: Iterable[int] = ()) -> Contributions:
    """What these people and organisations gave (E25), in one query."""
    found: dict[str, dict[int, Contribution]] = {"person": {}, "organisation": {}}
    with connection.cursor() as cursor:
        cursor.execute(GIVEN, {"people": list(people), "organisations": list(organisations)})
        for kind, pk, practices, hosts in cursor.fetchall():
            known = found[kind].get(pk, Contribution())
            found[kind][pk] = Contribution(known.practices + practices, known.hosts + hosts)
    return Contributions(found["person"], found["organisation"])
