"""Run by a fault: three structures of which somebody would like to see the next one, and a search that is asked for.
Prints its number."""

from __future__ import annotations

import datetime

import django


def build() -> int:
    from django.utils import timezone

    from exchanges.services import ring_runs
    from messaging import nudge
    from tests import factories
    from tests.exchanges import making

    space = making.space()
    structures = [making.structure(space, sector=factories.sector()) for _number in range(3)]
    for number, one in enumerate(structures):
        making.offer(one, seats=1)
        making.wish(one, making.professional(one), structures=[structures[(number + 1) % 3]])
    today = timezone.localdate()
    run = ring_runs.start(
        space=space,
        actor=making.pilot(space, email="pilot@example.org"),
        size=3,
        first_day=today,
        last_day=today + datetime.timedelta(days=120),
    )
    nudge.publish()  # the thread that tells a worker may end with this short process
    return run.pk


if __name__ == "__main__":
    django.setup()
    print(build())
