"""The ranking itself: candidates weighed, with how their hosts answer, the best first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from hosts import figures
from internships.matching import goals
from internships.matching.criteria import OF_PRACTICES, Criterion
from internships.matching.goals import Likeness
from internships.matching.score import Facts, Match, weigh
from internships.selectors.matching import candidates
from internships.selectors.matching.lexicon import rarity
from internships.selectors.matching.wanted import Wanted

# So many of the best are kept.
KEPT = 60


@dataclass(frozen=True)
class Ranked:
    """An entry of the search, or of the practices' index, by its number, with what it is worth and the facts behind."""

    entry: int
    match: Match
    facts: Facts
    host: int = 0

    @property
    def order(self) -> tuple[float, int]:
        return -self.match.score, self.entry


def rank_places(wanted: Wanted) -> list[Ranked]:
    """Hosts and offers, the best first. Two queries."""
    today = timezone.localdate()
    rows = [_place(row, wanted, today) for row in candidates.places(wanted)]
    # How hosts answer counts before the cut: it may bring a host up from far down.
    return sorted(_with_answers(list(filter(_touched, rows)), wanted), key=lambda one: one.order)[:KEPT]


def rank_practices(wanted: Wanted) -> list[Ranked]:
    """Good practices, the best first. One query."""
    today = timezone.localdate()
    weights = {criterion: wanted.weights[criterion] for criterion in OF_PRACTICES}
    found = []
    for entry, tags, distance, published_at, words in candidates.practices(wanted):
        known = frozenset(tags)
        facts = Facts(
            tags=known,
            distance_km=distance,
            languages=frozenset(tag[2:] for tag in known if tag.startswith("l:")),
            age_days=_age(published_at, today),
        )
        match = weigh(facts, _likenesses(wanted, tags, words), wanted.asked, weights)
        found.append(Ranked(entry, match, facts))
    return sorted(filter(_touched, found), key=lambda one: one.order)


def _likenesses(wanted: Wanted, tags: Sequence[str], words: str | None) -> list[Likeness]:
    text, rare = candidates.text_of(tags, words), rarity.get()
    return [goals.likeness(goal, text, rare) for goal in wanted.goals]


def _place(row: tuple[Any, ...], wanted: Wanted, today: datetime.date) -> Ranked:
    entry, host, tags, distance, seats, published_at, languages, days, first, last, words, *rest = row
    here, anywhere, practices = rest
    facts = Facts(
        tags=frozenset(tags),
        distance_km=distance,
        days_open=days,
        first_open=first,
        last_open=last,
        seats_left=seats,
        languages=frozenset(languages),
        qualified_here=here,
        qualified_elsewhere=anywhere,
        practices=practices,
        # A lone host is no news: its sheet was published once, its offers come and go.
        age_days=_age(published_at, today) if "offre" in tags else None,
    )
    match = weigh(facts, _likenesses(wanted, tags, words), wanted.asked, wanted.weights)
    return Ranked(entry, match, facts, host)


def _age(published_at: datetime.datetime, today: datetime.date) -> int:
    return (today - timezone.localdate(published_at)).days


def _with_answers(rows: list[Ranked], wanted: Wanted) -> list[Ranked]:
    """How often and how soon the hosts answer: what they did rather than the index's score, to say it in words."""
    rates = figures.reply_rates(sorted({one.host for one in rows})) if rows else {}
    return [_answering(one, rates[one.host], wanted) if one.host in rates else one for one in rows]


def _answering(one: Ranked, rate: figures.ReplyRate, wanted: Wanted) -> Ranked:
    facts = replace(one.facts, answered_percent=rate.percent, answer_days=rate.days)
    return replace(one, facts=facts, match=weigh(facts, one.match.likenesses, wanted.asked, wanted.weights))


def _touched(one: Ranked) -> bool:
    """Whether any objective is touched: what touches none is not for this person, however close it is."""
    return any(component.criterion == Criterion.GOALS and component.value > 0 for component in one.match.components)
