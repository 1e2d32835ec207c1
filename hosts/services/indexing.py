"""The search index follows every change of a host, a site, an offer or a period, in the same transaction.

Call one of these last in a service: the rewrite waits for any other rewrite of the same host, then copies what
its own transaction and the committed ones left in the tables, so two services at once leave a right index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction
from django.utils import timezone

from hosts import figures
from hosts.models import HostInstitution, PlacementOffer
from hosts.models.search import NEUTRAL_REPLY_SCORE
from hosts.services import _indexing_sql as sql
from messaging import outbox

# First half of the advisory lock's key; the second is the host's number.
LOCK = 20_011
BATCH = 500
Follower = Callable[[Sequence[int]], object]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> Follower:
    """Has `follower(numbers)` called as hosts are rewritten, in the same transaction: other lists show them too."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


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
            for follower in _followers:
                follower(batch)
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
    # Ranking rewards hosts that answer; those nobody asked yet are neutral.
    scores = {key: rate.percent for key, rate in figures.reply_rates(institutions).items()}
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
    """Rewrites hosts that have an offer, or one of its periods, that is over: dates and seats shown follow.

    Search hides the offer by itself on that day. Returns how many hosts it rewrote.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.PAST, {"today": timezone.localdate()})
        ids = [row[0] for row in cursor.fetchall()]
    reindex_institutions(ids, learn=False)
    return len(ids)


def compare(*, mend: bool = False) -> dict[str, int]:
    """How far the index is from the tables: rows missing, rows too many, seats that differ. Zero everywhere is right.

    With `mend`, the hosts concerned are rewritten.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(sql.COMPARE, {"today": timezone.localdate()})
        found = cursor.fetchall()
    if mend:
        reindex_institutions({row[0] for row in found})
    kinds = [row[1] for row in found]
    return {kind: kinds.count(kind) for kind in ("missing", "too many", "seats")}
