from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from hosts.enums import HostState
from hosts.models import ContactPerson, OfferPeriod
from hosts.services import moderation
from internships.models import Application, Placement, PlacementSettings
from internships.services import applications as service
from internships.services.applications.moving import ReasonNeeded
from internships.workflow import NotPossible
from tests import factories
from tests.accounts.mailbox import latest, received
from tests.internships.applying import accepted, apply, day, manager_of, open_offer, state, trainee

pytestmark = pytest.mark.django_db


class TestSending:
    def test_it_leaves_at_once_and_everybody_is_told(self) -> None:
        """S4: sent, with a day by which the host answers; the whole team is told."""
        offer = open_offer()
        second = factories.member(offer.institution.organisation)
        person = trainee()
        made = apply(person, offer)
        assert (made.state, made.due_on) == ("sent", day(15))
        assert "Camille" in latest(manager_of(offer.institution).email or "").subject
        assert "Camille" in latest(second.email or "").subject
        assert "est partie" in latest(person.email or "").subject
        assert AuditEntry.objects.filter(action="application.made", target_id=str(made.pk)).exists()

    def test_answer_is_expected_before_the_placement_begins(self) -> None:
        offer = open_offer(start=day(1), end=day(40))
        assert apply(offer=offer, start=day(4), end=day(9)).due_on == day(4)

    def test_only_once_to_the_same_offer(self) -> None:
        offer, person = open_offer(), trainee()
        first = apply(person, offer)
        with pytest.raises(Refused, match="déjà"):
            apply(person, offer)
        service.withdraw(application_id=first.pk, actor=person)
        assert apply(person, offer).pk != first.pk

    def test_days_outside_the_period(self) -> None:
        with pytest.raises(Refused, match="Choisissez"):
            apply(start=day(100), end=day(120))

    def test_full_offer_takes_nobody(self) -> None:
        offer = open_offer(capacity=1, taken=1)
        with pytest.raises(Refused):
            apply(offer=offer)

    def test_ones_own_host(self) -> None:
        offer = open_offer()
        with pytest.raises(Refused, match="appartenez"):
            apply(manager_of(offer.institution), offer)

    def test_quota_of_the_trainee(self) -> None:
        """§7.9: contact quotas, with a clear sentence."""
        PlacementSettings.objects.create(pk=1, waiting_per_trainee=2)
        person = trainee()
        first = apply(person)
        apply(person, start=day(61), end=day(70))
        with pytest.raises(Refused, match="2 hôtes"):
            apply(person, start=day(71), end=day(80))
        service.withdraw(application_id=first.pk, actor=person)
        assert apply(person, start=day(71), end=day(80)).state == "sent"

    def test_quota_of_the_host(self) -> None:
        PlacementSettings.objects.create(pk=1, waiting_per_host=1)
        offer = open_offer(capacity=5)
        first = apply(offer=offer)
        with pytest.raises(Refused, match="beaucoup de candidatures"):
            apply(offer=offer)
        service.refuse(application_id=first.pk, actor=manager_of(offer.institution), reason="Complet.")
        assert apply(offer=offer).state == "sent"

    def test_a_host_nobody_can_reach(self) -> None:
        host = factories.host()
        with pytest.raises(Refused, match="adresse"):
            apply(offer=None, institution=host, period=None)
        ContactPerson.objects.create(institution=host, name="Nadia", email="nadia@example.org")
        made = service.apply(
            person=trainee(), institution=host, kind=factories.kind(), start=day(5), end=day(9), message="Bonjour"
        )
        assert made.state == "sent"
        assert "/lien/" in str(latest("nadia@example.org").body)

    def test_ones_own_address_is_not_the_hosts(self) -> None:
        """S5: nobody answers in the host's place."""
        person, host = trainee(), factories.host()
        with pytest.raises(Refused, match="la vôtre"):
            service.apply(
                person=person,
                institution=host,
                kind=factories.kind(),
                start=day(5),
                end=day(9),
                message="Bonjour",
                is_self_found=True,
                host_email=(person.email or "").upper(),
            )


class TestSelfFound:
    def found(self) -> Application:
        person = trainee()
        host = factories.host(state=HostState.PENDING, discovered_by=person)
        return service.apply(
            person=person,
            institution=host,
            kind=factories.kind(),
            start=day(20),
            end=day(24),
            message="Bonjour",
            is_self_found=True,
            host_name="Nadia",
            host_email="nadia@example.org",
        )

    def test_it_waits_for_the_check_of_the_host(self) -> None:
        """S6: a self-found host goes through the same checks; the application leaves by itself afterwards."""
        made = self.found()
        assert made.state == "held"
        assert not received("nadia@example.org")
        admin = factories.member(factories.organisation("network"), "network_admin")
        moderation.act(institution_id=made.institution_id, action="publish", actor=admin)
        assert state(made) == "sent"
        assert made.due_on == day(15)
        assert "/lien/" in str(latest("nadia@example.org").body)

    def test_a_host_that_is_refused_closes_it(self) -> None:
        made = self.found()
        admin = factories.member(factories.organisation("network"), "network_admin")
        moderation.act(institution_id=made.institution_id, action="refuse", actor=admin, reason="Adresse fausse")
        assert state(made) == "refused"
        assert made.sent_at is None
        assert not received("nadia@example.org")
        assert "fiche" in str(latest(made.person.email or "").body)

    def test_somebody_elses_unpublished_host(self) -> None:
        host = factories.host(state=HostState.PENDING)
        with pytest.raises(Refused):
            service.apply(
                person=trainee(),
                institution=host,
                kind=factories.kind(),
                start=day(5),
                end=day(9),
                message="Bonjour",
                host_email="nadia@example.org",
            )


class TestAnswering:
    def test_read_then_accepted(self) -> None:
        made = apply()
        boss = manager_of(made.institution)
        assert service.mark_read(application_id=made.pk, actor=boss).state == "read"
        service.accept(application_id=made.pk, actor=boss, message="À bientôt", tutor=service.Tutor(name="Nadia Petit"))
        assert state(made) == "accepted"
        assert (made.due_on, made.tutor_name, made.answered_by) == (day(7), "Nadia Petit", boss)
        told = str(latest(made.person.email or "").body)
        assert "À bientôt" in told
        assert "Nadia Petit" not in told

    def test_refusal_says_why(self) -> None:
        made = apply()
        boss = manager_of(made.institution)
        with pytest.raises(ReasonNeeded):
            service.refuse(application_id=made.pk, actor=boss, reason="  ")
        assert state(made) == "sent"
        service.refuse(application_id=made.pk, actor=boss, reason="Plus de place en mars.")
        assert state(made) == "refused"
        assert "Plus de place en mars." in str(latest(made.person.email or "").body)

    def test_nobody_else_answers(self) -> None:
        made = apply()
        stranger = manager_of(open_offer().institution)
        colleague = factories.member(made.institution.organisation, "tutor")
        for other in (stranger, colleague, made.person, None):
            with pytest.raises(NotPossible):
                service.accept(application_id=made.pk, actor=other)
        assert state(made) == "sent"

    def test_mistaken_refusal_is_taken_back_for_some_days(self) -> None:
        """Details: undo of a mistaken refusal."""
        made = apply()
        boss = manager_of(made.institution)
        service.refuse(application_id=made.pk, actor=boss, reason="Erreur de ligne")
        assert service.undo_refusal(application_id=made.pk, actor=boss).state == "read"
        made.refresh_from_db()
        assert (made.reason, made.answered_at, made.closed_at) == ("", None, None)
        assert "erreur" in str(latest(made.person.email or "").body)
        service.refuse(application_id=made.pk, actor=boss, reason="Cette fois oui")
        Application.objects.filter(pk=made.pk).update(answered_at=timezone.now() - datetime.timedelta(days=4))
        with pytest.raises(NotPossible):
            service.undo_refusal(application_id=made.pk, actor=boss)

    def test_undo_after_the_trainee_wrote_again(self) -> None:
        offer, person = open_offer(), trainee()
        made = apply(person, offer)
        boss = manager_of(made.institution)
        service.refuse(application_id=made.pk, actor=boss, reason="Erreur")
        apply(person, offer)
        with pytest.raises(Refused, match="de nouveau"):
            service.undo_refusal(application_id=made.pk, actor=boss)


class TestWithdrawing:
    def test_until_confirmed(self) -> None:
        made = accepted()
        service.withdraw(application_id=made.pk, actor=made.person, reason="Je déménage.")
        assert state(made) == "withdrawn"
        told = latest(manager_of(made.institution).email or "")
        assert "Je déménage." in str(told.body)
        other = accepted()
        service.confirm(application_id=other.pk, actor=other.person)
        with pytest.raises(NotPossible):
            service.withdraw(application_id=other.pk, actor=other.person)


class TestConfirming:
    def test_seat_placement_and_news(self) -> None:
        """§1: confirmed within seven days; the seat is taken and the placement begins its life."""
        made = accepted()
        placement = service.confirm(application_id=made.pk, actor=made.person)
        assert state(made) == "confirmed"
        assert OfferPeriod.objects.get(pk=made.period_id).taken == 1
        assert (placement.person, placement.application_id) == (made.person, made.pk)
        row = placement.sites.get()
        assert (row.period_id, row.start, row.end) == (made.period_id, day(30), day(60))
        assert "confirme" in latest(manager_of(made.institution).email or "").subject

    def test_twice_is_once(self) -> None:
        made = accepted()
        first = service.confirm(application_id=made.pk, actor=made.person)
        assert service.confirm(application_id=made.pk, actor=made.person) == first
        assert Placement.objects.count() == 1

    def test_others_on_these_days_are_released(self) -> None:
        """Details: date overlap of a trainee's placements; part-time ones that still fit stay."""
        person = trainee()
        made = accepted(person)
        clash = apply(person, start=day(50), end=day(70))
        later = apply(person, start=day(61), end=day(80))
        service.confirm(application_id=made.pk, actor=person)
        assert (state(clash), state(later)) == ("released", "sent")
        assert "autre stage" in latest(manager_of(clash.institution).email or "").subject

    def test_half_times_add_up(self) -> None:
        """A7: two half-time placements on the same days are no clash; a third one is."""
        person = trainee()
        made = accepted(person, time_share=50)
        half = apply(person, time_share=50)
        service.confirm(application_id=made.pk, actor=person)
        assert state(half) == "sent"
        third = apply(person, time_share=50)
        service.accept(application_id=half.pk, actor=manager_of(half.institution))
        service.confirm(application_id=half.pk, actor=person)
        assert state(third) == "released"

    def test_last_seat_gone(self) -> None:
        """Who comes too late stays accepted, and the host is told once: it may add a seat."""
        offer = open_offer(capacity=1)
        quick, late = accepted(offer=offer), accepted(offer=offer)
        service.confirm(application_id=quick.pk, actor=quick.person)
        for _ in range(2):
            with pytest.raises(service.NoSeat):
                service.confirm(application_id=late.pk, actor=late.person)
            service.tell_seat_lost(application_id=late.pk)
        assert state(late) == "accepted"
        told = [mail for mail in received(manager_of(offer.institution).email or "") if "trouv" in mail.subject]
        assert len(told) == 1
        OfferPeriod.objects.filter(offer=offer).update(capacity=2)
        assert service.confirm(application_id=late.pk, actor=late.person)

    def test_only_the_trainee_confirms(self) -> None:
        made = accepted()
        with pytest.raises(NotPossible):
            service.confirm(application_id=made.pk, actor=manager_of(made.institution))


class TestDeadlines:
    def test_nothing_before_the_day(self) -> None:
        made = apply()
        Application.objects.filter(pk=made.pk).update(due_on=day(0))
        assert service.expire_due() == 0

    def test_forty_days_of_outage(self) -> None:
        """Each is closed once, whenever the scan comes back."""
        waiting, late = apply(), accepted()
        Application.objects.update(due_on=day(-25))
        assert service.expire_due() == 2
        assert (state(waiting), state(late)) == ("expired", "lapsed")
        assert service.expire_due() == 0
        assert "répondu" in latest(waiting.person.email or "").subject
        closing = [mail for mail in received(late.person.email or "") if "délai" in mail.subject]
        assert len(closing) == 1
        with pytest.raises(NotPossible, match="délai"):
            service.accept(application_id=waiting.pk, actor=manager_of(waiting.institution))

    def test_answered_ones_stay(self) -> None:
        made = accepted()
        service.confirm(application_id=made.pk, actor=made.person)
        assert state(made) == "confirmed"
        assert made.due_on is None
        assert service.expire_due(timezone.now() + datetime.timedelta(days=400)) == 0
