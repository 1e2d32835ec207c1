"""A ring proposed by the machine, confirmed by the pilot, dissolved by one withdrawal (B1, B2)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from exchanges.models import ImmersionRequest, Ring, RingRun, Structure
from exchanges.ring_enums import RingState
from exchanges.services import ring_runs
from tests import factories
from tests.exchanges import making
from tests.journeys import exchanging
from tests.journeys.conftest import MODES, Mode, Walk
from tests.journeys.exchanging import SPACE
from tests.journeys.placing import Letters

DAY = datetime.timedelta(days=1)
SEARCHES = f"{SPACE}pilotage/echanges/"


@pytest.mark.parametrize("visit", [MODES[3]], ids=str)
def test_a_ring_is_proposed_confirmed_and_loses_a_leg(walk: Walk, letters: Letters, visit: Mode) -> None:
    """B2: nothing is sent before the pilot confirms; a withdrawal dissolves its ring, and no other."""
    space = making.space(name=f"Vis ma vie pro, rings {visit}")
    pilot = making.pilot(space, language=visit.language)
    structures = [making.structure(space, sector=factories.sector()) for _number in range(5)]
    people = [making.professional(one, language=visit.language) for one in structures]
    for one in structures:
        making.offer(one, seats=1)
        making.hr(one)
    wish(structures, people, {0: 1, 1: 2, 2: 0, 3: 4, 4: 3})
    with walk(visit, pilot) as someone:
        someone.go(f"{SEARCHES}chercher/")
        someone.look()
        someone.press("Search")
        run = RingRun.objects.get(space=space)
        while run.is_under_way:
            ring_runs.step(run.pk)
            run.refresh_from_db()
        assert run.served == 5
        assert not ImmersionRequest.objects.filter(space=space).exists(), "nothing is sent before the pilot confirms"
        for ring in run.rings.all():
            someone.go(f"{SEARCHES}{run.pk}/")
            someone.look()
            someone.follow(f"{SEARCHES}anneaux/{ring.pk}/confirmer/")
            someone.look()
            someone.press("Confirm and write to everybody")
    assert ImmersionRequest.objects.filter(space=space, state="visa").count() == 5
    withdrawn(walk, visit, people[0], ImmersionRequest.objects.get(space=space, person=people[0]))
    states = dict(Ring.objects.filter(run=run).values_list("legs__person", "state"))
    assert [states[one.pk] for one in people] == [RingState.DISSOLVED] * 3 + [RingState.CONFIRMED] * 2
    assert ImmersionRequest.objects.filter(space=space, state="visa").count() == 2
    assert len(letters(str(people[1].email))) >= 2


def wish(structures: list[Structure], people: list[User], wanted: dict[int, int]) -> None:
    today = timezone.localdate()
    for one, other in wanted.items():
        days = (today + 10 * DAY, today + 90 * DAY)
        making.wish(structures[one], people[one], structures=[structures[other]], windows=[days])


def withdrawn(walk: Walk, visit: Mode, person: User, made: ImmersionRequest) -> None:
    with walk(visit, person) as someone:
        exchanging.opened(someone, made)
        someone.press("Withdraw my request")
        someone.press("Withdraw my request")
        assert someone.say("Your request is withdrawn.") in someone.page.inner_text("body")
