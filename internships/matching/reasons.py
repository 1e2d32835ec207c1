"""A component in words: « 3 de vos objectifs », « 12 km », « répond en 4 jours », « places en mars » (E4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from internships.matching.criteria import Criterion
from internships.matching.score import Asked, Facts, Match

# From so many days on, the name of a month alone might be that of two years.
MANY_DAYS = 300


@dataclass(frozen=True)
class Said:
    """Words that facts are told with: names of lists by tag."""

    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    criterion: Criterion
    words: str
    # What it adds, and at most could.
    part: float
    weight: int

    @property
    def icon(self) -> str:
        return ICONS[self.criterion]


ICONS = {
    Criterion.GOALS: "target",
    Criterion.NEAR: "map-pin",
    Criterion.DATES: "calendar",
    Criterion.LEVEL: "graduation-cap",
    Criterion.WISHES: "heart",
    Criterion.SHARE: "clock",
    Criterion.ACCESS: "check",
    Criterion.LANGUAGES: "languages",
    Criterion.SEATS: "users",
    Criterion.ANSWERS: "mail-check",
    Criterion.QUALIFIED: "badge-check",
    Criterion.PRACTICES: "lightbulb",
    Criterion.FRESH: "sparkles",
}


def reasons(match: Match, facts: Facts, asked: Asked, said: Said) -> list[Reason]:
    """One for each component that adds something, the weightiest first; none for those that add nothing."""
    return [
        Reason(
            component.criterion,
            WORDS[component.criterion](match, facts, asked, said),
            match.part(component),
            match.weights[component.criterion],
        )
        for component in match.contributing
    ]


def _goals(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    number = len(match.served)
    if number:
        return ngettext("%(number)d of your objectives", "%(number)d of your objectives", number) % {"number": number}
    return _("words of your objectives")


def _near(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    distance = facts.distance_km or 0.0
    if distance < 1:
        return _("less than 1 km")
    near = round(distance, 1) if distance < 10 else round(distance)
    return _("%(distance)s km") % {"distance": formats.number_format(near, use_l10n=True)}


def _dates(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    if facts.days_open >= asked.days:
        return _("seats on all of your dates")
    first, last = facts.first_open, facts.last_open
    if first is None or last is None or (last - first).days + 1 > facts.days_open:
        return _("seats on part of your dates")
    if (first.year, first.month) == (last.year, last.month):
        return _("seats in %(first)s") % {"first": formats.date_format(first, "F")}
    months = "F" if (last - first).days < MANY_DAYS else "F Y"
    return _("seats: %(first)s – %(last)s") % {
        "first": formats.date_format(first, months),
        "last": formats.date_format(last, months),
    }


def _level(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return _("for your level")


def _wishes(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    found = facts.tags & asked.occupations or facts.tags & asked.sectors
    names = sorted(name for tag in found if (name := said.names.get(tag)))
    return _("your wish: %(names)s") % {"names": ", ".join(names[:2])} if names else _("one of your wishes")


def _share(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return said.names.get(asked.share, _("the share of time you wish"))


def _access(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return ", ".join(said.names.get(tag, tag[2:]) for tag in sorted(facts.tags & asked.access))


def _languages(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return ", ".join(said.names.get(f"l:{code}", code) for code in sorted(facts.languages & asked.languages))


def _seats(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return ngettext("%(seats)s seat left", "%(seats)s seats left", facts.seats_left) % {"seats": facts.seats_left}


def _answers(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    if facts.answer_days is not None:
        words = ngettext("answers in %(days)d day", "answers in %(days)d days", facts.answer_days)
        return words % {"days": facts.answer_days}
    return _("answers %(share)d %% of requests") % {"share": facts.answered_percent or 0}


def _qualified(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    return _("recognised by your school") if facts.qualified_here else _("recognised by a school")


def _practices(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    number = facts.practices
    return ngettext("%(number)d good practice", "%(number)d good practices", number) % {"number": number}


def _fresh(match: Match, facts: Facts, asked: Asked, said: Said) -> str:
    days = max(0, facts.age_days or 0)
    if not days:
        return _("published today")
    return ngettext("published %(days)d day ago", "published %(days)d days ago", days) % {"days": days}


WORDS: dict[Criterion, Callable[[Match, Facts, Asked, Said], str]] = {
    Criterion.GOALS: _goals,
    Criterion.NEAR: _near,
    Criterion.DATES: _dates,
    Criterion.LEVEL: _level,
    Criterion.WISHES: _wishes,
    Criterion.SHARE: _share,
    Criterion.ACCESS: _access,
    Criterion.LANGUAGES: _languages,
    Criterion.SEATS: _seats,
    Criterion.ANSWERS: _answers,
    Criterion.QUALIFIED: _qualified,
    Criterion.PRACTICES: _practices,
    Criterion.FRESH: _fresh,
}
