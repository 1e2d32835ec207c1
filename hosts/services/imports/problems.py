"""Why a line of a register was not taken, or what was noticed about it, as sentences. Reports store the codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The line is not taken, and blocks the import until it is mended or left out.
ERRORS: dict[str, str | Promise] = {
    "no_name": _("The name is missing."),
    "no_identifier": _("The number in the register is missing."),
    "bad_identifier": _("“%(value)s” is not a number of this register. %(expected)s"),
    "no_place": _("Neither postcode nor town nor coordinates: we cannot tell where it is."),
    "surplus": _("The line has more cells than there are columns: a separator may stand inside a value."),
    "refused": _("The database refused the line: %(detail)s"),
}
# The line is not taken, and that is as it should be.
SKIPS: dict[str, str | Promise] = {
    "closed": _("Closed, says the register."),
    "example": _("The example of the Escale sheet."),
    "duplicate": _("Same number as line %(line)s, which is the one taken."),
    "not_diffusible": _("Asked the register not to be shown."),
    "outside": _("Outside of your territory."),
    "other_territory": _("Its sheet belongs to another territory."),
    "refused_sheet": _("Its sheet was refused by moderation; it stays so."),
    "merged_sheet": _("Its sheet was merged into another one, which stays as it is."),
}
# The line is taken; someone may want to look.
NOTES: dict[str, str | Promise] = {
    "twin": _("May be the same as “%(name)s” (%(reasons)s)."),
    "centre": _("No position in the file: it stands at the centre of %(place)s."),
    "far": _("Its coordinates are %(km)s km from %(place)s: it stands at the centre of the commune."),
    "swapped": _("Latitude and longitude were swapped; they were put right."),
    "unplaced": _("We do not know the commune “%(value)s”: it is on no map."),
    "postcode_only": _("We do not know “%(value)s”; the postcode made us choose %(place)s."),
    "kept": _("Changed by its own people and left as they wrote it: %(fields)s."),
    "archived": _("Closed, says the register: its sheet was archived."),
    "closed_in_use": _("Closed, says the register, but it has members or offers here: look at its sheet."),
    "bad_siret": _("“%(value)s” is not a SIRET; it was left out."),
    "bad_telephone": _("“%(value)s” is not a telephone number; it was left out."),
    "bad_email": _("“%(value)s” is not an e-mail address; it was left out."),
    "bad_website": _("“%(value)s” is not a web address; it was left out."),
    "bad_number": _("“%(value)s” is not a number; it was left out."),
    "bad_answer": _("“%(value)s” is neither yes nor no; it was left out."),
    "cut": _("Too long, and cut: %(fields)s."),
    "no_sector": _("No sector could be told from the category."),
}
TWIN_REASONS: dict[str, str | Promise] = {
    "name": _("close name"),
    "siret": _("same SIRET"),
    "close": _("same address"),
    "town": _("same town"),
}
ALL = {**ERRORS, **SKIPS, **NOTES}


@dataclass(frozen=True)
class Problem:
    """A reason: its code, and the words that fill its sentence."""

    code: str
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.words)

    def as_json(self) -> list[Any]:
        return [self.code, self.words]


def sentence(code: str, words: dict[str, Any]) -> str:
    """The sentence in the reader's language. A number stays readable should its words be missing."""
    template = str(ALL.get(code, code))
    shown = dict(words)
    if "fields" in shown:
        from hosts.services.imports.fields import BY_CODE

        shown["fields"] = ", ".join(str(BY_CODE[name].label if name in BY_CODE else name) for name in shown["fields"])
    if "reasons" in shown:
        shown["reasons"] = ", ".join(str(TWIN_REASONS.get(reason, reason)) for reason in shown["reasons"])
    if "expected" in shown:
        from hosts.services.imports.formats import FORMATS

        known = FORMATS.get(shown["expected"])
        shown["expected"] = str(known.number_words) if known else ""
    try:
        return (template % shown).strip()
    except KeyError:
        return template
