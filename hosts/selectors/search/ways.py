"""How a search reads its candidates, chosen after a look at the newest entries.

PostgreSQL cannot know how many entries suit two words together, or a sector within a rectangle, so it reads twenty
thousand rows to keep a thousand, or walks half of the index. Whether many suit shows in the thousand newest: where many
do, the newest part of the index, or the nearest entries, hold the `MOST` that count; where few do, all are read. A look
may mislead: the statement says whether it found enough, and if not, all that suit are read.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from hosts.selectors.search.criteria import MOST
from hosts.selectors.search.kept import Kept, KeptByKey

# So many of the newest are looked at.
LOOKED_AT = 1_000
# The index is divided, the newest first, after so many entries; each part holds a quarter more than the one before.
FIRST, GROWTH, WIDEST = 1_250, 1.25, 250_000
# Around a place, at most so many of the nearest are read in their order; a crowd is counted no further.
NEAREST, CROWD = 5_000, 20_000
# A look at a thousand is as good as its luck: so many more are read than it says, and more where it saw few.
SPARE, DOUBT = 1.15, 3.0
# A step to the next nearest is a little cheaper than a row found by its words.
STEP = 0.8
KEPT, MOST_KEPT = 600, 5_000


@dataclass(frozen=True)
class Way:
    """All that suit; or those among so many of the nearest; or those published since a moment.

    `since` holds such a moment by the dimension left out, "" for the results themselves.
    """

    nearest: int = 0
    since: Mapping[str, datetime.datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """How many of the newest were looked at, and how many of them suit, by the dimension left out."""

    newest: int
    suiting: Mapping[str, int]


def choose(around: int | None, look: Look | None, *, zone: bool) -> Way:
    """`around`: entries around the place, if one is asked. No look: it is all that is asked, or the index is small."""
    if around is None:
        return Way(since=_parts(look, zone=zone) if look else {})
    share = look.suiting[""] / max(look.newest, 1) if look else 1
    nearest = _needed(look.newest, look.suiting[""]) if look else math.ceil((MOST + 1) * SPARE)
    if not nearest or nearest > NEAREST:
        return Way()
    # Where fewer of those around suit, finding these by words or tags is the shorter way.
    return Way(nearest=nearest) if around >= CROWD or nearest * STEP < around * share else Way()


def _parts(look: Look, *, zone: bool) -> dict[str, datetime.datetime]:
    """Since when to read the results, and those with one dimension left out, where that is shorter than all of them."""
    found = {}
    for name, suiting in look.suiting.items():
        number = _needed(look.newest, suiting)
        # In a part of the map, all that lies in the newest part is read, otherwise what suits alone.
        if number and not (zone and number > suiting / look.newest * max(_moments.get())):
            moment = _since(number)
            if moment:
                found[name] = moment
    return found


def _needed(looked_at: int, suiting: int) -> int:
    """How many entries hold more than `MOST` that suit, if they are as frequent as among those looked at."""
    if not suiting:
        return 0
    return math.ceil((MOST + 1) * looked_at / suiting * (SPARE + DOUBT / math.sqrt(suiting)))


def looked_from() -> datetime.datetime | None:
    """The moment since which about `LOOKED_AT` were published; None where the index is too small for looks to pay."""
    return _moments.get().get(LOOKED_AT)


def _since(number: int) -> datetime.datetime | None:
    """The moment since which about `number` or a little more were published; None where that is half of them all."""
    moments = _moments.get()
    if 2 * number > max(moments, default=0):
        return None
    return next(moments[rank] for rank in sorted(moments) if rank >= number)


def _read_moments() -> dict[int, datetime.datetime]:
    """When the newest 1,000 had been published, the newest 1,250, 1,562 …: an index-only scan."""
    ranks, rank = [LOOKED_AT], float(FIRST)
    while rank <= WIDEST:
        ranks.append(int(rank))
        rank *= GROWTH
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, published_at FROM (SELECT published_at, row_number() OVER () AS rank FROM ("
            " SELECT published_at FROM hosts_searchentry ORDER BY published_at DESC, id DESC LIMIT %s) AS newest)"
            " AS ranked WHERE rank = ANY(%s)",
            [max(ranks), ranks],
        )
        return dict(cursor.fetchall())


_moments = Kept(_read_moments, KEPT)
# What a look saw by what was asked, and how many entries lie around a place.
seen: KeptByKey[tuple[int, ...]] = KeptByKey(KEPT, MOST_KEPT)
crowds: KeptByKey[int] = KeptByKey(KEPT, MOST_KEPT)
