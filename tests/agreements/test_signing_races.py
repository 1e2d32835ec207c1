"""Two acts at once on one agreement; each race has its positive control without the locks (§3, Must show 3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from agreements.enums import AgreementState, Capacity, SignatoryState
from agreements.models import Signatory, Signature
from agreements.services import signatories, signing
from messaging.models import OutboxEntry
from tests.agreements.signing_world import SigningWorld, sign, user_of

pytestmark = pytest.mark.django_db(transaction=True)
# How long one side waits for the other to come as far, when no lock keeps it from coming.
PATIENCE = 3.0


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: no row is ever locked."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self.all())


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> threading.Barrier:
    """Both sides wait for each other once they have checked what they may do."""
    barrier = threading.Barrier(2)
    checked = signing._may_sign

    def met(*args: Any, **options: Any) -> None:
        checked(*args, **options)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            pass

    monkeypatch.setattr(signing, "_may_sign", met)
    return barrier


def both(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def signs(row: Signatory, version: Any) -> Callable[[], Any]:
    person = user_of(row)
    return lambda: sign(row, version, user=person)


def double_signature() -> list[Any]:
    world = SigningWorld()
    version = world.send()
    row = world.signatory(Capacity.TRAINEE)
    return both(signs(row, version), signs(row, version))


def test_the_same_signatory_at_once_is_one_signature(meeting: threading.Barrier) -> None:
    first, second = double_signature()
    assert first == second
    assert Signature.objects.count() == 1


def test_control_double_signature(meeting: threading.Barrier, unlocked: None) -> None:
    results = double_signature()
    assert any(isinstance(one, Exception) for one in results), "only the database was left to refuse the second"


def two_last() -> int:
    """The last two sign at the same moment; how many entries for the seal."""
    world = SigningWorld()
    world.agreement.in_order = False
    world.agreement.save()
    version = world.send()
    *firsts, one, other = world.agreement.signatories.order_by("pk")
    for row in firsts:
        sign(row, version)
    both(signs(one, version), signs(other, version))
    world.agreement.refresh_from_db()
    assert Signature.objects.count() == 5
    return OutboxEntry.objects.filter(kind="agreements.seal").count()


def test_two_last_signers_at_once_seal_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _meet_after_writing(monkeypatch)
    assert two_last() == 1


def test_control_two_last_signers(monkeypatch: pytest.MonkeyPatch, unlocked: None) -> None:
    _meet_after_writing(monkeypatch)
    assert two_last() != 1


def _meet_after_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last two have written their signatures, and have looked whether anybody else is missing."""
    rows, barrier = signing._rows, threading.Barrier(2)

    def met(agreement: Any) -> list[Signatory]:
        found = rows(agreement)
        if Signature.objects.filter(version__agreement=agreement).count() >= 4:
            try:
                barrier.wait(PATIENCE)
            except threading.BrokenBarrierError:
                pass
        return found

    monkeypatch.setattr(signing, "_rows", met)


def while_signing(monkeypatch: pytest.MonkeyPatch, act: Callable[[SigningWorld, Signatory], Any]) -> tuple[Any, ...]:
    """Somebody signs; once they were let through and before they have written, `act` begins."""
    world = SigningWorld()
    world.agreement.in_order = False
    world.agreement.save()
    version = world.send()
    row = world.signatory(Capacity.HOST)
    let_through, done = threading.Event(), threading.Event()
    checked = signing._may_sign

    def stops(*args: Any, **options: Any) -> None:
        checked(*args, **options)
        let_through.set()
        done.wait(PATIENCE)

    def second() -> Any:
        let_through.wait(60)
        try:
            return act(world, row)
        finally:
            done.set()

    monkeypatch.setattr(signing, "_may_sign", stops)
    results = both(signs(row, version), second)
    row.refresh_from_db()
    world.agreement.refresh_from_db()
    return world, row, results


def reopens(world: SigningWorld, row: Signatory) -> Any:
    return signing.reopen(agreement_id=world.agreement.pk, actor=world.coordinator, reason="Une date change")


def test_a_change_while_somebody_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signature falls with its version: nobody is held for signed on what is being changed."""
    world, row, results = while_signing(monkeypatch, reopens)
    assert not [one for one in results if isinstance(one, Exception)]
    assert (world.agreement.state, row.state) == (AgreementState.PREPARING, SignatoryState.WAITING)


def test_control_change_while_signing(monkeypatch: pytest.MonkeyPatch, unlocked: None) -> None:
    world, row, _results = while_signing(monkeypatch, reopens)
    assert (world.agreement.state, row.state) == (AgreementState.PREPARING, SignatoryState.SIGNED)


def delegates(world: SigningWorld, row: Signatory) -> Any:
    return signatories.delegate(
        signatory_id=row.pk, name="Noa Leroy", function="", email="noa@example.org", actor=world.coordinator
    )


def test_a_delegation_while_they_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has signed can no longer pass it on."""
    world, row, results = while_signing(monkeypatch, delegates)
    assert isinstance(results[0], Signature)
    assert isinstance(results[1], Exception)
    assert row.state == SignatoryState.SIGNED
    assert not world.agreement.signatories.filter(email="noa@example.org").exists()


def test_control_delegation_while_signing(monkeypatch: pytest.MonkeyPatch, unlocked: None) -> None:
    world, _row, results = while_signing(monkeypatch, delegates)
    assert isinstance(results[1], Signatory)
    assert world.agreement.signatories.filter(email="noa@example.org").exists()
    assert Signature.objects.exists(), "both the signature and who replaces it"
