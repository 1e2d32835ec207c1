"""A line of a register, made into the host that it would be: values cleaned, place found, remarks noted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from documents.tables import Row
from hosts.enums import MembershipStatus
from hosts.naming import parse
from hosts.readable import readable, street
from hosts.services.imports import clean
from hosts.services.imports.formats import FORMATS, Format, Pairs
from hosts.services.imports.positions import Locator
from hosts.services.imports.problems import ERRORS, SKIPS, Problem
from hosts.services.imports.sectors import sector_code
from hosts.text import fold

LONGEST = {
    "name": 200, "legal_name": 200, "siret": 20, "activity": 160, "public_served": 300, "presentation": 5000,
    "address": 250, "postcode": 10, "city": 120, "telephone": 30, "transport_details": 300, "contact_name": 120,
    "contact_function": 120, "identifier": 60,
}  # fmt: skip
VERSION = 1
EXAMPLE = "https://www.example.org"  # stands in the sheet that we give to be filled in
NOTHING = frozenset({"", "néant", "neant", "nc", "nr", "n/a", "na", "null", "none"})


@dataclass
class Plan:
    """How a file is to be read: which column means what, and what holds for all of its lines."""

    columns: list[str]
    mapping: Pairs
    register: str
    format: str = ""
    country: str = "FR"
    sector: str = ""
    membership: str = MembershipStatus.POTENTIAL
    departments: frozenset[str] | None = None

    @property
    def known(self) -> Format | None:
        return FORMATS.get(self.format)

    def positions(self) -> dict[str, list[int]]:
        """Field → places of its columns in a line, the preferred one first."""
        where: dict[str, list[int]] = {}
        for name, code in self.mapping:
            if name in self.columns:
                where.setdefault(code, []).append(self.columns.index(name))
        return where


@dataclass
class Draft:
    """What a line gives. `values` are what the host would hold; `problems` the reasons and remarks, in order."""

    number: int
    cells: list[str]
    identifier: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    department: str = ""
    membership: str = MembershipStatus.POTENTIAL

    @property
    def error(self) -> bool:
        return any(problem.code in ERRORS for problem in self.problems)

    @property
    def skipped(self) -> bool:
        return not self.error and any(problem.code in SKIPS for problem in self.problems)

    @property
    def closed(self) -> bool:
        return any(problem.code == "closed" for problem in self.problems)

    @property
    def place_words(self) -> str:
        return " ".join(filter(None, [self.values.get("postcode"), self.values.get("city")]))

    def note(self, code: str, **words: Any) -> None:
        self.problems.append(Problem(code, words))

    def checksum(self) -> str:
        """Changes when, and only when, the register says something else."""
        text = json.dumps([VERSION, self.values], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Converter:
    """Turns lines into drafts, for one file. Keeps the numbers it has seen: the second line of one is passed over."""

    def __init__(self, plan: Plan, locator: Locator, acronyms: frozenset[str]) -> None:
        self.plan, self.locator, self.acronyms = plan, locator, acronyms
        self.where = plan.positions()
        self.seen: dict[str, int] = {}

    def convert(self, row: Row) -> Draft:
        draft = Draft(row.number, row.cells, membership=self.plan.membership)
        cell = _Cells(row.cells, self.where)
        if row.surplus:
            draft.note("surplus")
            return draft
        self._identity(draft, cell)
        self.locator.locate(draft, cell, self.plan)
        self._identify(draft, cell)
        self._contact(draft, cell)
        self._welcome(draft, cell)
        self._admit(draft, cell)
        return draft

    def _identity(self, draft: Draft, cell: _Cells) -> None:
        values = draft.values
        values["name"] = readable(cell["name"], self.acronyms)
        if not values["name"]:
            draft.note("no_name")
        values["legal_name"] = readable(cell["legal_name"], self.acronyms)
        values["activity"] = cell["category"]
        values["sector"] = self._sector(cell) or self.plan.sector
        if not values["sector"] and not draft.error:
            draft.note("no_sector")
        values["siret"] = self._or_note(draft, "bad_siret", clean.company_number, cell["siret"])
        values["public_served"] = self._public(cell)
        values["presentation"] = cell.joined("presentation", "\n")
        values["staff_number"] = self._or_note(draft, "bad_number", clean.whole, cell["staff_number"], empty=None)
        values["languages"] = clean.languages(cell["languages"])

    def _sector(self, cell: _Cells) -> str:
        if cell["sector"] and (stated := self.locator.sectors.get(fold(cell["sector"]))):
            return stated
        return sector_code(
            category=cell["category"] or cell["sector"],
            code=cell["category_code"],
            name=cell["name"],
            register=self.plan.known.register if self.plan.known else "",
        )

    def _public(self, cell: _Cells) -> str:
        count = clean.whole(cell["capacity"]) if cell["capacity"] else None
        people = self.plan.known.people if self.plan.known else "places"
        return ", ".join(filter(None, [cell["public_served"], f"{count} {people}" if count else ""]))

    def _identify(self, draft: Draft, cell: _Cells) -> None:
        known = self.plan.known
        number = clean.identifier(cell["identifier"], known.width if known else 0)
        if not number and (known is None or not known.pattern):
            # Without a number of its own, a line is known by its name and town.
            number = f"{fold(draft.values['name'])[:44]}|{draft.values['postcode'] or fold(draft.values['city'])}"[:60]
        elif not number:
            draft.note("no_identifier")
        elif known and known.pattern and not clean.matches(number, known.pattern):
            draft.note("bad_identifier", value=number[:40], expected=known.code)
        draft.identifier = number[:60]
        if known and known.code == "sirene" and not draft.error:
            draft.values["siret"] = number
        if not parse(draft.values["name"]).core and draft.values["city"] and not draft.error:
            # « SESSAD », « École primaire publique »: many bear it, so the town says which.
            draft.values["name"] = f"{draft.values['name']} – {draft.values['city']}"

    def _contact(self, draft: Draft, cell: _Cells) -> None:
        country = draft.values["country"]
        values = draft.values
        values["telephone"] = self._or_note(
            draft, "bad_telephone", lambda text: clean.telephone(text, country), cell["telephone"]
        )
        values["email"] = self._or_note(draft, "bad_email", clean.email, cell["email"])
        values["website"] = self._or_note(draft, "bad_website", clean.website, cell["website"])
        values["contact_name"] = cell["contact_name"]
        values["contact_function"] = cell["contact_function"]

    def _welcome(self, draft: Draft, cell: _Cells) -> None:
        for name in ("meals", "lodging", "wheelchair"):
            draft.values[name] = self._or_note(draft, "bad_answer", clean.access, cell[name])
        draft.values["transport_details"] = cell["transport_details"]
        if cell["membership"]:
            draft.membership = clean.membership(cell["membership"]) or draft.membership
        cut = [name for name, length in LONGEST.items() if len(draft.values.get(name) or "") > length]
        for name in cut:
            draft.values[name] = draft.values[name][: LONGEST[name]].rstrip()
        if cut:
            draft.note("cut", fields=cut)

    def _admit(self, draft: Draft, cell: _Cells) -> None:
        """Whether the line is to be taken at all."""
        closing = clean.day(cell["closed_on"]) if cell["closed_on"] else None
        if clean.is_closed(cell["status"]) or (closing and closing <= self.locator.today):
            draft.note("closed")
        if cell["diffusion"].upper() in ("N", "P"):
            draft.note("not_diffusible")
        if self.plan.format == "escale" and cell["website"] == EXAMPLE:
            draft.note("example")
        allowed = self.plan.departments
        if allowed is not None and draft.department not in allowed and not draft.error:
            draft.note("outside")
        if draft.error or draft.skipped:
            return
        first = self.seen.setdefault(draft.identifier, draft.number)
        if first != draft.number:
            draft.note("duplicate", line=first)

    @staticmethod
    def _or_note(draft: Draft, code: str, cleaned: Any, text: str, empty: Any = "") -> Any:
        """The cleaned value; empty, and a remark, when it makes no sense."""
        if not text or text.strip("-–. /").lower() in (
            "",
            "néant",
            "neant",
            "nc",
            "nr",
            "n/a",
            "na",
            "null",
            "none",
            "0",
        ):
            return cleaned(text) if text == "0" and code == "bad_answer" else empty
        value = cleaned(text)
        if value is None:
            draft.note(code, value=text[:60])
            return empty
        return value


class _Cells:
    """The cells of a line by field: the first filled one of its columns, or all joined."""

    def __init__(self, cells: list[str], where: dict[str, list[int]]) -> None:
        self.cells, self.where = cells, where

    def __getitem__(self, code: str) -> str:
        return next((self.cells[i] for i in self.where.get(code, ()) if self.cells[i]), "")

    def joined(self, code: str, by: str = " ") -> str:
        parts = [" ".join(self.cells[i].split()) for i in self.where.get(code, ()) if self.cells[i]]
        return by.join(dict.fromkeys(parts))

    def address(self) -> str:
        return street(self.joined("address"))
