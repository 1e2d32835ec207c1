"""Searches for exchanges: asked for by the pilot, done by a worker, kept with what was known then (B1).

A search goes on in two entries of the outbox: the first writes down the pool and says that it has begun, the second
searches and writes the rings in one transaction. A worker that dies leaves nothing half done; the entry is taken up
again.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Territory, User
from exchanges.models import ExchangeSpace, OfferWindow, Ring, RingLeg, RingRun, Structure
from exchanges.models.rings import SECONDS
from exchanges.notifications_rings import run_ready
from exchanges.ring_enums import UNDER_WAY, Failure, RingState, RunState
from exchanges.rings.pool import Period, Pool, from_json, to_json
from exchanges.selectors.ring_pool import pool_of
from messaging import outbox

logger = logging.getLogger(__name__)
KIND = "exchanges.rings"
SEED = 1
# Ring, place in it, wish, window, days.
Line = tuple[int, int, int, int, Period]


@transaction.atomic
def start(
    *,
    space: ExchangeSpace,
    actor: User | None,
    size: int,
    first_day: datetime.date,
    last_day: datetime.date,
    territory: Territory | None = None,
    limit: int = SECONDS,
    after: RingRun | None = None,
    without_structures: Iterable[Structure] = (),
    without_people: Iterable[User] = (),
) -> RingRun:
    """Asks for a search; a worker does it. Refused while another one of the space is under way."""
    if last_day <= timezone.localdate():
        raise Refused(_("Choose a period that is still to come."))
    run = RingRun(
        space=space,
        size=size,
        territory=territory,
        first_day=first_day,
        last_day=last_day,
        limit=limit,
        after=after,
        asked_by=actor,
    )
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as clash:
        raise Refused(_("Another search of this space is under way: wait for its result.")) from clash
    run.without_structures.set(without_structures)
    run.without_people.set(without_people)
    audit.record(action="rings.searched", actor=actor, target=run, organisation=space.pilot, data={"size": size})
    _go_on(run)
    return run


@transaction.atomic
def give_up(*, run_id: int, actor: User) -> RingRun:
    """The pilot no longer waits for it."""
    run = RingRun.objects.select_for_update(of=("self",), no_key=True).select_related("space__pilot").get(pk=run_id)
    if run.state in UNDER_WAY:
        _fail(run, Failure.BROKEN)
        audit.record(action="rings.given_up", actor=actor, target=run, organisation=run.space.pilot)
    return run


def step(run_id: int) -> None:
    """One half of a search; may be called twice."""
    with transaction.atomic():
        rows = RingRun.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        run = (
            rows.select_related("space__pilot", "space__territory", "territory", "asked_by")
            .filter(pk=run_id, state__in=UNDER_WAY)
            .first()
        )
        if run is None:  # done, given up, or in another worker's hands
            return
        if run.state == RunState.WAITING:
            _begin(run)
            _go_on(run)
        else:
            _search(run)


def _begin(run: RingRun) -> None:
    pool = pool_of(run)
    run.pool = to_json(pool)
    run.people = len({one.person for one in pool.participants})
    run.structures = len(pool.structures)
    run.seats = sum(one.seats for one in pool.openings)
    run.state, run.started_at = RunState.RUNNING, timezone.now()
    run.save()


def _search(run: RingRun) -> None:
    """Solves, and writes what was found. What was fixed and cannot stand together is a result too."""
    from exchanges.rings.model import Effort, Impossible
    from exchanges.rings.solver import solve

    pool = from_json(run.pool)
    try:
        solution = solve(pool, Effort(run.limit, SEED))
    except Impossible:
        _fail(run, Failure.FIXED)
    else:
        legs = [
            (number, place, leg.participant, leg.opening, leg.period)
            for number, ring in enumerate(solution.rings, start=1)
            for place, leg in enumerate(ring)
        ]
        _write(run, pool, legs)
        run.served, run.bound, run.seconds = solution.served, solution.bound, solution.seconds
        run.state = RunState.OPTIMAL if solution.proven else RunState.BOUNDED
        run.finished_at = timezone.now()
        run.save()
    run_ready(run)


def _write(run: RingRun, pool: Pool, legs: Sequence[Line]) -> None:
    people = {one.key: one for one in pool.participants}
    offers = dict(OfferWindow.objects.filter(pk__in=[leg[3] for leg in legs]).values_list("pk", "offer"))
    wishes = _standing_wishes([leg[2] for leg in legs])
    kept = {(one.participant, one.opening) for one in pool.fixed}
    for number, lot in groupby(legs, key=lambda leg: leg[0]):
        several = list(lot)
        # Withdrawn while the search went on: the ring does not close any more.
        if any(leg[3] not in offers or leg[2] not in wishes for leg in several):
            continue
        ring = Ring.objects.create(run=run, number=number)
        RingLeg.objects.bulk_create(
            RingLeg(
                ring=ring,
                position=place,
                wish_id=wish,
                person_id=people[wish].person,
                structure_id=people[wish].structure,
                offer_id=offers[window],
                window_id=window,
                first_day=period[0],
                last_day=period[1],
                fixed=(wish, window) in kept,
            )
            for _number, place, wish, window, period in several
        )
    if run.after_id:
        again = Ring.objects.filter(run=run.after_id, state=RingState.PROPOSED)
        again.update(state=RingState.DROPPED, decided_by=run.asked_by, decided_at=timezone.now())


def _standing_wishes(numbers: Iterable[int]) -> Mapping[int, int]:
    from exchanges.models import ImmersionWish

    return dict(ImmersionWish.objects.filter(pk__in=list(numbers)).values_list("pk", "person"))


def _fail(run: RingRun, failure: Failure) -> None:
    run.state, run.failure, run.finished_at = RunState.FAILED, failure, timezone.now()
    run.save()


def _go_on(run: RingRun) -> None:
    outbox.enqueue(kind=KIND, payload={"run": run.pk}, key=f"run:{run.pk}:{run.state}")
