"""The ranking for a trainee (E4): nDCG@10 on a judged set beside plain text rank, and its time at 1,200 and 100,000.

Plain text rank is `ts_rank` over the same texts and the objectives' words, folded and stemmed as in the search, with
acronyms widened; the best of eighteen forms on the tuning half (words of the objective alone or with its measure; three
ways to weigh length; the fields weighed as in the search, as by PostgreSQL, as by the ranking), once over everything
and once, stronger, only over what is near and open as the trainee asks. The goal is to be 0.05 above the stronger one
on the unused half. What the list of related words adds is told for both halves.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from benchmarks import judged
from benchmarks.judged import TUNING, UNUSED, Corpus, Trainee
from benchmarks.report import Figure, middle, quantile

NAME = "match"
ABOVE = 0.05
# Milliseconds at so many hosts, each with about one offer.
SIZES = {1_200: 50.0, 100_000: 150.0}
ROUNDS = 3
NORMALISATIONS = (0, 1, 2)
# What a word counts in a text's description, audience, occupation and title: of the search, of PostgreSQL, ours.
FIELDS = ("{0.05, 0.2, 0.5, 1}", "{0.1, 0.2, 0.4, 1}", "{0.6, 0.7, 0.8, 1}")
Ranker = Callable[[Trainee], tuple[list[int], list[int]]]


def run(*, full: bool) -> Iterable[Figure]:
    corpus = judged.load()
    yield from quality(corpus)
    for size in SIZES:
        yield from times(size)


# Quality


def ours(trainee: Trainee) -> tuple[list[int], list[int]]:
    from internships.selectors.matching.ranking import rank_places, rank_practices

    asked = judged.wanted(trainee)
    return [one.entry for one in rank_places(asked)], [one.entry for one in rank_practices(asked)]


@contextmanager
def without_related_words() -> Iterator[None]:
    """The ranking as if no list of related words were shipped; acronyms, occupations and sectors stay."""
    from internships.selectors.matching import lexicon

    lexicon.lexicon.forget()
    with patch.object(lexicon, "groups", list):
        yield
    lexicon.lexicon.forget()


def plain(
    trainee: Trainee, *, measure: bool, normalisation: int, fields: str, filtered: bool
) -> tuple[list[int], list[int]]:
    """By text rank alone; `filtered`, among what the search would give for the place and dates asked."""
    from django.db import connection

    from hosts.selectors.search.text import ask

    asked = judged.wanted(trainee)
    texts = [text for _number, *pair in trainee.objectives for text in (pair if measure else pair[:1])]
    # The search reads a dozen words at a time: an objective's are asked for in pieces.
    pieces = [" ".join(piece) for text in texts for piece in _pieces(text.split(), 10)]
    query = " | ".join(sorted({term.query for piece in pieces for term in ask(piece).terms}))
    values = {"query": query, "fields": fields, "norm": normalisation, "first": asked.first, "last": asked.last}
    values |= {"lat": asked.centre.latitude, "lon": asked.centre.longitude, "km": asked.radius_km}
    rank = "ts_rank(%(fields)s::real[], vector, %(query)s::tsquery, %(norm)s)"
    with connection.cursor() as cursor:
        cursor.execute(_plain_sql("hosts_searchentry", rank, FILTERS if filtered else ""), values)
        places = [row[0] for row in cursor.fetchall()]
        cursor.execute(_plain_sql("practices_practiceentry", rank, ""), values)
        return places, [row[0] for row in cursor.fetchall()]


def _pieces(words: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (words[at : at + size] for at in range(0, len(words), size))


def _plain_sql(table: str, rank: str, filters: str) -> str:
    from hosts.selectors.search.statement import HAVERSINE

    shown = "AND visible_from <= current_date AND visible_until >= current_date" if table.startswith("hosts") else ""
    where = f"vector @@ %(query)s::tsquery {shown} {filters.format(distance=HAVERSINE)}"
    return f"SELECT id FROM {table} WHERE {where} ORDER BY {rank} DESC, id LIMIT 10"


FILTERS = """
AND {distance} <= %(km)s
AND (offer_id IS NULL OR open_days && daterange(%(first)s, %(last)s, '[]'))"""


def score(ranker: Ranker, corpus: Corpus, half: str) -> float:
    """The mean over a half's trainees of the mean of their two lists."""
    return sum(whole) / len(whole) if (whole := [_one(ranker, corpus, one) for one in _half(half)]) else 0.0


def _half(half: str) -> list[Trainee]:
    return [one for one in judged.trainees() if one.half == half]


def _one(ranker: Ranker, corpus: Corpus, trainee: Trainee) -> float:
    places, practices = ranker(trainee)
    lists = [
        judged.ndcg([corpus.places.get(pk, "") for pk in places], trainee.grades("places")),
        judged.ndcg([corpus.practices.get(pk, "") for pk in practices], trainee.grades("practices")),
    ]
    known = [value for value in lists if value is not None]
    return sum(known) / len(known)


def quality(corpus: Corpus) -> Iterable[Figure]:
    best: dict[bool, Ranker] = {}
    for filtered in (False, True):
        forms: list[Ranker] = [
            partial(plain, measure=measure, normalisation=norm, fields=fields, filtered=filtered)
            for measure, norm, fields in itertools.product((False, True), NORMALISATIONS, FIELDS)
        ]
        best[filtered] = max(forms, key=lambda form: score(form, corpus, TUNING))
    for half in (TUNING, UNUSED):
        bare, strong, we = (score(ranker, corpus, half) for ranker in (best[False], best[True], ours))
        yield Figure(f"{half}: nDCG@10, plain text rank", bare, unit="", digits=3)
        yield Figure(f"{half}: nDCG@10, plain text rank of what is near and open", strong, unit="", digits=3)
        yield Figure(f"{half}: nDCG@10, ours", we, unit="", digits=3)
        with without_related_words():
            bare_words = score(ours, corpus, half)
        yield Figure(f"{half}: nDCG@10, ours without related words", bare_words, unit="", digits=3)
        goal = ABOVE if half == UNUSED else None
        yield Figure(f"{half}: above the stronger", we - max(bare, strong), unit="", digits=3, least=goal)


# Time


def fill(hosts: int) -> None:
    """Brings the made-up country to about so many hosts and as many offers."""
    from hosts.models import HostInstitution
    from hosts.selectors.search.kept import forget_everything
    from hosts.services import scale

    usual, scale.OFFERS_PER_HOST = scale.OFFERS_PER_HOST, 1
    try:
        missing = hosts - HostInstitution.objects.count()
        if missing > 0:
            scale.seed(missing, seed=hosts, say=lambda line: None, force=True)
    finally:
        scale.OFFERS_PER_HOST = usual
    forget_everything()


def times(hosts: int) -> Iterable[Figure]:
    from internships.selectors.matching.ranking import rank_places

    fill(hosts)
    asked = [judged.wanted(one) for one in judged.trainees()]
    for one in asked:
        rank_places(one)
    samples, floor = [], []
    for _round in range(ROUNDS):
        for one in asked:
            samples.append(_timed(lambda one=one: rank_places(one)))
            floor.append(_timed(lambda one=one: _floor(one)))
    words = f"{hosts:,} hosts".replace(",", " ")
    yield Figure(f"{words}: ranking for one trainee, p50", middle(samples), floor=middle(floor))
    yield Figure(
        f"{words}: ranking for one trainee, p95",
        quantile(samples, 0.95),
        floor=quantile(floor, 0.95),
        goal=SIZES[hosts],
    )


def _floor(asked: Any) -> None:
    """The SQL that any ranking by text needs: the candidates, ranked by ts_rank, the best twenty."""
    from django.db import connection

    from internships.selectors.matching import candidates

    values = candidates.statement_values(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM (SELECT id, vector FROM hosts_searchentry WHERE {candidates.WITHIN}"
            " AND vector @@ %(query)s::tsquery ORDER BY point <-> point(%(x)s, %(y)s) LIMIT %(limit)s) AS found"
            " ORDER BY ts_rank(vector, %(query)s::tsquery) DESC LIMIT 20",
            values,
        )
        cursor.fetchall()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
