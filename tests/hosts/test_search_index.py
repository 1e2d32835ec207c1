"""The index follows the tables (§4 of the search): one row per offer × site, one per site without an open offer."""

from __future__ import annotations

import datetime
import math

import pytest
from django.db import connection
from django.utils import timezone

from hosts.enums import HostState, OfferState
from hosts.models import SearchEntry
from hosts.services import indexing
from tests import factories

pytestmark = pytest.mark.django_db


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def shown(day: datetime.date | None = None) -> set[tuple[str, str]]:
    return {("offer" if e.offer_id else "host", e.title) for e in SearchEntry.objects.shown(day)}


def test_offer_stands_for_its_site_until_it_is_past() -> None:
    """S2: an open offer hides its host's own entry; the day after it ends the host stands for itself again."""
    host = factories.host(organisation__name="Crèche du Port")
    offer = factories.offer(host, title="Découvrir la crèche", start=days(1), end=days(10))
    indexing.reindex_institution(host)
    assert shown() == {("offer", "Découvrir la crèche")}
    assert shown(days(10)) == {("offer", "Découvrir la crèche")}
    assert shown(days(11)) == {("host", "Crèche du Port")}
    entry = SearchEntry.objects.get(offer=offer)
    assert (entry.first_day, entry.last_day, entry.seats_left) == (days(1), days(10), 2)


def test_full_withdrawn_and_draft_offers_are_not_indexed() -> None:
    host = factories.host(organisation__name="Crèche du Port")
    full = factories.offer(host, title="Pleine", capacity=2, taken=1)
    indexing.reindex_offer(full)
    assert ("offer", "Pleine") in shown()
    full.periods.update(taken=2)
    indexing.reindex_offer(full)
    assert shown() == {("host", "Crèche du Port")}
    full.periods.update(taken=0)
    full.state = OfferState.WITHDRAWN
    full.save()
    indexing.reindex_offer(full)
    assert shown() == {("host", "Crèche du Port")}


def test_only_periods_with_a_seat_left_count() -> None:
    """A later full period does not keep a past offer alive."""
    offer = factories.offer(start=days(1), end=days(5))
    offer.periods.create(start=days(40), end=days(50), capacity=1, taken=1)
    indexing.reindex_offer(offer)
    entry = SearchEntry.objects.get(offer=offer)
    assert (entry.visible_until, entry.seats_left) == (days(5), 2)


def test_one_row_per_site_and_the_main_one_when_none_is_named() -> None:
    host = factories.host()
    second = factories.site(host, city="Fougères", latitude=48.35, longitude=-1.2)
    offer = factories.offer(host)
    indexing.reindex_offer(offer)
    assert set(SearchEntry.objects.filter(offer=offer).values_list("city", flat=True)) == {"Rennes", "Fougères"}
    second.active = False
    second.save()
    indexing.reindex_institution(host)
    assert [e.city for e in SearchEntry.objects.filter(offer=offer)] == ["Rennes"]
    offer.sites.clear()
    indexing.reindex_offer(offer)
    assert [e.city for e in SearchEntry.objects.filter(offer=offer)] == ["Rennes"]


def test_unpublished_host_disappears_with_its_offers() -> None:
    host = factories.host()
    factories.offer(host)
    indexing.reindex_institution(host)
    assert SearchEntry.objects.count() == 2
    host.state = HostState.PENDING
    host.save()
    indexing.reindex_institution(host)
    assert not SearchEntry.objects.exists()


def test_first_appearance_is_kept_and_the_rest_rewritten() -> None:
    """Alerts look at when a result first appeared, not at when it was last edited."""
    offer = factories.offer(title="Ancien titre")
    indexing.reindex_offer(offer)
    first = SearchEntry.objects.get(offer=offer)
    offer.title = "Nouveau titre"
    offer.save()
    indexing.reindex_offer(offer)
    again = SearchEntry.objects.get(offer=offer)
    assert (again.pk, again.since, again.title) == (first.pk, first.since, "Nouveau titre")


def test_point_is_in_mercator_metres() -> None:
    host = factories.host()
    indexing.reindex_institution(host)
    with connection.cursor() as cursor:
        cursor.execute("SELECT point[0], point[1] FROM hosts_searchentry")
        x, y = cursor.fetchone()
    assert x == pytest.approx(math.radians(-1.678) * 6378137, abs=0.01)
    assert y == pytest.approx(6378137 * math.log(math.tan(math.pi / 4 + math.radians(48.117) / 2)), abs=0.01)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Éducatrice spécialisée", "educateurs specialises"),
        ("Infirmière scolaire", "infirmier scolaire"),
        ("Institut I.M.E. du Lac", "ime"),
        ("Besançon", "BESANCON"),
        ("Cœur de ville", "coeur ville"),
        ("Les hôpitaux", "hopital"),
        ("Tutrice en crèche", "tuteur creche"),
        ("Œuvre « L’Éveil »", "oeuvre l'eveil"),
    ],
)
def test_both_sides_are_folded(written: str, typed: str) -> None:
    """E3: accents, case, punctuation and inflections do not matter, on either side."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hosts_vector(%s, 'A') @@ hosts_query(%s)", [written, typed])
        assert cursor.fetchone() == (True,)


def test_small_words_are_not_lexemes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hosts_vector('les aux chez', 'A')::text")
        assert cursor.fetchone() == ("",)
