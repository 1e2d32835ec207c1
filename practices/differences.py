"""Two versions of a sheet, compared so that one reads what changed: field by field, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from practices.content import Content
from practices.selectors.sheet import Sheet

LABELS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In one sentence"),
    "is_observed": gettext_lazy("Origin"),
    "sectors": gettext_lazy("Sectors"),
    "audiences": gettext_lazy("Audience"),
    "audience_details": gettext_lazy("Who exactly?"),
    "occupations": gettext_lazy("Occupations"),
    "where": gettext_lazy("Where"),
    "context": gettext_lazy("Why did they begin?"),
    "description": gettext_lazy("What do they do?"),
    "effects": gettext_lazy("Does it work?"),
    "evidence": gettext_lazy("How are the effects known?"),
    "conditions": gettext_lazy("What does it take?"),
    "resources": gettext_lazy("Means and resources"),
    "transferability": gettext_lazy("Doing the same elsewhere"),
    "people": gettext_lazy("Authors"),
    "organisation": gettext_lazy("On behalf of"),
    "contact": gettext_lazy("Whom can readers ask?"),
    "languages": gettext_lazy("Languages"),
    "photos": gettext_lazy("Photos"),
    "attachments": pgettext_lazy("files", "Documents"),
}
# A word or a sign, with the space that follows.
TOKEN = re.compile(r"^\s+|\w+\s*|[^\w\s]\s*", re.UNICODE)
# Comparing takes the square of their number: longer texts are compared by lines.
MOST = 2_000
# Beyond so many changes of words a passage is easier to read as « before » and « after ».
ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (""), were added ("ins") or taken away ("del")."""

    kind: str
    words: str


@dataclass(frozen=True)
class Difference:
    name: str
    label: Any
    pieces: list[Piece] = field(default_factory=list)


def compare(before: Sheet, after: Sheet) -> list[Difference]:
    """The fields that differ, in the order of the sheet."""
    was, now = words(before), words(after)
    return [
        Difference(name, label, list(pieces(was[name], now[name])))
        for name, label in LABELS.items()
        if was[name] != now[name]
    ]


def words(sheet: Sheet) -> dict[str, str]:
    """Every field in words."""
    content: Content = sheet.content
    found = {name: str(content.get(name, "")) for name in LABELS}
    found["is_observed"] = _("Observed") if sheet.is_observed else _("Told by the team")
    for name in ("sectors", "audiences", "occupations"):
        found[name] = ", ".join(term.name for term in getattr(sheet, name))
    found["where"] = ", ".join(filter(None, [sheet.where, sheet.town, sheet.country]))
    found["evidence"] = sheet.evidence
    found["people"] = "\n".join([*(str(person) for person in sheet.team), *sheet.others])
    found["organisation"] = str(sheet.organisation or "")
    found["languages"] = ", ".join(sheet.languages)
    for name in ("photos", "attachments"):
        found[name] = "\n".join(one["words"] for one in content[name])
    return found


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Word by word, by lines that correspond; a passage written anew stands whole before and after."""
    was, now = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(was), len(now)) > MOST:
        was, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if before and after and matcher.quick_ratio() < ALIKE:
        yield Piece("del", before)
        yield Piece("ins", after)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("", "".join(was[a:b]))
            continue
        yield from _changed("".join(was[a:b]), "".join(now[c:d]))


def _changed(gone: str, new: str) -> Iterator[Piece]:
    """What goes and what comes; the space that follows both stays."""
    after = gone[len(gone.rstrip()) :]
    same = after if gone and new and after == new[len(new.rstrip()) :] else ""
    for kind, words in (("del", gone), ("ins", new)):
        if words.removesuffix(same):
            yield Piece(kind, words.removesuffix(same))
    if same:
        yield Piece("", same)
