"""Searches for exchanges: asked for by the pilot, done by a worker, kept with what was known then (B1).

A search goes on in two entries of the outbox: the first writes down the pool and says that it has begun, the second
searches and then writes all rings in one transaction. A worker that dies leaves nothing half done; the entry is taken
up again, and where that never helps, the page says that it takes too long.
"""

from __future__ import annotations

import datetime
import logging
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

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
from exchanges.rings.pool import from_json, to_json
from exchanges.selectors.ring_pool import free_wishes, open_windows, pool_of
from messaging import outbox

if TYPE_CHECKING:
    from exchanges.rings.pool import Participant
    from exchanges.rings.solver import Leg, Solution

logger = logging.getLogger(__name__)
KIND = "exchanges.rings"
SEED = 1


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
    """One half of a search; may be called twice. Its row is not held while the solver works, so that the pilot can
    stop it at any moment."""
    run = RingRun.objects.filter(pk=run_id, state__in=UNDER_WAY).first()
    if run is None:  # done or given up
        return
    if run.state == RunState.RUNNING:
        _finish(run_id, _solved(run))
        return
    with transaction.atomic():
        held = _held(run_id, RunState.WAITING, skip_locked=True)
        if held is not None:
            _begin(held)
            _go_on(held)
        elif RingRun.objects.filter(pk=run_id, state=RunState.WAITING).exists():
            raise outbox.Later("in other hands")


def _held(run_id: int, state: str, *, skip_locked: bool = False) -> RingRun | None:
    """The search under its lock, if it is still in that state."""
    rows = RingRun.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    rows = rows.select_related("space__pilot", "space__territory", "territory", "asked_by")
    return rows.filter(pk=run_id, state=state).first()


def _begin(run: RingRun) -> None:
    pool = pool_of(run)
    run.pool = to_json(pool)
    run.people = len({one.person for one in pool.participants})
    run.structures = len(pool.structures)
    run.seats = sum(one.seats for one in pool.openings)
    run.state, run.started_at = RunState.RUNNING, timezone.now()
    run.save()


def _solved(run: RingRun) -> Solution | Failure:
    """What the solver says; what was fixed and cannot stand together is a result too, as is what broke."""
    from exchanges.rings.model import Effort, Impossible, OutOfTime
    from exchanges.rings.solver import solve

    try:
        return solve(from_json(run.pool), Effort(run.limit, SEED))
    except Impossible:
        return Failure.FIXED
    except OutOfTime:
        return Failure.TIME
    except Exception:
        # The pool stays out of the log. Tried again, it would break again: the pilot is told now.
        logger.exception("search %s could not be finished", run.pk)
        return Failure.BROKEN


def _finish(run_id: int, result: Solution | Failure) -> None:
    """Writes what was found, unless the pilot has stopped the search meanwhile."""
    with transaction.atomic():
        run = _held(run_id, RunState.RUNNING)
        if run is None:
            return
        if isinstance(result, Failure):
            _fail(run, result)
        else:
            run.served, run.bound, run.seconds = _write(run, result), result.bound, result.seconds
            # What fell away during the search leaves seats to others: then this is not the best there is.
            run.state = RunState.OPTIMAL if run.served == run.bound else RunState.BOUNDED
            run.finished_at = timezone.now()
            run.save()
        run_ready(run)


def _write(run: RingRun, solution: Solution) -> int:
    """The rings that still close with the wishes and seats of this moment; how many people are in them."""
    pool = from_json(run.pool)
    people = {one.key: one for one in pool.participants}
    kept = {(one.participant, one.opening) for one in pool.fixed}
    legs = [leg for ring in solution.rings for leg in ring]
    wishes = set(free_wishes(run.space).filter(pk__in=[leg.participant for leg in legs]).values_list("pk", flat=True))
    windows = {one.pk: one for one in open_windows().filter(pk__in=[leg.opening for leg in legs])}
    left = Counter({one.pk: one.seats_left for one in windows.values()})
    number = served = 0
    for several in solution.rings:
        # Who was erased meanwhile is not in the pool any more either.
        if not all(leg.participant in wishes & people.keys() and left[leg.opening] > 0 for leg in several):
            continue
        left.subtract(leg.opening for leg in several)
        number, served = number + 1, served + len(several)
        ring = Ring.objects.create(run=run, number=number)
        made = [_leg(ring, leg, people[leg.participant], windows[leg.opening]) for leg in several]
        for place, one in enumerate(made):
            one.position, one.fixed = place, (one.wish_id, one.window_id) in kept
        RingLeg.objects.bulk_create(made)
    if run.after_id:
        again = Ring.objects.filter(run=run.after_id, state=RingState.PROPOSED)
        again.update(state=RingState.DROPPED, decided_by=run.asked_by, decided_at=timezone.now())
    return served


def _leg(ring: Ring, leg: Leg, who: Participant, window: OfferWindow) -> RingLeg:
    first, last = leg.period
    return RingLeg(
        ring=ring,
        wish_id=who.key,
        person_id=who.person,
        structure_id=who.structure,
        offer_id=window.offer_id,
        window=window,
        first_day=first,
        last_day=last,
    )


def _fail(run: RingRun, failure: Failure) -> None:
    run.state, run.failure, run.finished_at = RunState.FAILED, failure, timezone.now()
    run.save()


def _go_on(run: RingRun) -> None:
    outbox.enqueue(kind=KIND, payload={"run": run.pk}, key=f"run:{run.pk}:{run.state}")
