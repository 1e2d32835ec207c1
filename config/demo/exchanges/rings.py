"""A search for exchanges in the demonstration: its rings wait for the pilot, nobody has been told."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F

from config.demo.dates import moment
from exchanges.models import ExchangeSpace, RingLeg, RingRun
from exchanges.ring_enums import RingState
from exchanges.rings.pool import Pool, from_json, to_json
from exchanges.services import ring_runs
from messaging.models import OutboxEntry

if TYPE_CHECKING:
    from config.demo.world import World

AHEAD = datetime.timedelta(weeks=26)


def make(world: World) -> None:
    """Over the wishes and seats that are there; asked for by nobody while it runs, so that no letter is written."""
    pilot = world.people["pilot"]
    space = ExchangeSpace.objects.get(pilot=world.organisations["exchanges"])
    run = ring_runs.start(
        space=space,
        actor=None,
        size=space.ring_size,
        first_day=world.today + datetime.timedelta(days=1),
        last_day=world.today + AHEAD,
    )
    for _half in range(2):
        ring_runs.step(run.pk)
    OutboxEntry.objects.filter(kind=ring_runs.KIND).delete()
    asked = moment(world.today, weeks_ago=0.2)
    RingRun.objects.filter(pk=run.pk).update(asked_by=pilot, asked_at=asked, started_at=asked, finished_at=asked)


def move(step: datetime.timedelta, before: datetime.datetime) -> None:
    """What is only proposed stays as far ahead as the periods it stands on."""
    runs = RingRun.objects.filter(asked_at__lt=before, rings__state=RingState.PROPOSED).distinct()
    legs = RingLeg.objects.filter(ring__run__in=runs, ring__state=RingState.PROPOSED)
    legs.update(first_day=F("first_day") + step, last_day=F("last_day") + step)
    for run in runs:
        run.first_day, run.last_day = run.first_day + step, run.last_day + step
        run.pool = to_json(_later(from_json(run.pool), step))
        run.save(update_fields=["first_day", "last_day", "pool"])


def _later(pool: Pool, step: datetime.timedelta) -> Pool:
    return replace(
        pool,
        participants=tuple(
            replace(one, periods=tuple((start + step, end + step) for start, end in one.periods))
            for one in pool.participants
        ),
        openings=tuple(replace(one, start=one.start + step, end=one.end + step) for one in pool.openings),
    )
