"""The gazetteer in memory, for the time of an import: 40,000 places, asked once per line."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from hosts.models import Place
from hosts.selectors.places import fold_place


class Commune(NamedTuple):
    pk: int
    country: str
    code: str
    name: str
    postcodes: tuple[str, ...]
    department: str
    population: int
    latitude: float | None
    longitude: float | None
    approximate: bool


class Communes:
    """Finds the commune of a line: by its official code, then by postcode and name, then by name alone."""

    def __init__(self) -> None:
        self.by_code: dict[tuple[str, str], Commune] = {}
        self.by_postcode: dict[tuple[str, str], list[Commune]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Commune]] = defaultdict(list)
        columns = [*Commune._fields, "aliases", "folded"]
        for *values, aliases, folded in Place.objects.order_by("-population").values_list(*columns).iterator(5000):
            values[4] = tuple(values[4])
            commune = Commune(*values)
            self.by_code[commune.country, commune.code] = commune
            for postcode in commune.postcodes:
                self.by_postcode[commune.country, postcode].append(commune)
            # Without aliases, the folded column is the folded name.
            for name in {fold_place(each) for each in (commune.name, *aliases)} if aliases else (folded,):
                self.by_name[commune.country, name].append(commune)

    def find(self, *, country: str, code: str, postcode: str, city: str) -> tuple[Commune | None, bool]:
        """(the commune, whether only its postcode told)."""
        if code and (found := self.by_code.get((country, code.zfill(5) if country == "FR" else code))):
            return found, False
        name = fold_place(city)
        there = self.by_postcode.get((country, postcode), [])
        for commune in there:
            if fold_place(commune.name) == name:
                return commune, False
        if name and (found := self._by_name(country, name, postcode)):
            return found, False
        if name and (alike := next((each for each in there if _alike(name, fold_place(each.name))), None)):
            return alike, False
        return (there[0], bool(name)) if there else (None, False)

    def _by_name(self, country: str, name: str, postcode: str) -> Commune | None:
        """By its name, in the département that the postcode begins with (« 35031 RENNES CEDEX » is no commune's)."""
        words = name.split()
        while words and words[-1].isdecimal():
            words.pop()
        named = self.by_name.get((country, " ".join(words)), [])
        if not postcode:
            return named[0] if named and (len(named) == 1 or named[0].population > 20 * named[1].population) else None
        begins = postcode[:3] if postcode.startswith("97") else postcode[:2]
        near = [each for each in named if any(code.startswith(begins) for code in each.postcodes)]
        return near[0] if near else None


def _alike(name: str, other: str) -> bool:
    """« saint germain en laye » and « st germain »: one begins with the other."""
    return len(name) > 4 and (other.startswith(name) or name.startswith(other))
