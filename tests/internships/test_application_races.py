"""Several people at the same moment, with real threads; each has the same rush without the lock as its control."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.locking import Busy
from accounts.models import User
from hosts.models import OfferPeriod
from hosts.services import seats
from internships.models import Application, Placement
from internships.services import applications as service
from internships.services import locks
from internships.services.applications import answering, confirming, moving, sending
from tests import factories
from tests.accounts.mailbox import received
from tests.internships.applying import accepted, apply, day, manager_of, open_offer, state, trainee

pytestmark = pytest.mark.django_db(transaction=True)


def rush(calls: Sequence[Callable[[], Any]], refusals: tuple[type[Exception], ...] = (Refused,)) -> list[Any]:
    """All at once; the outcome of each: what it returned, or the refusal."""
    start = threading.Barrier(len(calls), timeout=60)

    def one(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except refusals as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def fifty(capacity: int = 1) -> list[Application]:
    """Fifty people whom one host accepted for the same period."""
    offer = open_offer(capacity=capacity)
    kind = factories.kind()
    return [
        factories.application(trainee(), offer, kind=kind, state="accepted", due_on=day(5), start=day(30), end=day(40))
        for _number in range(50)
    ]


def test_fifty_confirm_the_last_seat() -> None:
    """§1: one gets it, forty-nine are told."""
    factories.mode(code="un-site")
    everyone = fifty()

    def confirm(one: Application) -> Callable[[], Any]:
        return lambda: service.confirm(application_id=one.pk, actor=one.person)

    outcomes = rush([confirm(one) for one in everyone])
    assert sum(isinstance(one, Placement) for one in outcomes) == 1
    assert sum(isinstance(one, service.NoSeat) for one in outcomes) == 49
    assert OfferPeriod.objects.get().taken == 1
    assert Placement.objects.count() == 1
    assert Application.objects.filter(state="accepted").count() == 49


def test_control_without_the_period_lock_several_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.mode(code="un-site")
    everyone = fifty()[:4]
    read = threading.Barrier(4, timeout=60)

    def unlocked(period_id: int) -> OfferPeriod:
        period = OfferPeriod.objects.select_related("offer__institution").get(pk=period_id)
        read.wait()
        return period

    monkeypatch.setattr(seats, "_locked", unlocked)

    def confirm(one: Application) -> Callable[[], Any]:
        return lambda: service.confirm(application_id=one.pk, actor=one.person)

    outcomes = rush([confirm(one) for one in everyone])
    assert sum(isinstance(one, Placement) for one in outcomes) > 1


def confirm_twice() -> list[Any]:
    factories.mode(code="un-site")
    made = accepted(offer=open_offer(capacity=5))
    twice = [lambda: service.confirm(application_id=made.pk, actor=made.person)] * 2
    return rush(twice, refusals=(Refused, IntegrityError))


def test_double_confirmation() -> None:
    """Two windows, one placement, one seat, and both are told so."""
    first, second = confirm_twice()
    assert isinstance(first, Placement), first
    assert first == second
    assert Placement.objects.count() == 1
    assert OfferPeriod.objects.get().taken == 1


def test_control_double_confirmation_without_the_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both find it accepted: only what the database itself forbids keeps the second one from a placement."""
    unlock_people(monkeypatch)
    read = threading.Barrier(2, timeout=60)

    def unlocked(person_id: int, application_id: int) -> dict[int, Application]:
        found = {application_id: moving.related().get(pk=application_id)}
        read.wait()
        return found

    monkeypatch.setattr(confirming, "_lock_all", unlocked)
    outcomes = confirm_twice()
    assert sum(isinstance(one, Placement) for one in outcomes) == 1
    assert any(isinstance(one, Exception) for one in outcomes), "the second window would show an error"


def unlock_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: nobody waits for what the same person does elsewhere."""
    monkeypatch.setattr(locks, "person", lambda pk: User.objects.get(pk=pk))


def test_two_clashing_ones_confirmed_at_once() -> None:
    """Details: one person, the same days, two hosts: one placement."""
    factories.mode(code="un-site")
    person = trainee()
    both = [accepted(person), accepted(person)]
    outcomes = rush([lambda one=one: service.confirm(application_id=one.pk, actor=person) for one in both])  # type: ignore[misc]
    assert sum(isinstance(one, Placement) for one in outcomes) == 1
    assert sorted(state(one) for one in both) == ["confirmed", "released"]


def accept_against_withdraw(made: Application) -> list[Any]:
    boss = manager_of(made.institution)
    return rush(
        [
            lambda: service.refuse(application_id=made.pk, actor=boss, reason="Complet."),
            lambda: service.withdraw(application_id=made.pk, actor=made.person),
        ]
    )


def test_answer_against_withdrawal() -> None:
    """One wins; the other is told that things have changed meanwhile."""
    for _round in range(5):
        made = apply()
        outcomes = accept_against_withdraw(made)
        assert sum(isinstance(one, Refused) for one in outcomes) == 1
        assert state(made) in ("refused", "withdrawn")
        Application.objects.filter(pk=made.pk).update(person=trainee())


def test_control_without_the_lock_both_win(monkeypatch: pytest.MonkeyPatch) -> None:
    made = apply()
    read = threading.Barrier(2, timeout=60)

    def unlocked(application_id: int) -> Application:
        found = moving.related().get(pk=application_id)
        read.wait()
        return found  # type: ignore[no-any-return]

    monkeypatch.setattr(answering, "locked", unlocked)
    monkeypatch.setattr(sending, "locked", unlocked)
    assert not any(isinstance(one, Refused) for one in accept_against_withdraw(made))


def test_accepted_or_withdrawn_never_both() -> None:
    made = apply()
    boss = manager_of(made.institution)
    rush(
        [
            lambda: service.accept(application_id=made.pk, actor=boss),
            lambda: service.withdraw(application_id=made.pk, actor=made.person),
        ]
    )
    # The trainee may withdraw what was accepted a moment before; the host never accepts what was withdrawn.
    assert state(made) == "withdrawn"


def submit_twice(person: User) -> list[Any]:
    offer, kind = open_offer(), factories.kind()
    return rush([lambda: apply(person, offer, kind=kind)] * 2, refusals=(Refused, IntegrityError))


def test_double_submit() -> None:
    """Two tabs without the form's key: the person's lock lets one through, and the other is told so in a sentence."""
    person = trainee()
    outcomes = submit_twice(person)
    assert sorted(type(one).__name__ for one in outcomes) == ["Application", "Refused"]
    assert Application.objects.count() == 1
    assert len(received(person.email or "")) == 1


def test_control_double_submit_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both find that nothing was sent before: the index of the database alone refuses the second, without a word."""
    unlock_people(monkeypatch)
    checked, looked = sending._check_not_twice, threading.Barrier(2, timeout=60)

    def met(application: Application) -> None:
        checked(application)
        looked.wait()

    monkeypatch.setattr(sending, "_check_not_twice", met)
    outcomes = submit_twice(trainee())
    assert any(isinstance(one, IntegrityError) for one in outcomes)


def test_a_refusal_taken_back_while_its_trainee_writes_again() -> None:
    """§3, S4: whichever comes first, the other is told so in a sentence."""
    offer, person, kind = open_offer(), trainee(), factories.kind()
    made = apply(person, offer, kind=kind)
    boss = manager_of(made.institution)
    service.refuse(application_id=made.pk, actor=boss, reason="Erreur de ligne")
    outcome: list[Any] = []
    undone = threading.Thread(
        target=lambda: outcome.extend(rush([lambda: service.undo_refusal(application_id=made.pk, actor=boss)]))
    )
    with transaction.atomic():
        apply(person, offer, kind=kind)
        undone.start()
        undone.join(1)
        assert undone.is_alive(), "it waits for what the trainee is sending"
    undone.join()
    assert [type(one) for one in outcome] == [Refused]
    assert "de nouveau" in str(outcome[0])
    assert state(made) == "refused"


@pytest.mark.parametrize("held", ["application", "seat"])
def test_a_wait_that_is_too_long_is_a_sentence(held: str) -> None:
    """§3: the host answers or the trainee confirms while somebody else holds what they need."""
    factories.mode(code="un-site")
    made, waiting = accepted(), apply()
    boss = manager_of(waiting.institution)

    def impatient(call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return call()

        return run

    calls = [impatient(lambda: service.confirm(application_id=made.pk, actor=made.person))]
    with transaction.atomic():
        if held == "seat":
            OfferPeriod.objects.select_for_update().get(pk=made.period_id)
        else:
            list(Application.objects.select_for_update().order_by("pk"))
            calls.append(impatient(lambda: service.mark_read(application_id=waiting.pk, actor=boss)))
        outcomes = rush(calls)
    assert [type(one) for one in outcomes] == [Busy] * len(calls)
    assert all("instant" in str(one) for one in outcomes)
    assert (state(made), state(waiting)) == ("accepted", "sent")
    assert not any(isinstance(one, Refused) for one in rush(calls)), "with nobody in the way it goes on"
