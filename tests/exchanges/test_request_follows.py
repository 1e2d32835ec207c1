"""What a request follows: its placement, the calendar, its person's account, its structures (B2, B3, B7, B13)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts import links
from accounts.enums import Role
from accounts.errors import Refused
from config.celery import app
from exchanges import privacy_requests, privacy_rings, request_reminders
from exchanges.enums import StructureState
from exchanges.models import ImmersionRequest, LedgerEntry, Ring, RingRun, Structure
from exchanges.request_enums import Part
from exchanges.request_workflow import VISA_LINK, NotPossible, available_actions, standing
from exchanges.selectors import ledger
from exchanges.services import answers, overdue, requests, ring_runs, rings
from internships.services.placements import dates, ending, moving
from messaging import outbox
from messaging.models import EmailDelivery
from tests import factories
from tests.accounts.mailbox import received
from tests.exchanges import making
from tests.exchanges.swapping import Swap, immersion, monday

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def swap(db: None) -> Swap:
    return Swap()


def move(made: ImmersionRequest, first: datetime.date, last: datetime.date, actor: Any) -> None:
    assert made.placement is not None
    site = made.placement.sites.get()
    dates.change_dates(placement_id=made.placement.pk, actor=actor, dates={site.pk: (first, last)})
    made.refresh_from_db()


def test_days_moved_on_the_placement_are_those_of_the_request(swap: Swap) -> None:
    """B3: within the period and the days of the space; anything else is refused, and nothing has moved."""
    made, actor = swap.agreed(), swap.hosts.manager
    later = monday(44)
    move(made, later, later + DAY, actor)
    assert (made.first_day, made.last_day) == (later, later + DAY)
    assert made.window is not None
    assert made.window.taken == 1
    for first, last in ((later, later + 3 * DAY), (later, later), (monday(400), monday(400) + DAY)):
        with pytest.raises(Refused):
            move(made, first, last, actor)
        made.refresh_from_db()
        assert made.placement is not None
        assert (made.first_day, made.placement.start, made.placement.end) == (later, later, later + DAY)


def test_days_moved_into_another_period_take_its_seat(swap: Swap) -> None:
    """B6: the seat of the first period is free again; a full one refuses."""
    made, offer = swap.agreed(), swap.hosts.offer
    assert made.window is not None
    assert offer is not None
    before, day = made.window, monday(300)
    other = offer.windows.create(start=day, end=day + 9 * DAY, seats=1, taken=1)
    with pytest.raises(Refused):
        move(made, day, day + DAY, swap.hosts.manager)
    offer.windows.filter(pk=other.pk).update(taken=0)
    made.refresh_from_db()
    move(made, day, day + DAY, swap.hosts.manager)
    before.refresh_from_db()
    other.refresh_from_db()
    assert (made.window, made.holds_seat, before.taken, other.taken) == (other, True, 0, 1)


def test_an_immersion_stays_where_it_was_agreed(swap: Swap) -> None:
    """B2: another place would be another welcome; nothing has moved."""
    made = swap.agreed()
    assert made.placement is not None
    row = made.placement.sites.get()
    other = factories.site(swap.hosts.structure.institution)
    with pytest.raises(Refused, match="a été convenue"):
        moving.move_site(placement_site_id=row.pk, actor=swap.hosts.manager, site=other)
    row.refresh_from_db()
    assert row.site != other


def test_ended_early_and_begun_meanwhile(swap: Swap) -> None:
    """B10: the last day follows; what has begun by its placement is not cancelled any more."""
    made = swap.agreed()
    assert made.placement is not None
    today = timezone.localdate()
    made.placement.start = today
    seat = swap.seat(swap.asks.person)
    assert "cancel" not in {one.code for one in available_actions(made, seat)}
    made.placement.refresh_from_db()
    assert "cancel" in {one.code for one in available_actions(made, seat)}
    on = made.first_day + DAY
    ending.stop(placement_id=made.placement.pk, actor=swap.asks.person, on=on, reason="Souffrant.", by_trainee=True)
    made.refresh_from_db()
    assert (made.state, made.last_day) == ("accepted", on)


def test_nobody_accepts_their_own_request(swap: Swap) -> None:
    """B13: somebody of both structures asks; a colleague answers."""
    both = swap.asks.person
    factories.member(swap.hosts.structure.organisation, Role.HOST_MANAGER, user=both)
    made = swap.visa(swap.ask())
    assert standing(made, swap.seat(both)) == {Part.PERSON}
    with pytest.raises(NotPossible):
        answers.accept(request_id=made.pk, seat=swap.seat(both))
    assert swap.accept(made).state == "accepted"


def past(made: ImmersionRequest, **changes: Any) -> None:
    day = timezone.localdate() - 3 * DAY
    ImmersionRequest.objects.filter(pk=made.pk).update(**{"first_day": day, "last_day": day + DAY, **changes})


def test_what_nobody_answered_is_closed(swap: Swap) -> None:
    """B2, B13: from what is written, twice without harm; days proposed that are still to come wait for their answer."""
    waits, sent = swap.ask(), swap.visa(swap.ask(making.professional(swap.asks.structure)))
    proposed = swap.visa(swap.ask(making.professional(swap.asks.structure)))
    host = swap.seat(swap.hosts.manager)
    answers.propose(request_id=proposed.pk, seat=host, first_day=monday(44), last_day=monday(44) + DAY)
    agreed = swap.agreed(swap.ask(making.professional(swap.asks.structure)))
    assert overdue.close_overdue() == 0
    for one in (waits, sent, proposed, agreed):
        past(one)
    assert "lapse" not in {one.code for one in available_actions(waits, swap.seat(swap.asks.hr))}
    assert (overdue.close_overdue(), overdue.close_overdue()) == (2, 0)
    for one in (waits, sent, proposed, agreed):
        one.refresh_from_db()
    assert [one.state for one in (waits, sent, proposed, agreed)] == ["withdrawn", "withdrawn", "sent", "accepted"]
    assert waits.is_lapsed
    assert sent.closed_at is not None
    letter = received(waits.person.email or "")[-1]
    assert "sans réponse" in letter.subject
    assert privacy_requests.forget_closed(timezone.now() + DAY) == 2
    assert any(entry["task"] == "exchanges.close_overdue" for entry in app.conf.beat_schedule.values())


def test_a_request_withdrawn_in_time_is_not_called_unanswered(swap: Swap) -> None:
    """B2: the state says who ended it."""
    made = swap.ask()
    assert not made.is_lapsed
    requests.withdraw(request_id=made.pk, seat=swap.seat(made.person))
    made.refresh_from_db()
    assert (made.state, made.is_lapsed) == ("withdrawn", False)


def test_a_host_that_left_receives_nobody(swap: Swap) -> None:
    """B7: neither visa nor answer leads to a structure that is no longer in the space."""
    waits, sent = swap.ask(), swap.visa(swap.ask(making.professional(swap.asks.structure)))
    host, person = swap.seat(swap.hosts.manager), swap.seat(sent.person)
    other = swap.visa(swap.ask(making.professional(swap.asks.structure)))
    answers.propose(request_id=sent.pk, seat=host, first_day=monday(44), last_day=monday(44) + DAY)
    hr = swap.seat(swap.asks.hr)
    Structure.objects.filter(pk=swap.hosts.structure.pk).update(state=StructureState.LEFT)
    for command in (
        lambda: requests.give_visa(request_id=waits.pk, seat=hr),
        lambda: answers.accept(request_id=other.pk, seat=host),
        lambda: answers.agree(request_id=sent.pk, seat=person),
    ):
        with pytest.raises(Refused, match=swap.hosts.structure.name):
            command()
    assert not LedgerEntry.objects.exists()


def test_a_structure_that_left_is_not_asked_to_receive(swap: Swap) -> None:
    """B2: what it owes stays in the ledger, and nobody is written to about it."""
    made, day = swap.agreed(), timezone.localdate() - 61 * DAY
    ImmersionRequest.objects.filter(pk=made.pk).update(first_day=day - DAY, last_day=day)
    (due,) = request_reminders.owed(timezone.now())
    before = len(received(swap.asks.manager.email or ""))
    Structure.objects.filter(pk=swap.asks.structure.pk).update(state=StructureState.LEFT)
    assert not list(request_reminders.owed(timezone.now()))
    due.send()
    assert len(received(swap.asks.manager.email or "")) == before
    assert ledger.balance(swap.space)


def test_a_link_gives_the_visa_and_nothing_else(swap: Swap) -> None:
    """B13: agreed meanwhile, nothing more is offered to whoever has only the link."""
    structure = making.structure(swap.space)
    making.offer(structure, start=timezone.localdate())
    made = swap.ask(making.professional(structure), structure=structure, visa_email="rh@petite.example.org")
    link = links.issue(purpose=VISA_LINK, email="rh@petite.example.org", target=made)
    assert {one.code for one in available_actions(made, None, link)} == {"visa", "visa_refuse"}
    requests.give_visa(request_id=made.pk, seat=None, link=link, name="Sofia Pereira")
    made = answers.accept(request_id=made.pk, seat=swap.seat(swap.hosts.manager))
    assert Part.VISA in standing(made, None, link)
    assert available_actions(made, None, link) == []


def finish(run: RingRun) -> RingRun:
    ring_runs.step(run.pk)
    ring_runs.step(run.pk)
    run.refresh_from_db()
    return run


class Three:
    """Three structures in a confirmed ring; person n goes from structure n to the next one."""

    def __init__(self) -> None:
        immersion()
        self.space = making.space()
        self.structures = [making.structure(self.space, sector=factories.sector()) for _number in range(3)]
        self.people = [making.professional(one, first_name="Aïcha", last_name="Zéphyr") for one in self.structures]
        self.hr = [making.hr(one) for one in self.structures]
        self.hosts = [making.professional(one, Role.HOST_MANAGER) for one in self.structures]
        for number, one in enumerate(self.structures):
            making.offer(one, seats=1, written_by=self.hosts[number])
            making.wish(one, self.people[number], structures=[self.structures[(number + 1) % 3]])
        pilot = making.seat(making.pilot(self.space), self.space)
        today = timezone.localdate()
        bounds = {"first_day": today + DAY, "last_day": today + 120 * DAY}
        run = ring_runs.start(space=self.space, actor=pilot.user, size=3, limit=5, **bounds)
        self.ring: Ring = rings.confirm(ring_id=finish(run).rings.get().pk, seat=pilot)

    def of(self, number: int) -> ImmersionRequest:
        return ImmersionRequest.objects.get(person=self.people[number])

    def agreed(self, number: int) -> ImmersionRequest:
        made, host = self.of(number), self.hosts[(number + 1) % 3]
        requests.give_visa(request_id=made.pk, seat=making.seat(self.hr[number], self.space))
        return answers.accept(request_id=made.pk, seat=making.seat(host, self.space))


def test_a_whole_ring_owes_nothing_and_a_broken_one_owes_what_is_left() -> None:
    """B1, B2: each structure of the ring gives and receives; when a leg falls away, the others become debts."""
    three = Three()
    for number in range(3):
        three.agreed(number)
        assert ledger.balance(three.space) == {}, "whole at every moment"
    first, second, third = (one.pk for one in three.structures)
    answers.cancel(
        request_id=three.of(0).pk, seat=making.seat(three.people[0], three.space), reason="Une réunion s’est ajoutée."
    )
    assert ledger.balance(three.space) == {(third, second): 1, (first, third): 1}
    assert len(ledger.debts(three.space)) == 2
    answers.cancel(
        request_id=three.of(1).pk, seat=making.seat(three.people[1], three.space), reason="Une réunion s’est ajoutée."
    )
    assert ledger.balance(three.space) == {(first, third): 1}


def test_an_account_erased_dissolves_its_ring() -> None:
    """B16: the seat, the link and the ring follow; the others are told; the name does not stay in the reason."""
    three = Three()
    agreed = three.agreed(1)
    gone = three.people[0]
    assert gone.get_full_name()
    privacy_requests.erase_requests(gone)
    three.ring.refresh_from_db()
    assert three.ring.state == "dissolved"
    made = three.of(0)
    assert (made.state, made.holds_seat, made.motivation) == ("withdrawn", False, "")
    assert made.closed_at is not None
    assert three.of(2).state == "withdrawn"
    outbox.drain()
    told = EmailDelivery.objects.filter(kind="exchanges.ring_dissolved").values_list("to", flat=True)
    assert set(told) == {three.people[1].email, three.people[2].email}
    assert ledger.balance(three.space) == {(three.structures[2].pk, agreed.structure_id): 1}
    assert str(gone) in three.ring.why
    privacy_rings.erase_legs(gone)
    three.ring.refresh_from_db()
    assert three.ring.reason == privacy_rings.GONE
