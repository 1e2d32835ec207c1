"""Two people at one thing, and forms as browsers never send them (B6, B8)."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exchanges.enums import OfferState
from exchanges.models import ImmersionOffer
from exchanges.selectors import search
from exchanges.selectors.search import OFFERS, WISHES, Criteria
from exchanges.services import offers
from exchanges.services.offers import WindowData
from exchanges.workflow import NotPossible
from hosts.services import indexing
from tests import factories
from tests.exchanges import making
from tests.exchanges.swapping import Swap

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"
DAY = datetime.timedelta(days=1)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def marks(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version|base|page)" value="([^"]*)"', page))


def rows(*periods: tuple[Any, Any, Any], recorded: int = 0) -> dict[str, Any]:
    """What the page « quand » sends: number or "", first and last day of each period."""
    sent: dict[str, Any] = {"least_days": 2, "most_days": 3, "periods-INITIAL_FORMS": recorded}
    sent["periods-TOTAL_FORMS"] = len(periods)
    for place, (number, start, end) in enumerate(periods):
        name = f"periods-{place}"
        sent |= {f"{name}-id": number, f"{name}-start": start, f"{name}-end": end, f"{name}-seats": 2}
    return sent


def test_the_second_to_save_the_periods_sees_those_of_the_first() -> None:
    """B6: nobody's period is deleted unseen: a 409 with both lists, and what was typed can be saved still."""
    structure = making.structure(making.space())
    offer = making.offer(structure, state=OfferState.DRAFT)
    window = offer.windows.get()
    one, two = signed_in(making.professional(structure)), signed_in(making.professional(structure))
    path = reverse("exchanges:offer_write", args=[offer.pk, "quand"])
    seen_by_one, seen_by_two = (marks(client.get(path).content.decode()) for client in (one, two))
    kept = (window.pk, window.start, window.end)
    later = (window.end + 10 * DAY, window.end + 20 * DAY)
    saved = one.post(path, {**seen_by_one, **rows(kept, ("", *later), recorded=1)})
    assert saved.status_code == 302, saved.content.decode()[-2000:]
    stale = two.post(path, {**seen_by_two, **rows((window.pk, window.start, window.end - DAY), recorded=1)})
    assert stale.status_code == 409
    assert str(later[0].year) in stale.content.decode()
    assert offer.windows.count() == 2
    anew = marks(stale.content.decode())
    assert two.post(path, {**anew, **rows((window.pk, window.start, window.end), recorded=1)}).status_code == 302
    assert offer.windows.count() == 1


def test_a_period_keeps_the_days_on_which_somebody_is_expected() -> None:
    """B6, B10: it may grow; it may not leave out days that were agreed."""
    swap = Swap()
    made = swap.agreed()
    offer, seat = swap.hosts.offer, swap.seat(swap.hosts.manager)
    assert offer is not None
    row = offer.windows.get()

    def moved(start: datetime.date, end: datetime.date) -> None:
        offers.set_windows(offer_id=offer.pk, seat=seat, windows=[WindowData(start, end, row.seats, row.pk)])

    for start, end in ((made.first_day + DAY, row.end), (row.start, made.last_day - DAY)):
        with pytest.raises(NotPossible):
            moved(start, end)
    moved(made.first_day, made.last_day)
    assert offer.windows.get().end == made.last_day


def test_two_pilots_do_not_undo_each_others_settings() -> None:
    """B8: the second to save sees what the first decided."""
    space = making.space()
    one, two = signed_in(making.pilot(space)), signed_in(making.pilot(space))
    path = reverse("exchanges:settings")
    seen_by_one, seen_by_two = (marks(client.get(path).content.decode()) for client in (one, two))
    sent = {"name": space.name, "least_days": 2, "most_days": 3, "reciprocity_required": "True", "ring_size": 3}
    assert one.post(path, {**seen_by_one, **sent, "ring_size": 4}).status_code == 302
    answer = two.post(path, {**seen_by_two, **sent, "name": "Vis ma vie"})
    assert answer.status_code == 409
    space.refresh_from_db()
    assert (space.name, space.ring_size) == (space.name, 4)
    anew = marks(answer.content.decode())
    assert two.post(path, {**anew, **sent, "name": "Vis ma vie"}).status_code == 302


def test_what_was_taken_back_before_it_was_read_is_its_structures_again() -> None:
    """B7, B8: the pilot no longer sees it, as the page says."""
    space = making.space()
    structure = making.structure(space)
    offer = making.offer(structure, state=OfferState.SUBMITTED)
    run = making.seat(making.pilot(space), space)
    assert offer in ImmersionOffer.objects.visible_to(run)
    offers.act(offer_id=offer.pk, action="withdraw", seat=making.seat(making.professional(structure), space))
    assert offer not in ImmersionOffer.objects.visible_to(run)


def test_a_wish_open_to_all_sectors_is_found_in_each() -> None:
    """B4, B6."""
    space = making.space()
    structure = making.structure(space)
    wanted, other = factories.sector(), factories.sector()
    anywhere, there = making.wish(structure), making.wish(structure, sectors=[wanted])
    elsewhere = making.wish(structure, sectors=[other])
    seat = making.seat(making.professional(structure), space)
    found = set(search.run(seat, Criteria(kind=WISHES, sectors=(wanted.pk,))).rows)
    assert found == {anywhere, there}
    assert elsewhere not in found
    assert search.run(seat, Criteria(kind=OFFERS, sectors=(wanted.pk,))).other_total == 2


def test_a_structure_that_is_renamed_is_found_by_its_new_name() -> None:
    """B6: its offers, and the wishes that name it, follow."""
    space = making.space()
    structure, other = making.structure(space), making.structure(space)
    offer = making.offer(structure)
    wish = making.wish(other, structures=[structure])
    seat = making.seat(making.professional(other), space)
    structure.organisation.name = "Maison Quintefeuille"
    structure.organisation.save()
    indexing.reindex_institution(structure.institution)
    assert list(search.run(seat, Criteria(q="quintefeuille")).rows) == [offer]
    assert list(search.run(seat, Criteria(kind=WISHES, q="quintefeuille")).rows) == [wish]


def test_a_document_sent_twice_is_added_once() -> None:
    """B6: the key of the form is kept."""
    structure = making.structure(making.space())
    offer = making.offer(structure, state=OfferState.DRAFT)
    client = signed_in(making.professional(structure))
    path = reverse("exchanges:offer_write", args=[offer.pk, "documents"])
    for _time in range(2):
        file = SimpleUploadedFile("plan.pdf", PDF)
        client.post(path, {"document": file, "title": "Plan d’accès", "idempotency_key": "d" * 32})
    assert offer.attachments.count() == 1


@pytest.mark.parametrize("number", ["abc", "", "9" * 5000, "-1"])
def test_a_number_of_periods_that_is_none_breaks_no_page(number: str) -> None:
    structure = making.structure(making.space())
    offer = making.offer(structure, state=OfferState.DRAFT)
    client = signed_in(making.professional(structure))
    sent = {"periods-TOTAL_FORMS": number, "periods-INITIAL_FORMS": "0", "add_period": "1"}
    assert client.post(reverse("exchanges:offer_write", args=[offer.pk, "quand"]), sent).status_code == 200
    assert client.post(reverse("exchanges:wish_new"), sent).status_code == 200


def test_the_front_page_promises_what_asking_keeps() -> None:
    """B2: an offer whose periods are over gives no right to ask."""
    today = timezone.localdate()
    structure = making.structure(making.space())
    client = signed_in(making.professional(structure))
    promise = "ses professionnels peuvent solliciter une immersion"
    making.offer(structure, start=today - 9 * DAY, end=today - DAY)
    assert promise not in client.get(reverse("exchanges:home")).content.decode()
    making.offer(structure)
    assert promise in client.get(reverse("exchanges:home")).content.decode()
