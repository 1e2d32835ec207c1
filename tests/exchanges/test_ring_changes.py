"""Rings in a space that goes on living: what changes during a search, before the confirmation, after it (B1, B2)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import Membership, PersonalLink
from exchanges import privacy_rings
from exchanges.models import ImmersionOffer, ImmersionRequest, ImmersionWish, OfferWindow, Ring, RingLeg, RingRun
from exchanges.notifications_rings import RingDissolved
from exchanges.request_enums import RequestState
from exchanges.ring_enums import Failure, RingState, RunState
from exchanges.rings import solver
from exchanges.selectors.ring_pool import pool_of
from exchanges.services import answers, requests, ring_runs, rings
from messaging import outbox
from messaging.models import EmailDelivery
from tests import factories
from tests.exchanges import making
from tests.exchanges.swapping import immersion
from tests.exchanges.test_ring_pages import browser, text
from tests.exchanges.test_rings import Scene, scene

__all__ = ["scene"]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def waiting(scene: Scene) -> RingRun:
    today = timezone.localdate()
    given = {"size": 3, "first_day": today + DAY, "last_day": today + 120 * DAY, "limit": 5}
    return ring_runs.start(space=scene.space, actor=scene.pilot.user, **given)  # type: ignore[arg-type]


def asked(scene: Scene, place: int, first: datetime.date, last: datetime.date, **fields: Any) -> ImmersionRequest:
    """The person has asked to go elsewhere on these days, for no wish."""
    host = making.structure(scene.space)
    return ImmersionRequest.objects.create(
        space=scene.space,
        structure=scene.structures[place],
        person=scene.people[place],
        offer=making.offer(host),
        first_day=first,
        last_day=last,
        **fields,
    )


def during(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Does that while the solver works."""
    real = solver.solve

    def solve(*given: Any) -> solver.Solution:
        found = real(*given)
        act()
        return found

    monkeypatch.setattr(solver, "solve", solve)


def test_a_search_is_stopped_while_the_solver_works(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings: « Stop the search » acts at once: the row is not held, and what the solver then says is not written."""
    run = waiting(scene)
    ring_runs.step(run.pk)
    held: list[str] = []
    queries = CaptureQueriesContext(connection)

    def stop() -> None:
        held.extend(one["sql"] for one in queries.captured_queries if "FOR " in one["sql"])
        ring_runs.give_up(run_id=run.pk, actor=scene.pilot.user)

    during(monkeypatch, stop)
    with queries:
        ring_runs.step(run.pk)
    run.refresh_from_db()
    assert not held, "the row is locked only to write the result"
    assert (run.state, run.failure) == (RunState.FAILED, Failure.BROKEN)
    assert not Ring.objects.exists()
    assert not EmailDelivery.objects.exists()


def test_a_search_in_other_hands_waits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings: a locked search is taken up again later instead of being forgotten."""
    run = waiting(scene)
    monkeypatch.setattr(ring_runs, "_held", lambda *_args, **_more: None)
    with pytest.raises(outbox.Later):
        ring_runs.step(run.pk)


def test_a_search_that_breaks_or_is_late_says_so(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings: the pilot never looks at a search that nobody finishes."""
    run = waiting(scene)
    client = browser(scene.pilot.user)
    late = "plus longtemps que prévu"
    assert late not in text(client.get(run.get_absolute_url()))
    RingRun.objects.filter(pk=run.pk).update(asked_at=timezone.now() - datetime.timedelta(minutes=10))
    assert late in text(client.get(run.get_absolute_url()))
    ring_runs.step(run.pk)

    def breaks(*_given: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(solver, "solve", breaks)
    ring_runs.step(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, Failure.BROKEN)
    assert EmailDelivery.objects.get().to == scene.pilot.user.email


@pytest.mark.parametrize("change", ["wish", "offer", "seat", "structure", "nothing"])
def test_what_falls_away_during_a_search_is_not_proposed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Rings: whoever withdraws while the solver works is in no ring; what is served is what is written."""
    acts = {
        "wish": lambda: ImmersionWish.objects.filter(pk=scene.wishes[0].pk).update(
            state="withdrawn", closed_at=timezone.now()
        ),
        "offer": lambda: ImmersionOffer.objects.filter(structure=scene.structures[0]).update(
            state="closed", closed_at=timezone.now()
        ),
        "seat": lambda: OfferWindow.objects.filter(offer__structure=scene.structures[0]).update(taken=1),
        "structure": lambda: type(scene.structures[0]).objects.filter(pk=scene.structures[0].pk).update(state="left"),
        "nothing": lambda: None,
    }
    during(monkeypatch, acts[change])
    run = scene.search()
    if change == "nothing":
        assert (run.state, run.served, run.bound) == (RunState.OPTIMAL, 3, 3)
    else:
        assert (run.state, run.served, run.bound) == (RunState.BOUNDED, 0, 3)
    assert RingLeg.objects.count() == run.served


def test_days_asked_for_are_not_free(scene: Scene) -> None:
    """Rings: somebody is not proposed on the days of their requests, nor on those that a host proposed instead."""
    today = timezone.localdate()
    one, other = today + 30 * DAY, today + 50 * DAY
    asked(scene, 0, one, one + DAY)
    more = {"state": "sent", "sent_at": timezone.now(), "proposed_at": timezone.now()}
    asked(scene, 0, today + 40 * DAY, today + 41 * DAY, proposed_first=other, proposed_last=other + DAY, **more)
    run = RingRun(space=scene.space, size=3, first_day=today, last_day=today + 120 * DAY)
    run.save()
    periods = next(who.periods for who in pool_of(run).participants if who.person == scene.people[0].pk)
    for day in (one, today + 40 * DAY, other):
        assert not any(start <= day + DAY and day <= end for start, end in periods)
    assert any(start <= one + 3 * DAY <= end for start, end in periods)
    ImmersionRequest.objects.update(
        state="withdrawn", closed_at=timezone.now(), proposed_at=None, proposed_first=None, proposed_last=None
    )
    assert len(next(who.periods for who in pool_of(run).participants if who.person == scene.people[0].pk)) == 1


def test_whoever_waits_in_a_ring_is_in_no_other(scene: Scene) -> None:
    """Rings: another wish of somebody whose leg is not agreed on yet is not searched for."""
    making.wish(scene.structures[0], scene.people[0])
    rings.confirm(ring_id=scene.ring().pk, seat=scene.pilot)
    assert scene.search().people == 0
    ImmersionRequest.objects.filter(person=scene.people[0]).update(ring_leg=None)
    assert scene.search().people == 1


@pytest.mark.parametrize("change", ["window", "host", "placement", "asked", "length", "waits"])
def test_confirming_reads_everything_again(scene: Scene, change: str) -> None:
    """Rings: a wish rewritten, days that are taken since, a sheet that changed: a sentence, and no request."""
    ring = scene.ring()
    leg = ring.legs.get(structure=scene.structures[0])
    wish = scene.wishes[0]
    if change == "window":
        wish.windows.create(start=leg.last_day + DAY, end=leg.last_day + 9 * DAY)
    elif change == "host":
        wish.structures.set([scene.structures[2]])
    elif change == "placement":
        factories.placement(leg.person, start=leg.last_day, end=leg.last_day + 20 * DAY)
    elif change == "asked":
        asked(scene, 0, leg.first_day - DAY, leg.first_day)
    elif change == "length":
        ImmersionOffer.objects.filter(pk=leg.offer_id).update(least_days=3)
    else:
        other = making.wish(scene.structures[0], scene.people[0])
        copy = Ring.objects.create(run=ring.run, number=9, state=RingState.CONFIRMED, decided_at=timezone.now())
        of_copy = RingLeg.objects.get(pk=leg.pk)
        of_copy.pk, of_copy.ring, of_copy.wish, of_copy.standing, of_copy._state.adding = None, copy, other, True, True
        of_copy.save()
        asked(scene, 0, leg.last_day + 30 * DAY, leg.last_day + 31 * DAY, ring_leg=of_copy)
    before = ImmersionRequest.objects.count()
    with pytest.raises(Refused) as told:
        rings.confirm(ring_id=ring.pk, seat=scene.pilot)
    assert str(scene.people[0]) in str(told.value)
    assert ImmersionRequest.objects.count() == before


def confirmed(scene: Scene) -> list[ImmersionRequest]:
    """The ring is confirmed, and human resources gave the visa of the first leg."""
    immersion()
    rings.confirm(ring_id=scene.ring().pk, seat=scene.pilot)
    made = list(ImmersionRequest.objects.order_by("ring_leg__position"))
    visa(scene, made[0])
    return made


def visa(scene: Scene, made: ImmersionRequest) -> None:
    giver = Membership.objects.get(organisation=made.structure.organisation, role="hr").user
    requests.give_visa(request_id=made.pk, seat=making.seat(giver, scene.space))


def test_other_days_within_the_seat_that_is_held(scene: Scene) -> None:
    """Rings: the only seat of the period is that of the leg itself: its host may propose other days within it."""
    made = confirmed(scene)[0]
    host = making.seat(making.professional(scene.structures[1], "host_manager"), scene.space)
    later = made.first_day + 14 * DAY
    answers.propose(request_id=made.pk, seat=host, first_day=later, last_day=later + DAY)
    answers.agree(request_id=made.pk, seat=making.seat(made.person, scene.space))
    made.refresh_from_db()
    assert (made.state, made.first_day) == (RequestState.ACCEPTED, later)
    window = OfferWindow.objects.get(offer=made.offer)
    assert window.taken == 1
    # Another one finds no seat there.
    with pytest.raises(requests.WrongDays):
        requests.ask(
            person=scene.people[2],
            structure=scene.structures[2],
            offer=made.offer,
            first_day=later,
            last_day=later + DAY,
            motivation="Voir.",
        )


def test_an_agreed_leg_falls_after_its_ring(scene: Scene) -> None:
    """Rings: what was agreed on stands when the ring is dissolved; when it falls later, its wish is open again."""
    made = confirmed(scene)
    host = making.seat(making.professional(scene.structures[1], "host_manager"), scene.space)
    answers.accept(request_id=made[0].pk, seat=host)
    wish = ImmersionWish.objects.get(pk=scene.wishes[0].pk)
    assert wish.state == "served"
    requests.withdraw(request_id=made[1].pk, seat=making.seat(made[1].person, scene.space))
    ring = Ring.objects.get()
    assert ring.state == RingState.DISSOLVED
    wish.refresh_from_db()
    assert wish.state == "served", "what two sides have agreed on stands"
    answers.cancel(request_id=made[0].pk, seat=making.seat(made[0].person, scene.space), reason="Réunion.")
    wish.refresh_from_db()
    assert wish.state == "open"


def test_no_name_is_kept_in_why_a_ring_fell(scene: Scene) -> None:
    """Privacy: who fell away is said from the leg, and goes with it; the e-mails lead where their buttons say."""
    made = confirmed(scene)
    requests.withdraw(request_id=made[0].pk, seat=making.seat(made[0].person, scene.space))
    ring = Ring.objects.get()
    assert str(made[0].person) not in ring.reason
    assert str(made[0].person) in ring.why
    assert ring.why in text(browser(scene.pilot.user).get(ring.run.get_absolute_url())).replace("&#x27;", "'")
    privacy_rings.erase_legs(made[0].person)
    ring.refresh_from_db()
    assert not any(str(one) in ring.reason for one in scene.people)
    legs = list(Ring.objects.whole().get().legs.all())
    gone = RingDissolved(leg=legs[1], legs=legs, reason="", stays=False)
    assert gone.page() == reverse("exchanges:my_wishes")
    stays = RingDissolved(leg=legs[1], legs=legs, reason="", stays=True)
    assert stays.page() == reverse("exchanges:request", args=[legs[1].request.pk])


def test_an_address_for_the_visa_that_nobody_can_give(scene: Scene) -> None:
    """B13: where nobody of a structure gives the visa here, the pilot gives an address on the page that confirms."""
    Membership.objects.filter(organisation=scene.structures[0].organisation, role="hr").delete()
    ring = scene.ring()
    leg = ring.legs.get(structure=scene.structures[0])
    address = reverse("exchanges:ring_confirm", args=[ring.pk])
    client, field = browser(scene.pilot.user), f"address_{leg.pk}"
    page = text(client.get(address))
    assert page.count('type="email"') == 1
    assert f"Qui donne le visa pour {leg.person}" in page
    for wrong in ("", "drh", leg.person.email.upper()):
        assert client.post(address, {field: wrong}).status_code == 422
    assert not ImmersionRequest.objects.exists()
    assert client.post(address, {field: "drh@example.org"}).status_code == 302
    assert ImmersionRequest.objects.count() == 3
    assert PersonalLink.objects.get(purpose="immersion.visa").email == "drh@example.org"
