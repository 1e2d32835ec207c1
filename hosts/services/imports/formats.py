"""Registers that are recognised by the names of their columns, and what each column means in them.

The names stand in hosts/data/import_columns.csv: one line per format and field, the preferred column first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hosts.text import fold

DATA = Path(__file__).parents[2] / "data" / "import_columns.csv"
ANY = "*"
Pairs = list[tuple[str, str]]


def fold_column(name: str) -> str:
    """« Code_postal », « codePostalEtablissement », « CODE POSTAL » → comparable words."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])|[_#/-]+", " ", name))


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[tuple[str, list[str]]]]:
    """Format → (field, or « needs »; names of columns), in the order of the file."""
    lines: dict[str, list[tuple[str, list[str]]]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            lines.setdefault(row["format"], []).append((row["field"], row["names"].split("|")))
    return lines


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Folded name of a column → the field that it means in any register."""
    return {name: field for field, names in _lines()[ANY] for name in names}


@dataclass(frozen=True)
class Format:
    """A known register.

    `pattern`: what one of its numbers looks like; `width`: signs that it is filled to with zeros on the left, which
    spreadsheets drop; `people`: what its capacity counts, in French, since it becomes part of the host's sheet.
    """

    code: str
    label: str | Promise
    register: str
    pattern: str = ""
    width: int = 0
    number_words: str | Promise = ""
    people: str = "places"

    @cached_property
    def columns(self) -> dict[str, str]:
        return {name: field for field, names in _lines()[self.code] if field != "needs" for name in names}

    @cached_property
    def needs(self) -> list[set[str]]:
        """Each group must have one of its columns in the file."""
        return [set(names) for field, names in _lines()[self.code] if field == "needs"]

    def recognises(self, columns: Iterable[str]) -> bool:
        folded = {fold_column(name) for name in columns}
        return all(folded & group for group in self.needs)

    def mapping(self, columns: list[str]) -> Pairs:
        """(column of the file, field), in the order of preference."""
        by_name: dict[str, str] = {}
        for name in columns:
            by_name.setdefault(fold_column(name), name)
        return [(by_name[folded], field) for folded, field in self.columns.items() if folded in by_name]


FINESS = Format(
    code="finess",
    label=_("FINESS, the national register of health and social institutions"),
    register="finess",
    pattern=r"\d[0-9AB]\d{7}",
    width=9,
    number_words=_("A FINESS number has nine figures."),
)
EDUCATION = Format(
    code="education",
    label=_("The education directory (annuaire de l’éducation)"),
    register="uai",
    pattern=r"\d{7}[A-Z]",
    width=8,
    number_words=_("A school’s number (UAI) has seven figures and a letter."),
    people="élèves",
)
SIRENE = Format(
    code="sirene",
    label=_("SIRENE, the register of companies and associations"),
    register="sirene",
    pattern=r"\d{14}",
    width=14,
    number_words=_("A SIRET has fourteen figures."),
)
GENERIC = Format(code="escale", label=_("The Escale sheet"), register="")
# In this order: a FINESS file also has SIRETs, a school directory too.
FORMATS: dict[str, Format] = {each.code: each for each in (FINESS, EDUCATION, SIRENE, GENERIC)}


def recognise(columns: list[str]) -> Format | None:
    """The register that these columns are from, if it is a known one."""
    return next((each for each in FORMATS.values() if each.recognises(columns)), None)
