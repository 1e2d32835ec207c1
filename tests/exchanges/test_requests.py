"""Requests for an immersion: the right to ask, the days, the visa, the answer, what follows (B1, B2, B3, B10, B13)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from exchanges import request_reminders
from exchanges.models import ExchangeSpace, ImmersionOffer, ImmersionRequest, LedgerEntry
from exchanges.request_workflow import NotPossible
from exchanges.selectors import ledger
from exchanges.selectors import requests as selectors
from exchanges.services import answers, requests
from exchanges.services.moving import NoRight
from internships.models import Employment, Placement, Supervisor
from internships.services.placements import ending
from messaging import reminders
from tests import factories
from tests.accounts.mailbox import received
from tests.exchanges import making
from tests.exchanges.swapping import Side, Swap, monday

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def swap(db: None) -> Swap:
    return Swap()


def told(person: Any) -> list[str]:
    return [message.subject for message in received(person.email)]


def test_from_the_request_to_the_placement(swap: Swap) -> None:
    """B2, B10, B13: visa, answer, placement sent by the structure, seat taken, ledger written, everybody told."""
    made = swap.ask()
    assert made.state == "visa"
    assert any("visa" in subject for subject in told(swap.asks.hr))
    assert not told(swap.hosts.manager)
    made = swap.visa(made, comment="Bonne idée.", funding_body=" ANFH ")
    assert (made.state, made.funding_body, made.visa_name) == ("sent", "ANFH", str(swap.asks.hr))
    assert len(told(swap.hosts.manager)) == 1
    assert len(told(swap.asks.person)) == 2
    made = answers.accept(
        request_id=made.pk,
        seat=swap.seat(swap.hosts.manager),
        answer="Venez à 9 h.",
        welcome=answers.Welcome(name="Léa Roy", email="lea@example.org"),
    )
    placement = Placement.objects.get(immersion_request=made)
    assert (placement.kind.code, placement.mode.code) == ("immersion", "immersion")
    assert placement.sending_organisation == swap.asks.structure.organisation
    assert placement.sites.get().institution == swap.hosts.structure.institution
    assert (placement.start, placement.end) == (made.first_day, made.last_day)
    assert Supervisor.objects.get(placement=placement).name == "Léa Roy"
    assert made.window is not None
    made.window.refresh_from_db()
    assert made.window.taken == 1
    assert ledger.balance(swap.space) == {(swap.hosts.structure.pk, swap.asks.structure.pk): 1}
    assert len(told(swap.asks.person)) == 3
    assert len(told(swap.asks.hr)) == 2
    assert AuditEntry.objects.filter(action="immersion.accept").exists()


def test_without_an_offer_of_ones_own_nobody_asks(swap: Swap) -> None:
    """B2: a draft, a closed or a past offer is none; the pilot may switch reciprocity off."""
    ImmersionOffer.objects.filter(structure=swap.asks.structure).delete()
    today = timezone.localdate()
    making.offer(swap.asks.structure, state="draft")
    making.offer(swap.asks.structure, state="closed")
    making.offer(swap.asks.structure, start=today - 20 * DAY, end=today - DAY)
    with pytest.raises(NoRight) as refused:
        swap.ask()
    assert refused.value.refusal.lacks_offer
    assert not ImmersionRequest.objects.exists()
    ExchangeSpace.objects.update(reciprocity_required=False)
    assert swap.ask().state == "visa"


def test_the_right_to_ask_is_looked_at_again_before_anybody_goes(swap: Swap) -> None:
    """B2: an offer closed meanwhile stops the visa and the acceptance."""
    made, other = swap.ask(), swap.visa(swap.ask(making.professional(swap.asks.structure)))
    ImmersionOffer.objects.filter(structure=swap.asks.structure).update(state="closed", closed_at=timezone.now())
    with pytest.raises(NoRight):
        swap.visa(made)
    with pytest.raises(NoRight):
        swap.accept(other)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (0, 3, "last_day"),  # four days
        (0, 0, "last_day"),  # one day
        (1, 0, "last_day"),
        (3, 7, None),  # Thursday to Monday: three days, the weekend does not count
        (-400, -398, "first_day"),
        (2000, 2002, "first_day"),
    ],
)
def test_two_or_three_days_within_a_period(swap: Swap, first: int, last: int, field: str | None) -> None:
    """B3: four days are refused, and so are days outside the periods; the sentence belongs beside a field."""
    days = {"first_day": monday() + first * DAY, "last_day": monday() + last * DAY}
    if field is None:
        assert swap.ask(**days).pk
        return
    with pytest.raises(requests.WrongDays) as wrong:
        swap.ask(**days)
    assert wrong.value.field == field


def test_the_space_and_the_sheet_say_how_many_days(swap: Swap) -> None:
    """B3: the pilot's setting, and what the sheet says within it."""
    ExchangeSpace.objects.update(most_days=5)
    ImmersionOffer.objects.update(most_days=4)
    assert swap.ask(last_day=monday() + 3 * DAY).pk
    with pytest.raises(requests.WrongDays):
        swap.ask(making.professional(swap.asks.structure), last_day=monday() + 4 * DAY)


def test_asked_once_at_a_time_and_never_of_ones_own_structure(swap: Swap) -> None:
    """B2: the same offer twice, one's own offer, somebody who works nowhere: refused."""
    swap.ask()
    with pytest.raises(Refused):
        swap.ask()
    with pytest.raises(Refused):
        swap.ask(offer=swap.asks.offer)
    with pytest.raises(Refused):
        swap.ask(factories.user())
    with pytest.raises(Refused):
        swap.ask(swap.hosts.person)


def test_nobody_gives_the_visa_to_themselves(swap: Swap) -> None:
    """B13: human resources who ask need a colleague, or the address of whoever speaks for the structure."""
    with pytest.raises(NotPossible):
        requests.give_visa(request_id=swap.ask(swap.asks.hr).pk, seat=swap.seat(swap.asks.hr))
    alone = making.structure(swap.space)
    making.offer(alone, start=timezone.localdate(), written_by=None)
    person = making.professional(alone)
    with pytest.raises(requests.NoVisa):
        swap.ask(person, structure=alone)
    with pytest.raises(requests.NoVisa):
        swap.ask(person, structure=alone, visa_email=(person.email or "").upper())
    assert swap.ask(person, structure=alone, visa_email="rh@alone.example.org").visa_email


def test_where_human_resources_are_here_no_typed_address_is_written_to(swap: Swap) -> None:
    """B13: otherwise one could have one's own visa given by a friend."""
    assert swap.ask(visa_email="friend@example.org").visa_email == ""
    assert not received("friend@example.org")


def test_managers_are_told_whose_address_is_asked(swap: Swap) -> None:
    """B13: nobody speaks for the structure here, its manager does; an address given besides is seen by them."""
    structure = making.structure(swap.space)
    manager = making.professional(structure, "host_manager")
    making.offer(structure, start=timezone.localdate(), written_by=manager)
    person = making.professional(structure)
    made = swap.ask(person, structure=structure, visa_email="rh@petite.example.org")
    assert len(told(manager)) == 1
    assert len(received("rh@petite.example.org")) == 1
    made = requests.give_visa(request_id=made.pk, seat=swap.seat(manager), funding_body="Uniformation")
    swap.accept(made) if made.structure_id == swap.asks.structure.pk else answers.accept(
        request_id=made.pk, seat=swap.seat(swap.hosts.manager)
    )
    job = Employment.objects.get(person=person, organisation=structure.organisation)
    assert job.contact_email == "rh@petite.example.org"
    assert job.agreed_at is not None


def test_a_visa_is_refused_with_a_reason(swap: Swap) -> None:
    """B13: the host never hears of it; the database demands the reason."""
    made = swap.ask()
    with pytest.raises(Refused):
        requests.refuse_visa(request_id=made.pk, seat=swap.seat(swap.asks.hr), reason=" ")
    made = requests.refuse_visa(request_id=made.pk, seat=swap.seat(swap.asks.hr), reason="L’équipe est trop réduite.")
    assert (made.state, made.refused_by_host) == ("refused", False)
    assert not told(swap.hosts.manager)
    assert not ImmersionRequest.objects.visible_to(swap.seat(swap.hosts.manager)).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImmersionRequest.objects.filter(pk=made.pk).update(reason="")


def test_other_days_are_proposed_and_accepted_or_not(swap: Swap) -> None:
    """B3: the host's days are checked too; the person takes them, or keeps their own."""
    made = swap.visa(swap.ask())
    host, person = swap.seat(swap.hosts.manager), swap.seat(swap.asks.person)
    other = monday() + 7 * DAY
    with pytest.raises(requests.WrongDays):
        answers.propose(request_id=made.pk, seat=host, first_day=other, last_day=other + 3 * DAY)
    answers.propose(request_id=made.pk, seat=host, first_day=other, last_day=other + DAY, answer="Il y a une fête.")
    with pytest.raises(NotPossible):
        answers.accept(request_id=made.pk, seat=host)
    made = answers.decline(request_id=made.pk, seat=person)
    assert (made.is_proposed, made.first_day) == (False, monday())
    answers.propose(request_id=made.pk, seat=host, first_day=other, last_day=other + DAY)
    made = answers.agree(request_id=made.pk, seat=person)
    assert (made.state, made.first_day, made.last_day) == ("accepted", other, other + DAY)
    assert made.placement is not None
    assert made.placement.start == other


def test_who_reads_a_request(swap: Swap) -> None:
    """B7, B13: its person, those who give the visa, then those who answer, the pilot; no colleague, nobody else's."""
    made, other = swap.ask(), Side(swap.space)
    pilot = making.pilot(swap.space)
    colleague = making.professional(swap.asks.structure)

    def readers() -> set[Any]:
        people = [swap.asks.person, swap.asks.hr, swap.asks.manager, colleague, swap.hosts.manager, swap.hosts.person]
        people += [other.manager, other.hr, pilot]
        return {
            one for one in people if ImmersionRequest.objects.visible_to(swap.seat(one)).filter(pk=made.pk).exists()
        }

    assert readers() == {swap.asks.person, swap.asks.hr, pilot}
    swap.visa(made)
    assert readers() == {swap.asks.person, swap.asks.hr, pilot, swap.hosts.manager}
    assert not ImmersionRequest.objects.visible_to(None).exists()


def test_a_placement_cancelled_on_its_own_page_undoes_all(swap: Swap) -> None:
    """B2: seat free, nothing owed, the person may ask again; cancelling the request cancels the placement."""
    made = swap.agreed()
    assert made.placement is not None
    ending.cancel(placement_id=made.placement.pk, actor=swap.hosts.manager, reason="Dégât des eaux.")
    made.refresh_from_db()
    assert (made.state, made.reason, made.holds_seat) == ("cancelled", "Dégât des eaux.", False)
    assert made.window is not None
    assert made.window.taken == 0
    assert ledger.balance(swap.space) == {}
    again = swap.cancel(swap.agreed())
    assert again.state == "cancelled"
    assert again.placement is not None
    assert again.placement.state == "cancelled"


def test_the_return_leg(swap: Swap) -> None:
    """B1: asked for by the structure that received, once; it settles what was owed."""
    first = swap.agreed()
    with pytest.raises(Refused):
        swap.back(first, swap.asks.person)
    leg = swap.back(first, first_day=monday(44), last_day=monday(44) + DAY)
    assert selectors.pairs_with(leg) == first
    assert selectors.pairs_with(first) == leg
    with pytest.raises(Refused):
        swap.back(first, making.professional(swap.hosts.structure))
    swap.agreed(leg)
    assert ledger.balance(swap.space) == {}
    assert LedgerEntry.objects.filter(kind="returned", settles__request=first).count() == 1


def test_the_last_seat_is_given_once(swap: Swap) -> None:
    """B6: a full period takes nobody; whoever accepts too late is told."""
    assert swap.hosts.offer is not None
    swap.hosts.offer.windows.update(seats=1)
    one, two = swap.visa(swap.ask()), swap.visa(swap.ask(making.professional(swap.asks.structure)))
    swap.accept(one)
    with pytest.raises(Refused):
        swap.accept(two)
    with pytest.raises(requests.WrongDays):
        swap.ask(making.professional(swap.asks.structure))


def test_a_period_taken_away_does_not_take_requests_with_it(swap: Swap) -> None:
    """B6: the host may propose other days; it cannot accept days that no period holds any more."""
    assert swap.hosts.offer is not None
    made = swap.visa(swap.ask())
    swap.hosts.offer.windows.all().delete()
    with pytest.raises(Refused):
        swap.accept(made)


def test_reminders_follow_where_it_stands(swap: Swap) -> None:
    """B2, B13: the visa, the answer, the other days, the welcome that is owed; each once."""
    made = swap.ask()
    ImmersionRequest.objects.update(asked_at=factories.in_days(-6))
    assert reminders.send_due() == 1
    assert reminders.send_due() == 0
    assert len(told(swap.asks.hr)) == 2
    swap.visa(made)
    ImmersionRequest.objects.update(sent_at=factories.in_days(-6))
    assert reminders.send_due() == 1
    assert len(told(swap.hosts.manager)) == 2
    swap.accept(made)
    past = timezone.localdate() - 61 * DAY
    ImmersionRequest.objects.filter(pk=made.pk).update(first_day=past - DAY, last_day=past)
    due = list(request_reminders.owed(timezone.now()))
    assert len(due) == 1
    due[0].send()
    assert any("accueil" in subject for subject in told(swap.asks.manager))
    swap.agreed(swap.back(made))
    assert not list(request_reminders.owed(timezone.now()))


def test_erasure_withdraws_what_waits_and_empties_the_rest(swap: Swap) -> None:
    """B16: what was written goes; the ledger keeps its lines, which name structures."""
    from exchanges import privacy_requests

    first, waits = swap.agreed(), swap.visa(swap.back(None, swap.hosts.person))
    privacy_requests.erase_requests(swap.hosts.person)
    privacy_requests.erase_requests(swap.asks.person)
    waits.refresh_from_db()
    first.refresh_from_db()
    assert (waits.state, waits.motivation) == ("withdrawn", "")
    assert (first.state, first.motivation, first.post) == ("accepted", "", "")
    assert ledger.balance(swap.space) == {(swap.hosts.structure.pk, swap.asks.structure.pk): 1}
    assert privacy_requests.export_requests(swap.asks.person)[0]["state"] == "accepted"  # type: ignore[index]
