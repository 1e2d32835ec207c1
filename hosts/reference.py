"""The lists Escale brings along: sectors, interests, levels, positions, courses, occupations, acronyms, the gazetteer.

Loading again is safe: a row that someone changed on screen stays as they left it. Each row keeps a fingerprint of the
values it was loaded with; only a row that still matches it follows the shipped list.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction

from hosts.models import Acronym, Diploma, Interest, Level, Occupation, Position, Sector
from hosts.services.gazetteer import load_shipped

DATA = Path(__file__).parent / "data"


def load_reference() -> None:
    """Creates what is missing, refreshes what nobody touched. Idempotent; a few queries when nothing changed."""
    load_lists()
    load_shipped()


@transaction.atomic
def load_lists() -> None:
    """Everything but the gazetteer."""
    load_terms(Sector, sectors())
    load_terms(Interest, interests())
    load_terms(Level, levels())
    load_terms(Position, positions())
    load_terms(Diploma, diplomas())
    load_terms(Occupation, occupations(), many="interests")
    load_acronyms()


def read_list(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped list: semicolons between fields, bars inside a field that holds several values."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")


def sectors() -> Iterator[dict[str, Any]]:
    for row in read_list("sectors"):
        social = row.pop("social") == "1"
        yield {**row, "social_field": social, "tint": int(row["tint"])}


def interests() -> Iterator[dict[str, Any]]:
    yield from read_list("interests")


def levels() -> Iterator[dict[str, Any]]:
    yield from read_list("levels")


def positions() -> Iterator[dict[str, Any]]:
    yield from read_list("positions")


def diplomas() -> Iterator[dict[str, Any]]:
    ids = dict(Level.objects.values_list("code", "pk"))
    for row in read_list("diplomas"):
        level = row.pop("level")
        yield {**row, "level_id": ids[level]}


def occupations() -> Iterator[dict[str, Any]]:
    sector_ids = dict(Sector.objects.values_list("code", "pk"))
    interest_ids = dict(Interest.objects.values_list("code", "pk"))
    for row in read_list("occupations"):
        sector = row.pop("sector")
        yield {
            **row,
            "sector_id": sector_ids[sector],
            "synonyms": split(row["synonyms"]),
            "interests": sorted(interest_ids[code] for code in split(row["interests"])),
        }


def split(value: str) -> list[str]:
    return [part for part in value.split("|") if part]


def load_terms(model: type[models.Model], rows: Iterable[dict[str, Any]], *, many: str = "") -> None:
    """Brings one list up to date. `many` names a many-to-many field, given in the rows as a list of keys."""
    manager: Any = model._default_manager
    existing = {term.code: term for term in manager.prefetch_related(*([many] if many else []))}
    new: list[tuple[Any, list[int]]] = []
    for position, row in enumerate(rows):
        values = {**row, "position": position}
        links = values.pop(many, []) if many else []
        mark = fingerprint({**values, many: links})
        term = existing.get(row["code"])
        if term is None:
            new.append((model(**values, shipped=mark), links))
        elif term.shipped != mark and untouched(term, values, many):
            for name, value in {**values, "shipped": mark}.items():
                setattr(term, name, value)
            term.save()
            if many:
                getattr(term, many).set(links)
    manager.bulk_create([term for term, _links in new])
    if many:
        link = getattr(model, many).through
        here, there = (field.attname for field in link._meta.fields if field.is_relation)
        link.objects.bulk_create(link(**{here: term.pk, there: pk}) for term, links in new for pk in links)


def untouched(term: Any, names: Iterable[str], many: str) -> bool:
    """Whether a row still holds what was loaded into it."""
    now = {name: getattr(term, name) for name in names}
    links = sorted(linked.pk for linked in getattr(term, many).all()) if many else []
    return bool(term.active and term.shipped == fingerprint({**now, many: links}))


def fingerprint(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def load_acronyms() -> None:
    existing = {(acronym.short, acronym.country): acronym for acronym in Acronym.objects.all()}
    missing, changed = [], []
    for row in read_list("acronyms"):
        mark = fingerprint(row)
        acronym = existing.get((row["short"], row["country"]))
        if acronym is None:
            missing.append(Acronym(**row, shipped=mark))
        elif acronym.shipped != mark and untouched(acronym, row, ""):
            acronym.expansion, acronym.shipped = row["expansion"], mark
            changed.append(acronym)
    Acronym.objects.bulk_create(missing)
    Acronym.objects.bulk_update(changed, ["expansion", "shipped"])
