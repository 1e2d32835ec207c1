"""Who reaches the searches for exchanges: the pilot of the space; everybody else meets its 404 (B7, B8)."""

from __future__ import annotations

import datetime
from typing import Any

from exchanges.models import Ring, RingLeg, RingRun
from exchanges.ring_enums import RingState, RunState
from tests import factories
from tests.exchanges import making
from tests.matrix import Row, World

DAY = datetime.timedelta(days=1)
PILOT = {"pilot": 200, "*": 404}


def there(world: World) -> dict[str, Any]:
    making.in_matrix(world)
    return {}


def proposed(world: World) -> Ring:
    """A swap between the host and another structure, as a search left it."""
    mine = making.in_matrix(world)
    found = Ring.objects.filter(run__space=mine.space, state=RingState.PROPOSED).first()
    if found is not None:
        return found
    other = making.structure(mine.space, factories.host())
    run = RingRun.objects.create(
        space=mine.space,
        size=3,
        first_day=world.today + DAY,
        last_day=world.today + 90 * DAY,
        state=RunState.OPTIMAL,
        served=2,
        bound=2,
    )
    ring = Ring.objects.create(run=run, number=1)
    for place, (giving, receiving) in enumerate(((mine, other), (other, mine))):
        offer = making.offer(receiving)
        window = offer.windows.get()
        wish = making.wish(giving, structures=[receiving])
        RingLeg.objects.create(
            ring=ring,
            position=place,
            wish=wish,
            person=wish.person,
            structure=giving,
            offer=offer,
            window=window,
            first_day=window.start,
            last_day=window.start + DAY,
        )
    return ring


def run(world: World) -> dict[str, Any]:
    return {"pk": proposed(world).run_id}


def ring(world: World) -> dict[str, Any]:
    return {"pk": proposed(world).pk}


def leg(world: World) -> dict[str, Any]:
    return {"pk": proposed(world).legs.order_by("position").values_list("pk", flat=True)[0]}


MATRIX = {
    "exchanges:rings": Row(kwargs=there, get=PILOT),
    "exchanges:ring_search": Row(kwargs=there, get=PILOT, post={"pilot": 422, "*": 404}),
    "exchanges:ring_run": Row(kwargs=run, get=PILOT),
    "exchanges:ring_run_stop": Row(kwargs=run, post={"pilot": 302, "*": 404}),
    # Nobody of the other structure could give the visa: it is said, and nothing is done.
    "exchanges:ring_confirm": Row(kwargs=ring, get=PILOT, post={"pilot": 422, "*": 404}),
    "exchanges:ring_drop": Row(kwargs=ring, post={"pilot": 302, "*": 404}),
    "exchanges:ring_leg": Row(kwargs=leg, get=PILOT, post={"pilot": 422, "*": 404}, data={"option": "put-0-0"}),
    "exchanges:ring_leg_fix": Row(kwargs=leg, post={"pilot": 302, "*": 404}, data={"fixed": "1"}),
}
