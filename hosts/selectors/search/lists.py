"""The lists one filters by: sectors, occupations, levels, territories; by code for addresses, by number inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model

from accounts.models import Territory
from hosts.models import Level, Occupation, Sector
from hosts.selectors.search.kept import Kept

SECONDS = 60
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A list in its order, and both ways into it."""

    by_code: dict[str, Row]
    by_number: dict[int, Row]

    @classmethod
    def of(cls, rows: Iterable[Row], code: str = "code") -> Listed[Row]:
        rows = list(rows)
        return cls({getattr(row, code): row for row in rows}, {row.pk: row for row in rows})

    def numbers(self, codes: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.by_code[code].pk for code in codes if code in self.by_code)


sectors: Kept[Listed[Sector]] = Kept(lambda: Listed.of(Sector.objects.in_use()), SECONDS)
occupations: Kept[Listed[Occupation]] = Kept(lambda: Listed.of(Occupation.objects.in_use()), SECONDS)
levels: Kept[Listed[Level]] = Kept(lambda: Listed.of(Level.objects.in_use()), SECONDS)
territories: Kept[Listed[Territory]] = Kept(lambda: Listed.of(Territory.objects.all(), "slug"), SECONDS)
