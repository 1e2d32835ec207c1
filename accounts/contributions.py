"""What people and organisations gave to the network (E25): each app says what it counts, one query asks for all.

    contributions.register("practices", sql=…, label=…)      # in AppConfig.ready()

The statement gives rows (whose, id, number): `whose` is 'person' or 'organisation'; it reads the numbers asked for
in `%(people)s` and `%(organisations)s` (arrays), and may have read the day in `%(today)s`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

PERSON, ORGANISATION = "person", "organisation"


@dataclass(frozen=True)
class Kind:
    """Something that one may give; `label` is its word for a number: « good practices shared »."""

    code: str
    sql: str
    label: Callable[[int], str]


@dataclass(frozen=True)
class Gift:
    """How often somebody gave it."""

    code: str
    number: int
    label: str


_kinds: dict[str, Kind] = {}


def register(code: str, *, sql: str, label: Callable[[int], str]) -> None:
    _kinds[code] = Kind(code, sql, label)


@dataclass(frozen=True)
class Given:
    """What was found; those who gave nothing yet have nothing."""

    numbers: dict[tuple[str, int], dict[str, int]]

    def person(self, pk: int | None) -> list[Gift]:
        return self._gifts(PERSON, pk)

    def organisation(self, pk: int | None) -> list[Gift]:
        return self._gifts(ORGANISATION, pk)

    def _gifts(self, whose: str, pk: int | None) -> list[Gift]:
        found = self.numbers.get((whose, pk or 0), {})
        return [Gift(code, found[code], kind.label(found[code])) for code, kind in _kinds.items() if found.get(code)]


def given(*, people: Iterable[int] = (), organisations: Iterable[int] = ()) -> Given:
    """What these people and organisations gave, in the order in which apps registered; one query."""
    asked: dict[str, Any] = {
        "people": list(people),
        "organisations": list(organisations),
        "today": timezone.localdate(),
    }
    numbers: dict[tuple[str, int], dict[str, int]] = {}
    if not _kinds or not (asked["people"] or asked["organisations"]):
        return Given(numbers)
    parts = [f"SELECT '{kind.code}', one.* FROM ({kind.sql}) AS one" for kind in _kinds.values()]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), asked)
        for code, whose, pk, number in cursor.fetchall():
            if number:
                numbers.setdefault((whose, pk), {})[code] = number
    return Given(numbers)
