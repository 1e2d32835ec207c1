from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from hosts.enums import HostState, OfferSituation, OfferState
from hosts.models import HostInstitution, Level, OfferPeriod, PlacementOffer
from hosts.selectors.completeness import offer_missing
from hosts.services import offers
from hosts.services.offers import PeriodData
from hosts.versions import Edit, StaleEdit
from hosts.workflow import NotPossible, available_actions
from messaging import outbox
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def complete(institution: HostInstitution, **fields: object) -> PlacementOffer:
    """A draft that lacks nothing."""
    values = {"state": OfferState.DRAFT, "published_at": None, "position": factories.position(), **fields}
    offer = factories.offer(institution, description="Accompagner un groupe d'enfants.", **values)
    level, _ = Level.objects.get_or_create(code="lycee", defaults={"name_fr": "Lycée"})
    offer.levels.add(level)
    return offer


@pytest.fixture
def host() -> HostInstitution:
    return factories.host()


@pytest.fixture
def manager(host: HostInstitution):  # type: ignore[no-untyped-def]
    return factories.member(host.organisation)


def test_publication_tells_the_whole_team(host, manager) -> None:  # type: ignore[no-untyped-def]
    """Domain §7: teams of a host share notifications."""
    colleague = factories.member(host.organisation)
    factories.member(host.organisation, Role.TUTOR)
    factories.member(factories.host().organisation)
    offer = complete(host)
    offers.publish(offer_id=offer.pk, actor=manager)
    outbox.drain()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([manager.email, colleague.email])
    assert offer.title in mail.outbox[0].subject
    assert PlacementOffer.objects.open().contains(offer)


def test_an_offer_of_a_pending_host_waits_unseen(host, manager) -> None:  # type: ignore[no-untyped-def]
    HostInstitution.objects.filter(pk=host.pk).update(state=HostState.PENDING)
    offer = offers.publish(offer_id=complete(host).pk, actor=manager)
    assert not PlacementOffer.objects.visible_to(factories.user()).contains(offer)
    outbox.drain()
    assert "modérat" in str(mail.outbox[0].body) or "moderat" in str(mail.outbox[0].body)


def test_nothing_incomplete_is_published(host, manager) -> None:  # type: ignore[no-untyped-def]
    offer = offers.create_draft(institution=host, actor=manager)
    with pytest.raises(offers.Incomplete) as problem:
        offers.publish(offer_id=offer.pk, actor=manager)
    assert [one.section for one in problem.value.missing] == ["what", "what", "what", "whom", "when"]
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT


def test_a_published_offer_stays_complete(host, manager) -> None:  # type: ignore[no-untyped-def]
    offer = offers.publish(offer_id=complete(host).pk, actor=manager)
    with pytest.raises(offers.Incomplete):
        offers.update_offer(offer_id=offer.pk, actor=manager, changes={"title": ""}, edit=Edit(offer.version))
    offer.refresh_from_db()
    assert offer.title


def test_only_managers_of_the_host_publish(host) -> None:  # type: ignore[no-untyped-def]
    offer = complete(host)
    for person in (factories.member(host.organisation, Role.TUTOR), factories.member(factories.host().organisation)):
        assert available_actions(offer, person) == []
        with pytest.raises(NotPossible):
            offers.publish(offer_id=offer.pk, actor=person)


def test_full_and_past_by_themselves(host) -> None:  # type: ignore[no-untyped-def]
    offer = factories.offer(host, capacity=1)

    def situation() -> str:
        return str(PlacementOffer.objects.with_situation().get(pk=offer.pk).situation)

    assert situation() == OfferSituation.OPEN
    OfferPeriod.objects.update(taken=1)
    assert situation() == OfferSituation.FULL
    OfferPeriod.objects.update(start=TODAY - datetime.timedelta(days=9), end=TODAY - datetime.timedelta(days=1))
    assert situation() == OfferSituation.PAST
    assert not PlacementOffer.objects.open().exists()


def test_withdrawn_and_back(host, manager) -> None:  # type: ignore[no-untyped-def]
    offer = offers.publish(offer_id=complete(host).pk, actor=manager)
    offers.withdraw(offer_id=offer.pk, actor=manager)
    assert not PlacementOffer.objects.visible_to(factories.user()).exists()
    assert offers.publish(offer_id=offer.pk, actor=manager).state == OfferState.PUBLISHED


def test_only_what_was_never_published_is_deleted(host, manager) -> None:  # type: ignore[no-untyped-def]
    draft, published = complete(host), offers.publish(offer_id=complete(host).pk, actor=manager)
    offers.delete_draft(offer_id=draft.pk, actor=manager)
    with pytest.raises(NotPossible):
        offers.delete_draft(offer_id=published.pk, actor=manager)
    assert list(PlacementOffer.objects.all()) == [published]


class TestPeriods:
    def save(self, offer: PlacementOffer, actor: object, *periods: PeriodData) -> PlacementOffer:
        return offers.update_offer(  # type: ignore[arg-type]
            offer_id=offer.pk, actor=actor, changes={}, edit=Edit(offer.version), periods=periods
        )

    def test_added_changed_removed(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        offer = complete(host)
        old = offer.periods.get()
        later = TODAY + datetime.timedelta(days=400)
        offer = self.save(offer, manager, PeriodData(old.start, old.end, 5, pk=old.pk), PeriodData(later, later, 1))
        assert list(offer.periods.values_list("capacity", flat=True)) == [5, 1]
        self.save(offer, manager, PeriodData(later, later, 1))
        assert offer.periods.get().capacity == 1

    def test_taken_seats_are_kept(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        offer = complete(host, capacity=3, taken=2)
        old = offer.periods.get()
        with pytest.raises(offers.PeriodInUse):
            self.save(offer, manager)
        with pytest.raises(offers.PeriodInUse):
            self.save(offer, manager, PeriodData(old.start, old.end, 1, pk=old.pk))

    def test_anothers_period_is_never_touched(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        theirs = factories.offer().periods.get()
        self.save(complete(host), manager, PeriodData(theirs.start, theirs.end, 9, pk=theirs.pk))
        theirs.refresh_from_db()
        assert theirs.capacity == 2

    def test_two_editors(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        offer = complete(host)
        old = offer.periods.get()
        self.save(offer, manager, PeriodData(old.start, old.end, 5, pk=old.pk))
        with pytest.raises(StaleEdit):
            self.save(offer, manager, PeriodData(old.start, old.end, 7, pk=old.pk))


class TestRenewal:
    def test_a_year_later_with_free_seats(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        day = TODAY.replace(day=15)
        offer = complete(host, start=day, end=day + datetime.timedelta(days=40), capacity=3, taken=2)
        renewal = offers.renew(offer_id=offer.pk, actor=manager)
        period = renewal.periods.get()
        assert (renewal.state, renewal.renewed_from, renewal.title) == (OfferState.DRAFT, offer, offer.title)
        assert period.start == day.replace(year=day.year + 1)
        assert (period.capacity, period.taken) == (3, 0)
        assert set(renewal.sites.all()) == set(offer.sites.all())
        assert list(renewal.levels.all()) == list(offer.levels.all())
        assert offer_missing(renewal) == []

    def test_an_old_offer_comes_to_the_future(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        start = TODAY.replace(day=1, year=TODAY.year - 3)
        offer = complete(host, start=start, end=start + datetime.timedelta(days=10))
        period = offers.renew(offer_id=offer.pk, actor=manager).periods.get()
        assert period.end > TODAY
        assert period.start.month == start.month

    def test_a_29_february(self) -> None:
        assert offers._later(datetime.date(2028, 2, 29), 1) == datetime.date(2029, 2, 28)

    def test_a_copy_leaves_out_what_is_over(self, host, manager) -> None:  # type: ignore[no-untyped-def]
        offer = complete(host)
        past = TODAY - datetime.timedelta(days=20)
        OfferPeriod.objects.create(offer=offer, start=past, end=past, capacity=1)
        copy = offers.duplicate(offer_id=offer.pk, actor=manager)
        assert copy.periods.count() == 1
        assert copy.title != offer.title
        assert copy.renewed_from is None
