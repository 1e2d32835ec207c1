"""Rings of exchanges (B1, B2): searched for, put right, confirmed, dissolved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, User
from exchanges.access import Seat
from exchanges.models import (
    ExchangeSpace,
    ImmersionRequest,
    ImmersionWish,
    OfferWindow,
    Ring,
    RingLeg,
    RingRun,
    Structure,
)
from exchanges.request_enums import RequestState
from exchanges.ring_enums import Failure, RingState, RunState
from exchanges.selectors import rings as selectors
from exchanges.selectors.ring_pool import pool_of, without
from exchanges.services import requests, ring_runs, rings
from messaging import outbox
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories
from tests.exchanges import making

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@dataclass
class Scene:
    """Three structures of three sectors; somebody of each would like to see the next one."""

    space: ExchangeSpace
    pilot: Seat
    structures: list[Structure]
    people: list[User]
    wishes: list[ImmersionWish]
    more: dict[str, Any] = field(default_factory=dict)

    def search(self, **changes: Any) -> RingRun:
        today = timezone.localdate()
        given = {"size": 3, "first_day": today + DAY, "last_day": today + 120 * DAY, "limit": 5, **changes}
        run = ring_runs.start(space=self.space, actor=self.pilot.user, **given)
        return finish(run)

    def ring(self) -> Ring:
        return self.search().rings.get()


def finish(run: RingRun) -> RingRun:
    ring_runs.step(run.pk)
    ring_runs.step(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def scene() -> Scene:
    space = making.space()
    structures = [making.structure(space, sector=factories.sector()) for _number in range(3)]
    people = [making.professional(one) for one in structures]
    for one in structures:
        making.offer(one, seats=1)
        making.hr(one)
    wishes = [
        making.wish(structures[number], people[number], structures=[structures[(number + 1) % 3]])
        for number in range(3)
    ]
    pilot = making.seat(making.pilot(space), space)
    return Scene(space, pilot, structures, people, wishes)


def mails(kind: str) -> set[str]:
    return set(EmailDelivery.objects.filter(kind=kind).values_list("to", flat=True))


def test_a_search_finds_the_ring_and_says_that_it_is_optimal(scene: Scene) -> None:
    """Rings: three people served in one ring, each structure giving and receiving; the pilot is told, nobody else."""
    run = scene.search()
    assert (run.state, run.served, run.bound, run.people, run.structures, run.seats) == (
        RunState.OPTIMAL,
        3,
        3,
        3,
        3,
        3,
    )
    legs = list(run.rings.get().legs.order_by("position"))
    assert [leg.structure for leg in legs] == scene.structures
    assert [leg.offer.structure for leg in legs] == [*scene.structures[1:], scene.structures[0]]
    for leg in legs:
        assert leg.window is not None
        assert leg.window.start <= leg.first_day <= leg.last_day <= leg.window.end
    assert mails("exchanges.ring_run_ready") == {scene.pilot.user.email}
    assert EmailDelivery.objects.count() == 1, "nothing is sent before the pilot confirms"
    assert not ImmersionRequest.objects.exists()


def test_a_search_may_be_taken_up_twice(scene: Scene) -> None:
    """Rings: an entry of the outbox that runs again changes nothing; nobody is told twice."""
    run = scene.search()
    before = list(RingLeg.objects.values_list("pk", flat=True))
    ring_runs.step(run.pk)
    assert list(RingLeg.objects.values_list("pk", flat=True)) == before
    assert EmailDelivery.objects.count() == 1


def test_the_outbox_does_the_search(scene: Scene) -> None:
    """Rings: a search waits in the outbox while no worker is there; the first half says that it has begun."""
    today = timezone.localdate()
    run = ring_runs.start(
        space=scene.space, actor=scene.pilot.user, size=2, first_day=today, last_day=today + 90 * DAY, limit=5
    )
    assert OutboxEntry.objects.filter(kind=ring_runs.KIND).count() == 1
    outbox.drain(1)
    run.refresh_from_db()
    assert (run.state, run.people) == (RunState.RUNNING, 3)
    outbox.drain(1)
    run.refresh_from_db()
    assert (run.state, run.served) == (RunState.OPTIMAL, 0), "two structures at most: nobody"
    assert not OutboxEntry.objects.filter(kind=ring_runs.KIND).exists()


def test_one_search_at_a_time(scene: Scene) -> None:
    """Rings: two pilots who search at once: the second is told; after giving up, another one can begin."""
    today = timezone.localdate()
    given = {
        "space": scene.space,
        "actor": scene.pilot.user,
        "size": 3,
        "first_day": today,
        "last_day": today + DAY * 50,
    }
    run = ring_runs.start(**given)
    with pytest.raises(Refused, match="en cours"):
        ring_runs.start(**given)
    ring_runs.give_up(run_id=run.pk, actor=scene.pilot.user)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, Failure.BROKEN)
    ring_runs.step(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED, "what was given up is not taken up again"
    assert ring_runs.start(**given).pk != run.pk
    with pytest.raises(Refused, match="à venir"):
        ring_runs.start(**{**given, "first_day": today - DAY, "last_day": today})


def test_confirming_opens_requests_and_tells_everybody(scene: Scene) -> None:
    """Rings: each leg becomes an ordinary request with its seat held; people and structures are told; once only."""
    ring = scene.ring()
    rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    found = list(ImmersionRequest.objects.order_by("ring_leg__position"))
    assert [one.person for one in found] == scene.people
    assert [one.ring_leg.wish for one in found if one.ring_leg] == scene.wishes
    assert {one.state for one in found} == {RequestState.VISA}
    assert list(OfferWindow.objects.values_list("taken", flat=True)) == [1, 1, 1]
    assert mails("exchanges.ring_confirmed") == {one.email for one in scene.people}
    assert len(mails("exchanges.ring_confirmed_structure")) == 3
    ring.refresh_from_db()
    assert (ring.state, ring.decided_by) == (RingState.CONFIRMED, scene.pilot.user)
    assert AuditEntry.objects.filter(action="rings.confirmed").count() == 1
    with pytest.raises(Refused, match="confirmée entre-temps"):
        rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    assert ImmersionRequest.objects.count() == 3
    # Who is in a confirmed ring is not searched for again.
    assert scene.search().people == 0


@pytest.mark.parametrize("change", ["seat", "wish", "offer", "structure"])
def test_what_changed_meanwhile_is_said_and_nothing_is_done(scene: Scene, change: str) -> None:
    """Rings: a seat taken, a wish withdrawn, an offer closed, a structure that left: a sentence, and no request."""
    ring = scene.ring()
    leg = ring.legs.get(position=1)
    assert leg.wish
    if change == "seat":
        OfferWindow.objects.filter(pk=leg.window_id).update(taken=1)
    elif change == "wish":
        ImmersionWish.objects.filter(pk=leg.wish_id).update(state="withdrawn", closed_at=timezone.now())
    elif change == "offer":
        leg.offer.state, leg.offer.closed_at = "closed", timezone.now()
        leg.offer.save()
    else:
        Structure.objects.filter(pk=leg.structure_id).update(state="left")
    with pytest.raises(Refused) as told:
        rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    if change in ("seat", "wish"):
        assert str(leg.person) in str(told.value)
    # Without its offer a structure has nothing to give in return either (B2), and whoever comes there is told first.
    assert "→" in str(told.value) or "Remplacez" in str(told.value)
    assert not ImmersionRequest.objects.exists()
    assert not EmailDelivery.objects.filter(kind__startswith="exchanges.ring_confirmed").exists()
    ring.refresh_from_db()
    assert ring.state == RingState.PROPOSED


def test_a_withdrawal_dissolves_only_its_ring(scene: Scene) -> None:
    """Rings: one withdraws: this ring is dissolved, its other requests are closed, seats and wishes are free again, and
    everybody in it is told; another ring stands."""
    ring = scene.ring()
    rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    other = another_swap(scene)
    first = ImmersionRequest.objects.get(person=scene.people[0])
    requests.withdraw(request_id=first.pk, seat=making.seat(scene.people[0], scene.space))
    ring.refresh_from_db()
    assert ring.state == RingState.DISSOLVED
    assert str(scene.people[0]) in ring.why
    of_ring = ImmersionRequest.objects.filter(ring_leg__ring=ring)
    assert set(of_ring.values_list("state", flat=True)) == {RequestState.WITHDRAWN}
    assert not of_ring.filter(holds_seat=True).exists()
    assert mails("exchanges.ring_dissolved") == {one.email for one in scene.people[1:]}
    other.refresh_from_db()
    assert other.state == RingState.CONFIRMED
    assert set(ImmersionRequest.objects.filter(ring_leg__ring=other).values_list("state", flat=True)) == {
        RequestState.VISA
    }
    again = scene.search()
    assert (again.people, again.served) == (3, 3), "their wishes are open again"


def another_swap(scene: Scene) -> Ring:
    """Two further structures, in a confirmed swap."""
    pair = [making.structure(scene.space, sector=factories.sector()) for _number in range(2)]
    for number, one in enumerate(pair):
        making.offer(one)
        making.hr(one)
        making.wish(one, structures=[pair[1 - number]])
    ring = scene.search().rings.get()
    return rings.confirm(ring_id=ring.pk, seat=scene.pilot)


def test_putting_aside_frees_the_people(scene: Scene) -> None:
    """Rings: a ring put aside is never heard of, and its people can be proposed again."""
    ring = scene.ring()
    rings.drop(ring_id=ring.pk, seat=scene.pilot)
    ring.refresh_from_db()
    assert ring.state == RingState.DROPPED
    with pytest.raises(Refused, match="écartée"):
        rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    assert scene.search().served == 3
    assert not EmailDelivery.objects.exclude(kind="exchanges.ring_run_ready").exists()


def test_a_leg_is_replaced_by_a_colleague(scene: Scene) -> None:
    """Rings: another person of the same structure takes the place; somebody of elsewhere is not proposed."""
    colleague = making.professional(scene.structures[0])
    wish = making.wish(scene.structures[0], colleague, structures=[scene.structures[1]])
    ring = scene.ring()
    leg = ring.legs.get(structure=scene.structures[0])
    found = selectors.options(ring, leg)
    others = {option.wish.person for option in found if not option.skips}
    assert others == {colleague, scene.people[0]} - {leg.person}
    key = next(option.key for option in found if not option.skips)
    rings.mend(leg_id=leg.pk, seat=scene.pilot, key=key)
    leg.refresh_from_db()
    assert leg.wish in (wish, scene.wishes[0])
    assert {leg.person} == others
    with pytest.raises(Refused, match="plus possible"):
        rings.mend(leg_id=leg.pk, seat=scene.pilot, key=key)


def test_a_ring_closes_without_one_structure(scene: Scene) -> None:
    """Rings: where somebody of the structure before may go straight on, the ring becomes a swap."""
    scene.wishes[0].structures.add(scene.structures[2])
    ring = scene.ring()
    leg = ring.legs.get(structure=scene.structures[1])
    skipping = [option for option in selectors.options(ring, leg) if option.skips]
    assert {option.wish for option in skipping} == {scene.wishes[0]}
    rings.mend(leg_id=leg.pk, seat=scene.pilot, key=skipping[0].key)
    legs = list(ring.legs.order_by("position"))
    assert [one.position for one in legs] == [0, 1]
    assert {(one.structure, one.offer.structure) for one in legs} == {
        (scene.structures[0], scene.structures[2]),
        (scene.structures[2], scene.structures[0]),
    }


def test_what_is_kept_stays_when_searching_again(scene: Scene) -> None:
    """Rings: a kept leg is in the new result; without the person it cannot be, and that is said."""
    colleague = making.professional(scene.structures[0])
    making.wish(scene.structures[0], colleague, structures=[scene.structures[1]])
    run = scene.search()
    leg = run.rings.get().legs.get(structure=scene.structures[0])
    rings.fix(leg_id=leg.pk, seat=scene.pilot, fixed=True)
    again = scene.search(after=run)
    kept = again.rings.get().legs.get(structure=scene.structures[0])
    assert (kept.person, kept.fixed) == (leg.person, True)
    assert run.rings.get().state == RingState.DROPPED, "the proposal before makes way"
    impossible = scene.search(after=again, without_structures=[scene.structures[1]])
    assert (impossible.state, impossible.failure) == (RunState.FAILED, Failure.FIXED)
    assert again.rings.get().state == RingState.PROPOSED


def test_left_out_and_where(scene: Scene) -> None:
    """Rings: a structure or a person can be left out; a territory and a period bound the search (B5)."""
    assert scene.search(without_people=[scene.people[0]]).served == 0
    assert scene.search(without_structures=[scene.structures[0]]).structures == 2
    territory = factories.territory(name="Hérault", departments=["34"])
    assert scene.search(territory=territory).structures == 0
    scene.structures[0].organisation.territory = territory
    scene.structures[0].organisation.save()
    assert scene.search(territory=territory).structures == 1
    today = timezone.localdate()
    assert scene.search(first_day=today + 100 * DAY, last_day=today + 130 * DAY).seats == 0


def test_the_pool_knows_stays_and_past_days(scene: Scene) -> None:
    """Rings: days on which a person is placed already are not proposed."""
    today = timezone.localdate()
    run = RingRun(space=scene.space, size=3, first_day=today - 30 * DAY, last_day=today + 120 * DAY)
    run.save()
    before = next(one for one in pool_of(run).participants if one.person == scene.people[0].pk)
    assert before.periods == ((today + DAY, today + 120 * DAY),)
    one, other = today + 10 * DAY, today + 20 * DAY
    assert without((today, today + 30 * DAY), [(one, other)]) == [
        (today, one - DAY),
        (other + DAY, today + 30 * DAY),
    ]
    assert without((one, other), [(today, today + 40 * DAY)]) == []
    assert without((other, one), []) == []


def test_only_the_pilot_decides(scene: Scene) -> None:
    """Rings (B8): a professional of the space is refused by the service too."""
    ring = scene.ring()
    seat = making.seat(scene.people[0], scene.space)
    for command in (rings.confirm, rings.drop):
        with pytest.raises(Refused, match="pilote"):
            command(ring_id=ring.pk, seat=seat)


def test_the_database_knows_the_rules(scene: Scene) -> None:
    """Rings: a structure gives once in a ring, a wish stands in one confirmed ring, served never exceeds the bound."""
    ring = scene.ring()
    leg = ring.legs.first()
    assert leg
    with pytest.raises(IntegrityError), transaction.atomic():
        RingLeg.objects.create(
            **{name: getattr(leg, name) for name in ("ring", "wish", "person", "structure", "offer", "window")},
            position=9,
            first_day=leg.first_day,
            last_day=leg.last_day,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RingRun.objects.filter(pk=ring.run_id).update(served=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ring.objects.filter(pk=ring.pk).update(state=RingState.DISSOLVED, decided_at=timezone.now())


def test_reasons_are_told_in_words(scene: Scene) -> None:
    """Rings: why a leg fits is said: the wish, both periods, the sector crossed (B4)."""
    ring = Ring.objects.whole().get(pk=scene.ring().pk)
    words = " ".join(reason.text for reason in selectors.reasons(ring.legs.all()[0]))
    assert scene.structures[1].name in words
    assert str(scene.structures[0].institution.sector) in words


def test_what_is_known_of_a_person_goes_with_them(scene: Scene) -> None:
    """Privacy: an erased person is in no proposal and no pool; who decided is forgotten."""
    from exchanges import privacy_rings as own

    ring = scene.ring()
    assert own.export_legs(scene.people[0])
    own.erase_legs(scene.people[0])
    ring.refresh_from_db()
    assert ring.state == RingState.DROPPED
    assert not RingLeg.objects.filter(person=scene.people[0]).exists()
    run = RingRun.objects.get(pk=ring.run_id)
    assert scene.people[0].pk not in {one["person"] for one in run.pool["participants"]}
    assert own.export_searches(scene.pilot.user)["searched_on"]  # type: ignore[index]
    own.erase_searches(scene.pilot.user)
    assert not RingRun.objects.filter(asked_by=scene.pilot.user).exists()
