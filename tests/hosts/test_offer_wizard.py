"""Writing an offer: steps, autosave, periods without JavaScript, publishing once, two editors; its public page."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hosts.enums import OfferState
from hosts.forms.fields import parse_hours
from hosts.models import HostInstitution, Level, OfferPeriod, PlacementOffer
from law.reference import load_reference
from messaging import outbox
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def host() -> HostInstitution:
    return factories.host(organisation__name="IME Les Tilleuls")


@pytest.fixture
def client(host: HostInstitution) -> Client:
    browser = Client()
    browser.force_login(factories.member(host.organisation))
    return browser


@pytest.fixture
def level() -> Level:
    return Level.objects.create(code="lycee", name_fr="Lycée")


def step(offer: PlacementOffer, name: str) -> str:
    return reverse("hosts:offer_edit", args=[offer.pk, name])


def version(offer: PlacementOffer) -> str:
    offer.refresh_from_db()
    return str(offer.version)


def period_data(*rows: tuple[str, str, int], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"periods-TOTAL_FORMS": len(rows), "periods-INITIAL_FORMS": 0, "time_share": 100, **more}
    for number, (start, end, seats) in enumerate(rows):
        data |= {f"periods-{number}-start": start, f"periods-{number}-end": end, f"periods-{number}-capacity": seats}
    return data


def test_from_the_first_step_to_publication(client: Client, host: HostInstitution, level: Level) -> None:
    """The whole way without JavaScript: five plain forms."""
    answer = client.post(reverse("hosts:offer_new"))
    offer = PlacementOffer.objects.get()
    assert answer.headers["Location"] == step(offer, "what")
    what = {
        "version": version(offer),
        "title": "Observer une équipe",
        "description": "Vous suivez deux éducatrices.",
        "activities": "- Préparer un atelier\n- Suivre une réunion",
        "position": factories.position("observation").pk,
    }
    assert client.post(step(offer, "what"), what).headers["Location"] == step(offer, "whom")
    client.post(step(offer, "whom"), {"version": version(offer), "levels": [level.pk]})
    start, end = TODAY + datetime.timedelta(days=30), TODAY + datetime.timedelta(days=60)
    when = period_data((str(start), str(end), 2), sites=host.sites.get().pk, weekly_minutes="35 h 30", time_share=50)
    client.post(step(offer, "when"), {**when, "version": version(offer)})
    client.post(
        step(offer, "conditions"), {"version": version(offer), "conditions": "Vaccins", "stipend_hourly": "4,60"}
    )
    review = client.get(step(offer, "review")).content.decode()
    assert "Observer une équipe" in review
    assert "35\u00a0h\u00a030" in review
    assert " disabled" not in review
    client.post(reverse("hosts:offer_act", args=[offer.pk, "publier"]))
    offer.refresh_from_db()
    assert (offer.state, offer.weekly_minutes, offer.time_share) == (OfferState.PUBLISHED, 2130, 50)
    page = Client().get(reverse("hosts:offer", args=[offer.pk])).content.decode()
    for said in ("Préparer un atelier", "2\u00a0places restantes sur 2", "Temps partiel", "4,60", "Lycée", "Vaccins"):
        assert said in page, said


def test_publishing_says_what_is_missing_and_where(client: Client, host: HostInstitution) -> None:
    offer = factories.offer(host, state=OfferState.DRAFT, published_at=None, title="", description="")
    words = client.get(step(offer, "review")).content.decode()
    for name in ("what", "whom"):
        assert step(offer, name) in words
    answer = client.post(reverse("hosts:offer_act", args=[offer.pk, "publier"]))
    assert answer.headers["Location"].startswith(step(offer, "review"))
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_a_double_click_publishes_once(client: Client, host: HostInstitution, level: Level) -> None:
    offer = factories.offer(
        host,
        state=OfferState.DRAFT,
        published_at=None,
        position=factories.position("care"),
        description="Une longue description.",
    )
    offer.levels.add(level)
    address = reverse("hosts:offer_act", args=[offer.pk, "publier"])
    first = client.post(address, {"idempotency_key": "a" * 32})
    second = client.post(address, {"idempotency_key": "a" * 32})
    assert first.headers["Location"] == second.headers["Location"] == reverse("hosts:offer", args=[offer.pk])
    outbox.drain()
    assert len(mail.outbox) == 1


class TestPeriods:
    @pytest.fixture
    def offer(self, host: HostInstitution) -> PlacementOffer:
        return factories.offer(host, state=OfferState.DRAFT, published_at=None)

    def test_add_a_period_is_a_button(self, client: Client, offer: PlacementOffer) -> None:
        """« Ajouter une période » works without JavaScript and keeps what was typed."""
        data = period_data(("2031-02-01", "2031-03-01", 3), add_period="1")
        words = client.post(step(offer, "when"), data).content.decode()
        assert 'value="2031-02-01"' in words
        assert 'name="periods-1-start"' in words
        assert offer.periods.count() == 1
        assert offer.periods.get().capacity == 2

    def test_changed_and_deleted(self, client: Client, host: HostInstitution, offer: PlacementOffer) -> None:
        known = offer.periods.get()
        data = period_data((str(known.start), str(known.end), 7), ("2031-02-01", "2031-03-01", 3))
        data |= {"periods-INITIAL_FORMS": 1, "periods-0-id": known.pk, "version": version(offer)}
        client.post(step(offer, "when"), data)
        assert list(offer.periods.values_list("capacity", flat=True)) == [7, 3]
        data |= {"periods-0-DELETE": "on", "version": version(offer)}
        data |= {"periods-INITIAL_FORMS": 2, "periods-1-id": offer.periods.get(capacity=3).pk}
        client.post(step(offer, "when"), data)
        assert offer.periods.get().capacity == 3

    @pytest.mark.parametrize(
        "row", [("2031-03-01", "2031-02-01", 1), ("2031-02-01", "2039-02-01", 1), ("2031-02-01", "2031-03-01", 0)]
    )
    def test_what_cannot_be(self, client: Client, offer: PlacementOffer, row: tuple[str, str, int]) -> None:
        answer = client.post(step(offer, "when"), {**period_data(row), "version": version(offer)})
        assert answer.status_code == 200
        assert "field-error" in answer.content.decode()
        assert offer.periods.count() == 1

    def test_taken_seats_stand(self, client: Client, host: HostInstitution) -> None:
        offer = factories.offer(host, capacity=3, taken=2)
        known = offer.periods.get()
        data = period_data((str(known.start), str(known.end), 1), sites=host.sites.get().pk)
        data |= {"periods-INITIAL_FORMS": 1, "periods-0-id": known.pk, "version": version(offer)}
        answer = client.post(step(offer, "when"), data)
        assert answer.status_code == 200
        assert "sont prises" in answer.content.decode()


class TestEditors:
    def test_autosave_of_a_draft(self, client: Client, host: HostInstitution) -> None:
        offer = factories.offer(host, state=OfferState.DRAFT, published_at=None)
        data = {"autosave": "1", "version": "1", "page": "p" * 32, "title": "Un début", "position": "nonsense"}
        answer = client.post(step(offer, "what"), data)
        assert "reste à corriger" in answer.content.decode()
        assert client.post(step(offer, "what"), {**data, "title": "Une suite"}).status_code == 200
        offer.refresh_from_db()
        assert offer.title == "Une suite"

    def test_the_second_editor_sees_both(self, client: Client, host: HostInstitution) -> None:
        offer = factories.offer(host, state=OfferState.DRAFT, published_at=None, title="Le mien")
        PlacementOffer.objects.update(title="Celui de ma collègue", version=5)
        OfferPeriod.objects.update(capacity=9)
        data = {"version": "1", "base": "0" * 32, "title": "Ma version"}
        answer = client.post(step(offer, "what"), data)
        words = answer.content.decode()
        assert answer.status_code == 409
        assert "Celui de ma collègue" in words
        assert "Ma version" in words
        mark = re.search(r'name="version" value="(\d+)"', words)
        assert mark
        assert mark.group(1) == "5"

    def test_periods_are_compared_too(self, client: Client, host: HostInstitution) -> None:
        offer = factories.offer(host, state=OfferState.DRAFT, published_at=None)
        known = offer.periods.get()
        OfferPeriod.objects.update(capacity=9)
        PlacementOffer.objects.update(version=5)
        data = period_data((str(known.start), str(known.end), 4), version="1", sites=host.sites.get().pk)
        answer = client.post(step(offer, "when"), {**data, "periods-INITIAL_FORMS": 1, "periods-0-id": known.pk})
        assert answer.status_code == 409
        assert "(9)" in answer.content.decode()
        assert "(4)" in answer.content.decode()

    def test_another_hosts_offer_is_a_404(self, client: Client) -> None:
        theirs = factories.offer()
        assert client.get(step(theirs, "what")).status_code == 404
        assert client.post(reverse("hosts:offer_act", args=[theirs.pk, "retirer"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("35", 2100),
        ("35 h 30", 2130),
        ("35h30", 2130),
        ("35\u00a0h\u202f05", 2105),
        ("35:30", 2130),
        ("35,5", 2130),
        ("7.25", 435),
        ("35 heures", 2100),
        ("trente", None),
        ("35 h 75", None),
    ],
)
def test_hours_as_people_write_them(typed: str, minutes: int | None) -> None:
    assert parse_hours(typed) == minutes


def test_the_legal_minimum_is_shown(client: Client, host: HostInstitution) -> None:
    """A2: the minimum of the day, and what the longest period comes to."""
    load_reference()
    start = TODAY + datetime.timedelta(days=10)
    offer = factories.offer(
        host,
        state=OfferState.DRAFT,
        published_at=None,
        weekly_minutes=2100,
        start=start,
        end=start + datetime.timedelta(days=139),
    )
    words = client.get(step(offer, "conditions")).content.decode()
    assert "minimum légal" in words
    assert "700\u00a0h" in words  # twenty weeks of 35 hours: beyond 308
    assert "environ" in words


class TestPages:
    def test_my_offers_by_situation(self, client: Client, host: HostInstitution) -> None:
        open_offer = factories.offer(host, title="Une ouverte")
        factories.offer(host, title="Une complète", capacity=1, taken=1)
        yesterday = TODAY - datetime.timedelta(days=1)
        factories.offer(host, title="Une passée", start=yesterday, end=yesterday)
        factories.offer(host, title="Un brouillon", state=OfferState.DRAFT, published_at=None)
        address = reverse("hosts:my_offers")
        everything = client.get(address).content.decode()
        for title in ("Une ouverte", "Une complète", "Une passée", "Un brouillon"):
            assert title in everything
        assert "Une complète" not in client.get(address, {"situation": "past"}).content.decode()
        assert "Une complète" in client.get(address, {"situation": "full"}).content.decode()
        text = b"".join(client.get(address, {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
        assert open_offer.title in text

    def test_renew_and_copy(self, client: Client, host: HostInstitution) -> None:
        offer = factories.offer(host, title="À renouveler")
        question = client.get(reverse("hosts:offer_act", args=[offer.pk, "renouveler"])).content.decode()
        assert "année suivante" in question
        assert PlacementOffer.objects.count() == 1
        answer = client.post(reverse("hosts:offer_act", args=[offer.pk, "renouveler"]))
        renewal = PlacementOffer.objects.get(renewed_from=offer)
        assert answer.headers["Location"] == step(renewal, "review")
        client.post(reverse("hosts:offer_act", args=[offer.pk, "dupliquer"]))
        assert PlacementOffer.objects.count() == 3
        assert client.post(reverse("hosts:offer_act", args=[offer.pk, "manger"])).status_code == 404

    def test_full_or_over_it_shows_what_else_is_near(self, client: Client, host: HostInstitution) -> None:
        near = factories.offer(factories.host(), title="Juste à côté")
        far_host = factories.host()
        far_host.sites.update(latitude=43.3, longitude=5.4, city="Marseille", postcode="13001")
        factories.offer(far_host, title="Très loin")
        full = factories.offer(host, capacity=1, taken=1)
        answer = Client().get(reverse("hosts:offer", args=[full.pk]))
        words = answer.content.decode()
        assert near.title in words
        assert "Très loin" not in words
        assert answer.headers["X-Robots-Tag"] == "noindex"

    def test_drafts_are_previewed_by_the_team_only(self, client: Client, host: HostInstitution) -> None:
        draft = factories.offer(host, state=OfferState.DRAFT, published_at=None)
        address = reverse("hosts:offer", args=[draft.pk])
        assert "Aperçu" in client.get(address).content.decode()
        assert Client().get(address).status_code == 404

    def test_queries_do_not_grow(  # type: ignore[no-untyped-def]
        self, client: Client, host: HostInstitution, django_assert_max_num_queries
    ) -> None:
        for _ in range(10):
            factories.offer(host)
        with django_assert_max_num_queries(12):
            client.get(reverse("hosts:my_offers"))
        offer = factories.offer(host)
        with django_assert_max_num_queries(12):
            Client().get(reverse("hosts:offer", args=[offer.pk]))
