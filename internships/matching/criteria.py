"""What a ranking looks at, and how much each of it counts: a number from 0 to 10 that the trainee may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 10


class Criterion(StrEnum):
    GOALS = "objectifs"
    NEAR = "proximite"
    DATES = "dates"
    LEVEL = "niveau"
    WISHES = "souhaits"
    SHARE = "temps"
    ACCESS = "acces"
    LANGUAGES = "langues"
    SEATS = "places"
    ANSWERS = "reponses"
    QUALIFIED = "qualifiant"
    PRACTICES = "pratiques"
    FRESH = "nouveaute"


Words = str | Promise


@dataclass(frozen=True)
class About:
    """How a criterion is called and explained, and what it counts unless the trainee says otherwise."""

    label: Words
    text: Words
    weight: int


ABOUT: dict[Criterion, About] = {
    Criterion.GOALS: About(_("My objectives"), _("The words of your objectives, and words that mean the same."), 10),
    Criterion.NEAR: About(_("Closeness"), _("The closer to where you look from, the better."), 2),
    Criterion.DATES: About(_("My dates"), _("The share of your days on which a seat is free."), 1),
    Criterion.LEVEL: About(_("My level"), _("The offer names your level of study."), 2),
    Criterion.WISHES: About(_("My wishes"), _("An occupation you wish for; a little less, its sector."), 3),
    Criterion.SHARE: About(_("Share of time"), _("The share of time you wish for."), 2),
    Criterion.ACCESS: About(_("What I need on site"), _("What you need and the host says is there."), 3),
    Criterion.LANGUAGES: About(_("Languages"), _("Languages that you wish to use there."), 2),
    Criterion.SEATS: About(_("Seats left"), _("Three seats or more give all of it."), 1),
    Criterion.ANSWERS: About(_("Hosts that answer"), _("How often they answer requests, and how soon."), 2),
    Criterion.QUALIFIED: About(_("Recognised by schools"), _("A site that your school, or another, recognises."), 1),
    Criterion.PRACTICES: About(_("Good practices there"), _("Good practices were observed at this host."), 1),
    Criterion.FRESH: About(_("Recently published"), _("Published less than a month ago."), 1),
}
DEFAULTS: dict[Criterion, int] = {criterion: about.weight for criterion, about in ABOUT.items()}
# What a good practice is compared by.
OF_PRACTICES = (Criterion.GOALS, Criterion.NEAR, Criterion.WISHES, Criterion.LANGUAGES, Criterion.FRESH)

Weights = Mapping[Criterion, int]


def read_weights(kept: Mapping[str, Any]) -> dict[Criterion, int]:
    """The weights in force from those a person keeps: what is missing or unreadable has its default."""
    weights = dict(DEFAULTS)
    for criterion in Criterion:
        value = kept.get(criterion.value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
            weights[criterion] = value
    return weights
