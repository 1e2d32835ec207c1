"""Which column means what: proposed from the names and the values, checked, remembered for the next file alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from documents.tables import Row
from hosts.services.imports import clean
from hosts.services.imports.fields import BY_CODE, SOME_PLACE
from hosts.services.imports.formats import Format, Pairs, fold_column, recognise, spellings
from hosts.text import fold

# Our own columns in a file of lines to mend.
OWN_COLUMNS = frozenset({"motif du rejet", "why it is to be mended", "ligne du fichier", "line of the file"})
ALIKE = 88
NOISE = re.compile(
    r"\b(?:etablissement|etab|structure|organisme|association|accueil|hote|uai|de|du|d|des|le|la|les|l|s|n)\b"
)


@dataclass(frozen=True)
class Column:
    """A column of the file, with a few of its values, and the field that it was given ("" for none)."""

    position: int
    name: str
    samples: list[str]
    field: str = ""


def propose(columns: list[str], sample: Iterable[Row]) -> tuple[Format | None, Pairs]:
    """The register recognised, if any, and a field for each column that seems to have one."""
    known = recognise(columns)
    if known:
        return known, known.mapping(columns)
    return None, _guess(columns, list(sample))


def describe(columns: list[str], sample: list[Row], mapping: Pairs, count: int = 3) -> list[Column]:
    """The columns with different values of each, for the screen."""
    fields: dict[str, str] = {}
    for name, code in mapping:
        fields.setdefault(name, code)
    return [
        Column(position, name, _samples(sample, position, count), fields.get(name, ""))
        for position, name in enumerate(columns)
        if fold(name) not in OWN_COLUMNS
    ]


def _samples(sample: list[Row], position: int, count: int) -> list[str]:
    seen = dict.fromkeys(row.cells[position] for row in sample if row.cells[position])
    return [value if len(value) <= 60 else f"{value[:59]}…" for value in list(seen)[:count]]


def problems_of(mapping: Pairs) -> list[str | Promise]:
    """What is missing before lines can be read, as sentences."""
    given = {code for _name, code in mapping}
    missing: list[str | Promise] = []
    if "name" not in given:
        missing.append(_("Say which column holds the name of each host."))
    if not given & set(SOME_PLACE):
        missing.append(_("Say which column holds the town, the postcode or the position."))
    return missing


def signature(columns: Iterable[str]) -> str:
    """Two files with the same columns, in any order, have the same signature."""
    folded = sorted({fold_column(name) for name in columns if fold(name) not in OWN_COLUMNS})
    return hashlib.sha256("|".join(folded).encode()).hexdigest()


def _guess(columns: list[str], sample: list[Row]) -> Pairs:
    """A field per column, at most one column per field (addresses aside), the surest first."""
    scored: list[tuple[float, int, str]] = []
    for position, name in enumerate(columns):
        values = [row.cells[position] for row in sample if row.cells[position]]
        scored += [(score, position, code) for code, score in _candidates(name, values).items()]
    taken: dict[int, str] = {}
    for _score, position, code in sorted(scored, key=lambda each: (-each[0], each[1])):
        free = BY_CODE[code].joined or code not in taken.values()
        if position not in taken and free:
            taken[position] = code
    return [(columns[position], code) for position, code in sorted(taken.items())]


def _candidates(name: str, values: list[str]) -> dict[str, float]:
    """Fields that a column may mean → how likely, out of 100. Values that contradict a name take it away."""
    found: dict[str, float] = {}
    for field, score in _by_name(fold_column(name)):
        found[field] = max(found.get(field, 0), score)
    for field, looks_right in LOOKS.items():
        share = sum(bool(looks_right(value)) for value in values) / len(values) if values else 0
        if field in found and values and share < 0.3:
            del found[field]
        elif share > 0.8 and field in TELLING and len(values) > 1:
            found[field] = max(found.get(field, 0), 85 if field not in found else found[field] + 10)
    return found


def _by_name(name: str) -> list[tuple[str, float]]:
    known = spellings()
    if name in known:
        return [(known[name], 100)]
    plain = " ".join(NOISE.sub(" ", name).split()) or name
    if plain in known:
        return [(known[plain], 95)]
    close = process.extract(plain, known.keys(), scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=ALIKE)
    return [(known[spelling], score * 0.9) for spelling, score, _index in close]


def _looks_like_point(text: str) -> bool:
    both = clean.pair(text)
    return both is not None and clean.on_earth(*both) and "." in text


# What a field's values look like.
LOOKS: dict[str, Callable[[str], object]] = {
    "siret": lambda text: clean.company_number(text) and len(re.sub(r"\D", "", text)) in (9, 10, 14),
    "postcode": lambda text: re.fullmatch(r"(?:[A-Z]{1,2}-?)?\d{4,5}", text.replace(" ", "")),
    "postcode_city": lambda text: re.fullmatch(r"\d{4,5}\s+\D.*", text),
    "email": clean.email,
    "website": lambda text: "." in text and clean.website(text),
    "telephone": lambda text: clean.telephone(text, "FR"),
    "latitude": lambda text: (value := clean.number(text)) is not None and -90 <= value <= 90,
    "longitude": lambda text: (value := clean.number(text)) is not None and -180 <= value <= 180,
    "x": lambda text: clean.number(text) is not None,
    "y": lambda text: clean.number(text) is not None,
    "point": _looks_like_point,
    "staff_number": lambda text: clean.whole(text) is not None,
    "capacity": lambda text: clean.whole(text) is not None,
    "city": lambda text: not any(sign.isdigit() for sign in text[:3]),
    "name": lambda text: any(sign.isalpha() for sign in text),
}
# Those that tell the field even under an unknown name.
TELLING = frozenset({"email", "website", "postcode_city", "point"})
