"""What helps while an objective is written (E7): hints computed from the words, never blocking by themselves.

Pure functions, in the language of the moment; what is looked for is known in French and English.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hosts.text import fold
from internships.words import said

SHORT = 15

# A number in figures or words, or something that can be seen, counted, signed, handed over.
_NUMBERS = (
    r"\d|\b(deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent|moitie|tiers|quart|"
    r"two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|hundred|half|third|quarter)\b"
)
_CRITERIA = (
    r"\b(grille|liste|tableau|comptes? rendus?|rapport|fiche|note ecrite|ecrit|redig\w*|sign\w*|vali\w*|presente\w*|"
    r"montre\w*|demontre\w*|sans aide|seule?s?|en autonomie|sans erreur|chaque|toutes? les|tous les|chacune?|"
    r"observ\w*|atteste\w*|filme\w*|photo\w*|questionnaire|enquete|retours?|evalu\w*|score|taux|nombre|frequence|"
    r"duree|avant apres|checklist|list|table|report|minutes|sheet|written|signed|approved|presented|shown|"
    r"without help|on my own|every|each|observed|survey|feedback|rated?|number of|frequency|evidence)\b"
)
_MEASURE = re.compile(f"{_NUMBERS}|{_CRITERIA}")
# Verbs that nobody can see being done.
_VAGUE = re.compile(
    r"^(mieux )?(comprendre|decouvrir|connaitre|savoir|apprehender|approfondir|ameliorer|developper|s ouvrir|"
    r"me familiariser|se familiariser|voir|apprendre|progresser|understand|discover|know|learn|improve|develop|see|"
    r"get to know)\b"
)


@dataclass(frozen=True)
class Stay:
    """The placement that the objective is for: its days, and how it is called."""

    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class Hint:
    """One remark about one facet. `code` is how the form knows that it was shown already."""

    code: str
    facet: str
    text: str


def hints(values: Mapping[str, Any], stay: Stay | None = None, *, today: datetime.date) -> list[Hint]:
    """What could still be better about what is written so far, facet by facet; facets left empty say nothing yet,
    but for the date once the rest is being written."""
    specific, measurable = _text(values, "specific"), _text(values, "measurable")
    found: list[Hint] = []
    if specific and _VAGUE.search(fold(specific)):
        words = _("Begin with something that others can see you do: lead, write, present, prepare, use…")
        found.append(Hint("vague", "specific", words))
    elif specific and len(specific) < SHORT:
        found.append(Hint("short", "specific", _("Say a little more: what, with whom, in which situation?")))
    if measurable and not _MEASURE.search(fold(measurable)):
        words = _("How will it show? Give a number, or something one can see: a sheet, a report, done without help.")
        found.append(Hint("measure", "measurable", words))
    elif not measurable and specific:
        words = _(
            "Without a measure, nobody can say in the end whether it is reached. How often, how many, seen by whom?"
        )
        found.append(Hint("no-measure", "measurable", words))
    return [*found, *_about_day(values.get("due"), stay, today=today, begun=bool(specific or measurable))]


def _about_day(due: Any, stay: Stay | None, *, today: datetime.date, begun: bool) -> Iterable[Hint]:
    if not isinstance(due, datetime.date):
        if begun:
            if stay:
                words = _("By when? Choose a day between %(start)s and %(end)s.")
                yield Hint("no-date", "due", words % {"start": said(stay.start), "end": said(stay.end)})
            else:
                yield Hint("no-date", "due", _("By when? An objective without a day is only a wish."))
        return
    if stay and not stay.start <= due <= stay.end:
        words = _("This day lies outside the stay, which runs from %(start)s to %(end)s.")
        yield Hint("outside", "due", words % {"start": said(stay.start), "end": said(stay.end)})
    elif due < today:
        yield Hint("past", "due", _("This day is past already."))


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "").strip()


def has_measure(words: str) -> bool:
    """Whether a figure or something observable is named."""
    return bool(_MEASURE.search(fold(words)))
