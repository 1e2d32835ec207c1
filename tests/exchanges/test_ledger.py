"""The ledger of reciprocity: sums that are right whatever happens, lines that are never changed (B1, B2)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.errors import Refused
from exchanges import request_merging
from exchanges.models import ImmersionOffer, ImmersionRequest, LedgerEntry, Structure
from exchanges.selectors import ledger as selectors
from exchanges.services import answers, requests
from exchanges.services import ledger as service
from exchanges.services.moving import NoRight, require_right
from tests import factories
from tests.accounts.mailbox import received
from tests.exchanges import making
from tests.exchanges.swapping import Swap, monday

pytestmark = pytest.mark.django_db
STRUCTURES = 3
PLACES = st.integers(0, STRUCTURES - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("go"), PLACES, PLACES),
        st.tuples(st.just("cancel"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("waive"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("close"), PLACES, st.just(0)),
        st.tuples(st.just("open"), PLACES, st.just(0)),
    ),
    min_size=4,
    max_size=10,
)


class Books:
    """Structures that send and receive, without e-mails or placements: only the books and the right to ask."""

    def __init__(self) -> None:
        self.space = making.space()
        self.structures: list[Structure] = [making.structure(self.space) for _number in range(STRUCTURES)]
        self.offers = [making.offer(one, start=timezone.localdate(), seats=90) for one in self.structures]
        self.pilot = making.pilot(self.space)
        self.people = [factories.user() for _one in self.structures]

    def go(self, sends: int, receives: int, returns: ImmersionRequest | None = None) -> ImmersionRequest:
        """Somebody is agreed to go, if their structure may ask."""
        require_right(self.structures[sends])
        made = ImmersionRequest.objects.create(
            space=self.space,
            structure=self.structures[sends],
            person=factories.user(),
            offer=self.offers[receives],
            first_day=monday(),
            last_day=monday() + datetime.timedelta(days=1),
            state="sent",
            sent_at=timezone.now(),
            returns=returns,
        )
        service.book(request=made, actor=self.pilot)
        return made

    def cancel(self, made: ImmersionRequest) -> None:
        ImmersionRequest.objects.filter(pk=made.pk).update(state="withdrawn")
        service.unbook(request=made, actor=self.pilot)

    def waive(self, debt: LedgerEntry) -> None:
        service.waive(debt_id=debt.pk, actor=self.pilot, reason="La structure ferme.")

    def offer(self, structure: int, state: str) -> None:
        closed = timezone.now() if state == "closed" else None
        ImmersionOffer.objects.filter(pk=self.offers[structure].pk).update(state=state, closed_at=closed)

    @property
    def sums(self) -> dict[tuple[int, int], int]:
        """By place, so that a model of numbers can be compared with it."""
        place = {one.pk: number for number, one in enumerate(self.structures)}
        return {(place[c], place[d]): number for (c, d), number in selectors.balance(self.space).items()}


@pytest.fixture
def books(db: None) -> Books:
    return Books()


def expected(standing: list[tuple[int, int, bool]]) -> dict[tuple[int, int], int]:
    """What the immersions that stand come to: (who sends, who receives, whether it was let go)."""
    net: Counter[tuple[int, int]] = Counter()
    for sends, receives, waived in standing:
        if not waived:
            low, high = min(sends, receives), max(sends, receives)
            net[low, high] += 1 if sends == low else -1
    # Positive: the lower one sent more, and owes the higher one.
    return {((high, low) if number > 0 else (low, high)): abs(number) for (low, high), number in net.items() if number}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_sums_are_right(books: Books, steps: list[tuple[str, int, int]]) -> None:
    """B2: any order of immersions, cancellations and waivers; nobody goes whose structure offers nothing."""
    with transaction.atomic():
        _play(books, steps)
        transaction.set_rollback(True)


def _play(books: Books, steps: list[tuple[str, int, int]]) -> None:
    gone: dict[int, tuple[ImmersionRequest, int, int]] = {}
    waived: set[int] = set()
    closed: set[int] = set()
    for step, one, other in steps:
        if step == "go" and one != other:
            if one in closed:
                with pytest.raises(NoRight):
                    books.go(one, other)
            else:
                made = books.go(one, other)
                gone[made.pk] = (made, one, other)
        elif step == "cancel" and gone:
            number = list(gone)[one % len(gone)]
            books.cancel(gone.pop(number)[0])
            waived.discard(number)
        elif step == "waive" and (debts := selectors.debts(books.space)):
            debt = debts[one % len(debts)]
            books.waive(debt)
            waived.add(debt.request_id)
        elif step in ("close", "open"):
            books.offer(one, "closed" if step == "close" else "published")
            (closed.add if step == "close" else closed.discard)(one)
        assert books.sums == expected([(s, r, number in waived) for number, (_m, s, r) in gone.items()])
        assert len(selectors.debts(books.space)) == sum(books.sums.values())


SENDING = ("ask", "visa", "accept", "cancel", "waive", "close", "open")
ACTS = st.lists(st.tuples(st.sampled_from(SENDING), st.integers(0, 5)), min_size=4, max_size=9)
# A sheet is closed before the visa, then before the answer; then the immersion is cancelled.
CLOSED_MEANWHILE = [("ask", 0), ("close", 0), ("visa", 0), ("ask", 0), ("open", 0), ("visa", 0), ("close", 0)]
CLOSED_MEANWHILE += [("accept", 0), ("open", 0), ("accept", 0), ("waive", 0), ("cancel", 0)]
BOTH_WAYS = [(act, number) for number in (0, 1) for act in ("ask", "visa", "accept")] + [("cancel", 0)]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(acts=CLOSED_MEANWHILE)
@example(acts=BOTH_WAYS)
@given(acts=ACTS)
def test_no_request_passes_without_the_right_to_ask(both: Both, acts: list[tuple[str, int]]) -> None:
    """B2: through the services, in any order: asked for and agreed only while one offers; sums are right."""
    with transaction.atomic():
        both.play(acts)
        transaction.set_rollback(True)


class Both:
    """Two structures; what each may do follows from whether its sheet, and that of the other one, is published."""

    def __init__(self) -> None:
        self.swap = Swap()
        self.sides = [self.swap.asks, self.swap.hosts]
        self.pilot = making.pilot(self.swap.space)
        self.hr = [self.swap.seat(one.hr) for one in self.sides]
        self.managers = [self.swap.seat(one.manager) for one in self.sides]

    def play(self, acts: list[tuple[str, int]]) -> None:
        self.made: list[tuple[ImmersionRequest, int]] = []
        self.waived: set[int] = set()
        self.closed: set[int] = set()
        for act, number in acts:
            if act in ("close", "open"):
                self.publish(number % 2, act)
            elif act == "ask":
                self.try_to(lambda one=number % 2: self.ask(one), open_to={0, 1})
            elif act == "waive":
                self.waive(number)
            else:
                self.step(act, number)
            assert self.sums == expected([(s, 1 - s, m.pk in self.waived) for m, s in self.made if self.agreed(m)])

    def try_to(self, call: Callable[[], object], open_to: set[int]) -> None:
        if open_to & self.closed:
            with pytest.raises(Refused):
                call()
        else:
            call()

    def publish(self, side: int, act: str) -> None:
        state, closed = ("closed", timezone.now()) if act == "close" else ("published", None)
        offer = self.sides[side].offer
        assert offer is not None
        ImmersionOffer.objects.filter(pk=offer.pk).update(state=state, closed_at=closed)
        (self.closed.add if closed else self.closed.discard)(side)

    def ask(self, side: int) -> None:
        one, other = self.sides[side], self.sides[1 - side]
        person = making.professional(one.structure)
        self.made.append((self.swap.ask(person, structure=one.structure, offer=other.offer), side))

    def step(self, act: str, number: int) -> None:
        """The visa asks for one's own sheet; the answer for both, since a seat is taken."""
        source = {"visa": "visa", "accept": "sent", "cancel": "accepted"}[act]
        found = [(made, side) for made, side in self.made if self.state(made) == source]
        if not found:
            return
        made, side = found[number % len(found)]
        if act == "visa":
            self.try_to(lambda: requests.give_visa(request_id=made.pk, seat=self.hr[side]), {side})
        elif act == "accept":
            self.try_to(lambda: answers.accept(request_id=made.pk, seat=self.managers[1 - side]), {0, 1})
        else:
            self.try_to(lambda: self.swap.cancel(made), set())
            self.waived.discard(made.pk)

    def waive(self, number: int) -> None:
        if debts := selectors.debts(self.swap.space):
            debt = debts[number % len(debts)]
            service.waive(debt_id=debt.pk, actor=self.pilot, reason="La structure ferme.")
            self.waived.add(debt.request_id)

    def state(self, made: ImmersionRequest) -> str:
        return ImmersionRequest.objects.values_list("state", flat=True).get(pk=made.pk)

    def agreed(self, made: ImmersionRequest) -> bool:
        return self.state(made) == "accepted"

    @property
    def sums(self) -> dict[tuple[int, int], int]:
        place = {one.structure.pk: number for number, one in enumerate(self.sides)}
        return {(place[c], place[d]): number for (c, d), number in selectors.balance(self.swap.space).items()}


@pytest.fixture
def both(db: None) -> Both:
    return Both()


def test_a_welcome_in_return_settles_the_debt_it_names(books: Books) -> None:
    """B1: the return leg closes its own first leg, not the oldest one; without a pair the oldest is closed."""
    books.go(0, 1)
    second = books.go(0, 1)
    books.go(1, 0, returns=second)
    assert [one.request_id for one in selectors.debts(books.space)] != [second.pk]
    books.go(1, 0)
    assert selectors.debts(books.space) == []


def test_when_the_first_leg_is_cancelled_the_return_becomes_a_debt(books: Books) -> None:
    """B1: who went in return then owes; when the return is cancelled, what was owed is owed again."""
    first = books.go(0, 1)
    back = books.go(1, 0, returns=first)
    assert books.sums == {}
    books.cancel(first)
    assert books.sums == {(0, 1): 1}
    books.cancel(back)
    assert books.sums == {}
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0


def test_lines_are_never_changed_nor_removed(books: Books) -> None:
    """B2: the database refuses it."""
    books.go(0, 1)
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(LedgerEntry.objects.all())


def test_a_waiver_says_why_and_both_structures_are_told(books: Books) -> None:
    """B2: without a reason nothing is let go, and nothing twice."""
    structure = books.structures[0]
    manager = making.professional(structure, "host_manager")
    books.go(0, 1)
    (debt,) = selectors.debts(books.space)
    with pytest.raises(Refused):
        service.waive(debt_id=debt.pk, actor=books.pilot, reason="  ")
    books.waive(debt)
    assert books.sums == {}
    assert "La structure ferme." in str(received(manager.email or "")[-1].body)
    with pytest.raises(Refused):
        books.waive(debt)


def test_accounts_say_who_gave_and_who_took(books: Books) -> None:
    """B2: sent, received, owed, by structure."""
    books.go(0, 1)
    books.go(0, 2)
    books.go(2, 0)
    found: dict[int, Any] = {one.structure.pk: one for one in selectors.accounts(books.space)}
    first = found[books.structures[0].pk]
    assert (first.sent, first.received, first.owes, first.is_owed) == (2, 1, 1, 0)
    assert found[books.structures[1].pk].stands == 1


def test_two_structures_never_owe_each_other(db: None) -> None:
    """B2: through the services, with placements; the younger debt becomes the return of the older one."""
    swap = Swap()
    first = swap.agreed()
    second = swap.agreed(swap.back(first))
    third = swap.agreed(swap.back(None, making.professional(swap.hosts.structure)))
    assert selectors.balance(swap.space) == {(swap.asks.structure.pk, swap.hosts.structure.pk): 1}
    swap.cancel(second)
    assert selectors.balance(swap.space) == {}
    assert LedgerEntry.objects.standing().get(request=third).kind == "returned"


def test_what_is_owed_follows_when_two_sheets_become_one(books: Books) -> None:
    """B2: the structure that stays owes and is owed; what was between the two is gone; no line is changed."""
    books.go(0, 1)
    books.go(2, 0)
    books.go(0, 2)
    books.go(1, 2)
    gone, stays = books.structures[0], books.structures[1]
    request_merging.follow(gone.institution, stays.institution, {})
    assert books.sums == {(2, 1): 1}
    assert not LedgerEntry.objects.standing().filter(Q(creditor=gone) | Q(debtor=gone)).exists()
    assert not ImmersionRequest.objects.filter(structure=gone).exists()
