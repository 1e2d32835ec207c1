"""The search index follows every change of a host, a site, an offer or a period, in the same transaction.

Call one of these last in a service: the rewrite waits for any other rewrite of the same host, then copies what
its own transaction and the committed ones left in the tables, so two services at once leave a right index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from hosts.models import HostInstitution, PlacementOffer
from hosts.models.search import NEUTRAL_REPLY_SCORE, SearchEntry
from hosts.services import _indexing_sql as sql
from messaging import outbox

# First half of the advisory lock's key; the second is the host's number.
LOCK = 20_011
BATCH = 500

# Filled by a higher app: host ids → share of requests answered, 0 to 100. Others stay neutral.
ReplyScores = Callable[[Sequence[int]], dict[int, int]]
_reply_scores: list[ReplyScores] = []


def register_reply_scores(provider: ReplyScores) -> None:
    """The one source of reply scores, so that ranking rewards hosts that answer."""
    _reply_scores[:] = [provider]


def reindex_institution(institution: HostInstitution) -> None:
    """Rewrites what search knows of a host, its sites and all of its offers."""
    reindex_institutions([institution.pk])


@transaction.atomic
def reindex_offer(offer: PlacementOffer) -> None:
    """Rewrites what search knows of one offer, and whether its sites stand for themselves meanwhile."""
    _lock([offer.institution_id])
    _rewrite([offer.institution_id], [offer.pk])
    _learn([offer.institution_id])


def reindex_institutions(ids: Iterable[int], *, learn: bool = True) -> None:
    """Rewrites many hosts, in batches; each batch is one transaction unless the caller already holds one.

    Their words become known to « did you mean » after the commit, unless `learn` is false.
    """
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        with transaction.atomic():
            _lock(batch)
            _rewrite(batch, None)
            if learn:
                _learn(batch)


def _lock(institutions: Sequence[int]) -> None:
    """One rewriter per host at a time, taken in one order; released by the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, (id %% 2147483647)::int) "
            "FROM (SELECT unnest(%s::bigint[]) AS id ORDER BY 1) AS hosts",
            [LOCK, sorted(institutions)],
        )


def _rewrite(institutions: Sequence[int], offers: Sequence[int] | None) -> None:
    """`offers` None: all offers of those hosts."""
    scores = {key: value for provider in _reply_scores for key, value in provider(institutions).items()}
    values = {
        "institutions": list(institutions),
        "offers": None if offers is None else list(offers),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "scored": list(scores),
        "scores": [min(max(score, 0), 100) for score in scores.values()],
        "neutral": NEUTRAL_REPLY_SCORE,
    }
    with connection.cursor() as cursor:
        for statement in (sql.WRITE_OFFERS, sql.DROP_OFFERS, sql.WRITE_SITES, sql.DROP_SITES):
            cursor.execute(statement, values)


def _learn(institutions: Sequence[int]) -> None:
    outbox.enqueue(kind="hosts.words", payload={"institutions": list(institutions)})


def drop_past() -> int:
    """Rewrites hosts that have an offer whose last day is over: search already hides it, this removes its row."""
    past = SearchEntry.objects.filter(visible_until__lt=timezone.localdate())
    ids = sorted(set(past.values_list("institution_id", flat=True)))
    reindex_institutions(ids, learn=False)
    return len(ids)


def compare(*, mend: bool = False) -> dict[str, int]:
    """How far the index is from the tables: rows missing, rows too many, seats that differ. Zero everywhere is right.

    With `mend`, the hosts concerned are rewritten.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0" if connection.in_atomic_block else "SELECT 1")
        cursor.execute(sql.COMPARE, {"today": timezone.localdate()})
        found = cursor.fetchall()
    if mend:
        reindex_institutions({row[0] for row in found})
    kinds = [row[1] for row in found]
    return {kind: kinds.count(kind) for kind in ("missing", "too many", "seats")}
