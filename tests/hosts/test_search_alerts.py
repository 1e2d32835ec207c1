"""Kept searches and their alerts (§4): what is new, once, whatever happens; stopped by one POST."""

from __future__ import annotations

import datetime
import re
import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from hosts.enums import AlertFrequency, OfferState
from hosts.models import SavedSearch, SavedSearchHit
from hosts.services import alerts, indexing, saved_searches
from messaging import outbox
from messaging.models import EmailDelivery
from tests import factories
from tests.hosts.searching import offer

DAY = datetime.timedelta(days=1)


def kept(**fields: object) -> SavedSearch:
    values = {"name": "Crèches", "parameters": {"q": ["crèche"]}, "frequency": "daily", **fields}
    return saved_searches.keep(user=values.pop("user", None) or factories.user(), **values)  # type: ignore[arg-type]


def told() -> list[str]:
    outbox.drain()
    return [message.body for message in mail.outbox]


def ended_by(text: str) -> SavedSearch | None:
    """The search whose alerts the link in the text ends."""
    (link,) = re.findall(r"/recherches/arret/([^/\s]+)/", text)
    return saved_searches.by_token(link)


@pytest.mark.django_db
class TestAlerts:
    def test_what_is_new_is_told_once(self) -> None:
        offer("Crèche d’avant")
        search = kept()
        later = timezone.now() + 2 * DAY
        offer("Crèche nouvelle")
        offer("Musée nouveau")
        assert alerts.send_due(later) == 1
        (body,) = told()
        assert "Crèche nouvelle" in body
        assert "d’avant" not in body
        assert "Musée" not in body
        assert ended_by(body) == search
        assert alerts.send_due(later + DAY) == 0
        assert len(told()) == 1

    def test_published_again_is_not_news(self) -> None:
        kept()
        made = offer("Crèche nouvelle")
        assert alerts.send_due(timezone.now() + 2 * DAY) == 1
        for state in (OfferState.WITHDRAWN, OfferState.PUBLISHED):
            made.state = state
            made.save()
            indexing.reindex_offer(made)
        assert alerts.send_due(timezone.now() + 4 * DAY) == 0
        assert SavedSearchHit.objects.count() == 1

    def test_an_outage_is_caught_up_by_one_e_mail(self) -> None:
        """Nothing ran for forty days: the next run tells all of it, once."""
        kept()
        for number in range(3):
            offer(f"Crèche {number}")
        assert alerts.send_due(timezone.now() + 40 * DAY) == 1
        assert alerts.send_due(timezone.now() + 40 * DAY) == 0
        (body,) = told()
        assert all(f"Crèche {number}" in body for number in range(3))

    def test_not_before_its_time_and_never_without_alert(self) -> None:
        kept(frequency=AlertFrequency.WEEKLY)
        kept(frequency=AlertFrequency.NEVER)
        offer("Crèche nouvelle")
        assert alerts.send_due(timezone.now()) == 0

    def test_next_check_is_in_the_morning(self) -> None:
        friday = timezone.make_aware(datetime.datetime(2027, 3, 5, 12))
        assert saved_searches.next_check("daily", friday) == friday.replace(day=6, hour=7)
        assert saved_searches.next_check("weekly", friday) == friday.replace(day=8, hour=7)
        assert saved_searches.next_check("never", friday) is None

    def test_e_mail_has_the_header_of_one_click(self) -> None:
        search = kept()
        offer("Crèche nouvelle")
        alerts.send_due(timezone.now() + 2 * DAY)
        told()
        headers = mail.outbox[0].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert ended_by(headers["List-Unsubscribe"]) == search

    def test_opening_the_link_changes_nothing_and_a_post_stops(self, client: Client) -> None:
        """RFC 8058: a mail scanner opens links; the mailbox's own button posts without a cookie."""
        search = kept()
        address = f"/recherches/arret/{saved_searches.token(search)}/"
        assert "Ne plus recevoir ces e-mails" in client.get(address).content.decode()
        search.refresh_from_db()
        assert search.frequency == "daily"
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        search.refresh_from_db()
        assert (search.frequency, search.next_check_at) == ("never", None)
        assert client.get("/recherches/arret/forged/").status_code == 404

    def test_from_the_page_to_the_list(self, client: Client) -> None:
        user = factories.user()
        address = "/recherches/nouvelle/?q=cr%C3%A8che&fauteuil=1&carte=1"
        assert client.get(address).status_code == 302
        client.force_login(user)
        assert "crèche" in client.get(address).content.decode()
        assert client.post(address, {"name": "", "frequency": "daily"}).status_code == 422
        client.post(address, {"name": "Crèches accessibles", "frequency": "daily"})
        search = SavedSearch.objects.get(user=user)
        assert search.parameters == {"q": ["crèche"], "fauteuil": ["1"]}
        words = client.get("/recherches/").content.decode()
        assert "Crèches accessibles" in words
        assert "/recherche/?q=cr%C3%A8che&amp;fauteuil=1" in words
        client.post(f"/recherches/{search.pk}/", {"name": "Autre nom", "frequency": "never"})
        search.refresh_from_db()
        assert (search.name, search.next_check_at) == ("Autre nom", None)
        client.post(f"/recherches/{search.pk}/supprimer/")
        assert not SavedSearch.objects.exists()

    def test_somebody_elses_is_a_404(self, client: Client) -> None:
        search = kept()
        client.force_login(factories.user())
        assert client.get(f"/recherches/{search.pk}/").status_code == 404
        assert client.post(f"/recherches/{search.pk}/supprimer/").status_code == 404
        assert SavedSearch.objects.filter(pk=search.pk).exists()

    def test_not_more_than_anyone_needs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(saved_searches, "MOST", 1)
        search = kept()
        with pytest.raises(saved_searches.TooMany):
            kept(user=search.user)


def _both(run: object) -> list[object]:
    """Runs the same at once in two threads, each on a connection of its own."""
    barrier, results = threading.Barrier(2, timeout=20), []

    def body() -> None:
        try:
            barrier.wait()
            results.append(run())  # type: ignore[operator]
        finally:
            connection.close()

    threads = [threading.Thread(target=body) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_workers_tell_it_once(self) -> None:
        kept()
        offer("Crèche nouvelle")
        later = timezone.now() + 2 * DAY
        assert sorted(_both(lambda: alerts.send_due(later))) == [0, 1]  # type: ignore[type-var]
        assert EmailDelivery.objects.filter(kind="hosts.saved_search").count() == 1

    def test_without_the_lock_both_would_try(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Positive control: unlocked, both workers find the same news; the unique row stops the second."""
        kept()
        offer("Crèche nouvelle")
        barrier = threading.Barrier(2, timeout=20)
        found = alerts.news

        def slow(search: SavedSearch) -> list[object]:
            news = found(search)
            barrier.wait()
            return news  # type: ignore[return-value]

        monkeypatch.setattr(alerts, "news", slow)
        unlocked = SavedSearch.objects.none().__class__
        monkeypatch.setattr(unlocked, "select_for_update", lambda self, **options: self)
        later = timezone.now() + 2 * DAY
        assert sorted(_both(lambda: alerts.send_due(later))) == [0, 1]  # type: ignore[type-var]
        assert SavedSearchHit.objects.count() == 1

    def test_two_services_at_once_leave_a_right_index(self) -> None:
        """Both change another offer of one host and rewrite it: neither loses the other's change."""
        made = factories.host()
        offers = [factories.offer(made, title=f"Avant {number}") for number in range(2)]
        indexing.reindex_institution(made)
        from django.db import transaction

        numbers = iter(range(2))

        def change() -> None:
            one = offers[next(numbers)]
            with transaction.atomic():
                one.title = f"Après {one.pk}"
                one.save()
                indexing.reindex_institution(made)

        _both(change)
        assert indexing.compare() == {"missing": 0, "too many": 0, "seats": 0}
        titles = {entry.title for entry in made.search_entries.filter(offer__isnull=False)}
        assert titles == {f"Après {one.pk}" for one in offers}
