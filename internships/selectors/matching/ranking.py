"""The ranking itself: candidates weighed, the best first; what only a few of them need is read for those alone."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils import timezone

from hosts import figures
from internships.matching import goals
from internships.matching.criteria import OF_PRACTICES, Criterion
from internships.matching.goals import Likeness
from internships.matching.score import Facts, Match, weigh
from internships.selectors.matching import candidates
from internships.selectors.matching.lexicon import rarity
from internships.selectors.matching.wanted import Wanted

# So many of the best are compared with what their hosts have done so far as well.
FINALISTS = 60

_KNOWN = """
SELECT site.id,
  EXISTS (SELECT 1 FROM hosts_sitequalification q WHERE q.site_id = site.id AND (q.until IS NULL OR q.until >= %(today)s)
    AND q.school_id IN (
      SELECT c.school_id FROM internships_enrolment e JOIN internships_cohort c ON c.id = e.cohort_id
      WHERE e.person_id = %(person)s AND (e.left_on IS NULL OR e.left_on > %(today)s))),
  EXISTS (SELECT 1 FROM hosts_sitequalification q WHERE q.site_id = site.id
    AND (q.until IS NULL OR q.until >= %(today)s)),
  (SELECT count(*) FROM practices_practiceentry p WHERE p.host_id = site.institution_id)
FROM hosts_hostsite site WHERE site.id = ANY(%(sites)s)"""


@dataclass(frozen=True)
class Ranked:
    """An entry of the search, or of the practices' index, by its number, with what it is worth and the facts behind."""

    entry: int
    match: Match
    facts: Facts
    host: int = 0
    site: int = 0

    @property
    def order(self) -> tuple[float, int]:
        return -self.match.score, self.entry


def rank_places(wanted: Wanted) -> list[Ranked]:
    """Hosts and offers, the best first. Three queries."""
    today = timezone.localdate()
    rows = [_place(row, wanted, today) for row in candidates.places(wanted)]
    finalists = sorted(filter(_touched, rows), key=lambda one: one.order)[:FINALISTS]
    return sorted(_with_records(finalists, wanted), key=lambda one: one.order)


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
    entry, host, site, tags, distance, seats, published_at, languages, days, words = row
    facts = Facts(
        tags=frozenset(tags),
        distance_km=distance,
        days_open=days,
        seats_left=seats,
        languages=frozenset(languages),
        # A lone host is no news: its sheet was published once, its offers come and go.
        age_days=_age(published_at, today) if "offre" in tags else None,
    )
    match = weigh(facts, _likenesses(wanted, tags, words), wanted.asked, wanted.weights)
    return Ranked(entry, match, facts, host, site)


def _age(published_at: datetime.datetime, today: datetime.date) -> int:
    return (today - timezone.localdate(published_at)).days


def _with_records(rows: list[Ranked], wanted: Wanted) -> list[Ranked]:
    """How hosts answer, whether schools recognise the site, which practices were seen there. Two queries."""
    if not rows:
        return []
    rates = figures.reply_rates(sorted({one.host for one in rows}))
    sites = sorted({one.site for one in rows})
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"sites": sites, "person": wanted.person, "today": timezone.localdate()})
        known = {site: row for site, *row in cursor.fetchall()}
    found = []
    for one in rows:
        here, anywhere, practices = known.get(one.site, (False, False, 0))
        rate = rates.get(one.host)
        facts = replace(
            one.facts,
            answered_percent=rate.percent if rate else None,
            answer_days=rate.days if rate else None,
            qualified_here=here,
            qualified_elsewhere=anywhere,
            practices=practices,
        )
        match = weigh(facts, one.match.likenesses, wanted.asked, wanted.weights)
        found.append(replace(one, facts=facts, match=match))
    return found


def _touched(one: Ranked) -> bool:
    """Whether any objective is touched: what touches none is not for this person, however close it is."""
    return any(component.criterion == Criterion.GOALS and component.value > 0 for component in one.match.components)
