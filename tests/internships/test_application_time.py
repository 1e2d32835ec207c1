"""What time does to applications: reminders, closing, hosts that rest, forgetting; and what follows a merge."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import privacy
from accounts.models import AuditEntry, AuditText
from accounts.services import privacy as accounts_privacy
from accounts.workspace import Workspace
from hosts.figures import reply_rate
from hosts.models import ContactPerson, SearchEntry
from hosts.services import merging, resting
from internships.enums import ApplicationState
from internships.models import Application
from internships.services import applications as service
from internships.workflow import TABLE, Who
from messaging import inbox, reminders, threads
from tests import factories
from tests.accounts.mailbox import latest, link_in, received
from tests.internships.applying import accepted, apply, day, manager_of, open_offer, state, trainee
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def in_days(number: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=number)


def test_the_table() -> None:
    """Every state can be left or is final; a refusal says why; nobody but the trainee confirms or withdraws."""
    assert {code for code, action in TABLE.items() if action.needs_reason} == {"refuse", "drop"}
    assert {code for code, action in TABLE.items() if Who.TRAINEE in action.who} == {"confirm", "withdraw"}
    left = {state for action in TABLE.values() for state in action.sources}
    reached = {action.target for action in TABLE.values()}
    final = {"confirmed", "withdrawn", "expired", "lapsed", "released"}
    assert {str(one) for one in ApplicationState} == left | final
    assert {str(one) for one in ApplicationState} - {"held"} == reached


class TestReminders:
    def test_to_the_host_at_three_and_seven_days(self) -> None:
        made = apply()
        boss = manager_of(made.institution).email or ""
        before = len(received(boss))
        assert reminders.send_due(in_days(2)) == 0
        for number in (3, 4, 7, 8):
            reminders.send_due(in_days(number))
        assert len(received(boss)) - before == 2
        assert "attend toujours" in latest(boss).subject

    def test_after_an_outage_one_only(self) -> None:
        made = apply()
        boss = manager_of(made.institution).email or ""
        before = len(received(boss))
        reminders.send_due(in_days(12))
        reminders.send_due(in_days(12))
        assert len(received(boss)) - before == 1

    def test_not_once_it_is_answered(self) -> None:
        made = accepted()
        boss = manager_of(made.institution).email or ""
        before = len(received(boss))
        reminders.send_due(in_days(3))
        assert len(received(boss)) == before

    def test_to_the_trainee_two_days_before(self) -> None:
        made = accepted()
        address = made.person.email or ""
        before = len(received(address))
        reminders.send_due(in_days(4))
        assert len(received(address)) == before
        reminders.send_due(in_days(5))
        assert "attend votre oui" in latest(address).subject


class TestResting:
    def unanswered(self, number: int = 3) -> tuple[Application, ...]:
        offer = open_offer(capacity=9)
        made = tuple(apply(offer=offer) for _ in range(number))
        Application.objects.filter(offer=offer).update(due_on=day(-1))
        service.expire_due()
        return made

    def test_after_three_without_an_answer(self) -> None:
        """§7.9: hosts that never answer are put to sleep, kindly; one button wakes them."""
        made = self.unanswered()[0]
        host = made.institution
        host.refresh_from_db()
        assert host.asleep_since
        boss = manager_of(host)
        assert "en pause" in latest(boss.email or "").subject
        assert not SearchEntry.objects.filter(institution=host, offer__isnull=False).exists()
        client = sign_in(boss)
        wake = reverse("hosts:wake")
        assert "Réveiller mes offres" in client.get(wake).content.decode()
        host.refresh_from_db()
        assert host.asleep_since
        assert any(todo.url == wake for todo in inbox.todos(Workspace(boss)))
        assert client.post(wake).status_code == 302
        host.refresh_from_db()
        assert host.asleep_since is None
        assert SearchEntry.objects.filter(institution=host, offer__isnull=False).exists()

    def test_not_after_two(self) -> None:
        made = self.unanswered(2)[0]
        made.institution.refresh_from_db()
        assert made.institution.asleep_since is None

    def test_one_answer_keeps_it_awake(self) -> None:
        offer = open_offer(capacity=9)
        made = [apply(offer=offer) for _ in range(3)]
        service.refuse(application_id=made[2].pk, actor=manager_of(offer.institution), reason="Complet.")
        Application.objects.filter(offer=offer, state="sent").update(due_on=day(-1))
        service.expire_due()
        offer.institution.refresh_from_db()
        assert offer.institution.asleep_since is None

    def test_without_an_account_by_a_link(self) -> None:
        host = factories.host()
        ContactPerson.objects.create(institution=host, name="Nadia", email="nadia@example.org")
        resting.fall_asleep(institution_id=host.pk)
        path = link_in(latest("nadia@example.org"))
        assert "Réveiller mes offres" in Client().get(path).content.decode()
        host.refresh_from_db()
        assert host.asleep_since
        Client().post(path)
        host.refresh_from_db()
        assert host.asleep_since is None


def test_reply_rate_counts_what_was_settled() -> None:
    """§7.9: withdrawn and waiting ones say nothing of the host."""
    offer = open_offer(capacity=9)
    boss = manager_of(offer.institution)
    assert reply_rate(offer.institution_id) is None
    made = [apply(offer=offer) for _ in range(5)]
    service.accept(application_id=made[0].pk, actor=boss)
    service.refuse(application_id=made[1].pk, actor=boss, reason="Complet.")
    service.withdraw(application_id=made[2].pk, actor=made[2].person)
    Application.objects.filter(pk=made[3].pk).update(due_on=day(-1))
    service.expire_due()
    rate = reply_rate(offer.institution_id)
    assert rate is not None
    assert (rate.percent, rate.requests, rate.days) == (67, 3, 1)


def test_todos_of_both_sides() -> None:
    made = apply()
    boss = manager_of(made.institution)
    page = reverse("internships:application", args=[made.pk])
    waiting = [todo for todo in inbox.todos(Workspace(boss)) if todo.url == page]
    assert [todo.due for todo in waiting] == [made.due_on]
    service.accept(application_id=made.pk, actor=boss)
    assert not [todo for todo in inbox.todos(Workspace(boss)) if todo.url == page]
    assert [todo for todo in inbox.todos(Workspace(made.person)) if todo.url == page]


def test_merged_hosts_keep_their_applications() -> None:
    """The survivor's managers answer what was sent to its twin, and read the exchange."""
    twin, survivor = open_offer(), open_offer()
    person = trainee()
    made = apply(person, twin)
    threads.begin(about=f"internships.application:{made.pk}", opening=_opening(made))
    values = {"kind": factories.kind(), "start": day(70), "end": day(75), "message": "Bonjour"}
    kept = service.apply(person=person, institution=survivor.institution, **values)  # type: ignore[arg-type]
    doubled = service.apply(person=person, institution=twin.institution, **values)  # type: ignore[arg-type]
    admin = factories.member(factories.organisation("network"), "network_admin")
    boss = manager_of(survivor.institution)
    merging.merge(twin_id=twin.institution_id, survivor_id=survivor.institution_id, actor=admin, pairs={})
    assert (state(made), state(kept), state(doubled)) == ("sent", "sent", "released")
    assert made.institution_id == survivor.institution_id
    service.accept(application_id=made.pk, actor=boss)
    thread = threads.may_open(boss, f"internships.application:{made.pk}")[0]
    assert thread is not None


def _opening(made: Application) -> threads.Opening:
    subject = threads.subject_of(f"internships.application:{made.pk}")
    assert subject is not None
    opening = subject.opening(made.person, str(made.pk))
    assert opening is not None
    return opening


class TestOwnData:
    def test_two_years_after_nothing_came_of_it(self) -> None:
        made, fresh = apply(), apply()
        for one in (made, fresh):
            service.withdraw(application_id=one.pk, actor=one.person)
        Application.objects.filter(pk=made.pk).update(closed_at=in_days(-731))
        accounts_privacy.forget_expired()
        assert list(Application.objects.values_list("pk", flat=True)) == [fresh.pk]

    def test_erasure_withdraws_and_empties(self) -> None:
        made = apply()
        accounts_privacy.erase_person(user=made.person, by=made.person)
        assert state(made) == "withdrawn"
        assert made.message == ""

    def refused(self) -> Application:
        made = apply()
        service.refuse(application_id=made.pk, actor=manager_of(made.institution), reason="Trop loin de chez Alix.")
        return made

    def test_erasure_takes_what_the_host_wrote_about_the_person(self) -> None:
        """§1, GDPR 17: the reason of a refusal is about the person, whoever wrote it; others' reasons stay."""
        made, other = self.refused(), self.refused()
        accounts_privacy.erase_person(user=made.person, by=made.person)
        assert (state(made), made.reason) == ("refused", "—")
        assert [words.entry.target_id for words in AuditText.objects.all()] == [str(other.pk)]
        other.refresh_from_db()
        assert other.reason == "Trop loin de chez Alix."

    def test_forgetting_takes_the_words_beside_the_trace(self) -> None:
        made, fresh = self.refused(), self.refused()
        Application.objects.filter(pk=made.pk).update(closed_at=in_days(-731))
        accounts_privacy.forget_expired()
        assert [words.entry.target_id for words in AuditText.objects.all()] == [str(fresh.pk)]
        assert AuditEntry.objects.filter(action="application.refuse", target_id=str(made.pk)).exists(), "numbers stay"

    def test_given_out(self) -> None:
        made = apply()
        part = next(one for one in privacy.processings() if one.name == "applications")
        assert "Bonjour" in str(part.export(made.person))
