"""Reminders that really go out, configurable, never twice (§7.1)."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, Organisation
from messaging import reminders
from messaging.models import Reminder, ReminderSetting
from tests import factories

TODAY = timezone.localdate()
DEADLINE = TODAY + datetime.timedelta(days=2)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A kind that reminds of the organisations' deadline 7 and 3 days before; the names it reminded of."""
    found: list[str] = []

    def scan(now: datetime.datetime) -> Iterator[reminders.Due]:
        today = timezone.localdate(now)
        for organisation in Organisation.objects.filter(kind=OrganisationKind.HOST).order_by("pk"):
            if due := reminders.last_due(DEADLINE, reminders.days("test.deadline"), today):
                yield reminders.Due(organisation, due, lambda one=organisation: found.append(one.name))  # type: ignore[misc]

    kinds = {"test.deadline": reminders.Kind(scan, "A deadline nears", (-7, -3))}
    monkeypatch.setattr(reminders, "kinds", kinds)
    return found


def test_only_the_latest_missed_day_counts() -> None:
    days = [DEADLINE - datetime.timedelta(days=n) for n in (10, 7, 5, 3, 0)]
    due = [reminders.last_due(DEADLINE, (-7, -3), day) for day in days]
    assert due == [None, days[1], days[1], days[3], days[3]]


@pytest.mark.django_db
def test_a_reminder_goes_out_once_however_often_the_scan_runs(sent: list[str]) -> None:
    factories.organisation(name="Escale")
    assert [reminders.send_due() for _again in range(3)] == [1, 0, 0]
    assert sent == ["Escale"]


@pytest.mark.django_db
def test_after_forty_days_without_a_scan_one_reminder_goes_out(sent: list[str]) -> None:
    factories.organisation(name="Escale")
    later = timezone.now() + datetime.timedelta(days=40)
    assert reminders.send_due(later) == 1
    assert reminders.send_due(later) == 0


@pytest.mark.django_db
def test_a_sending_that_fails_is_tried_again_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    lucky, unlucky = factories.organisation(), factories.organisation()
    fails = [True]
    sent = []

    def send(one: Organisation) -> None:
        if one == unlucky and fails.pop():
            raise RuntimeError
        sent.append(one)

    def scan(now: datetime.datetime) -> Iterator[reminders.Due]:
        for one in (unlucky, lucky):
            yield reminders.Due(one, TODAY, lambda one=one: send(one))  # type: ignore[misc]

    monkeypatch.setattr(reminders, "kinds", {"test.a": reminders.Kind(scan, "a")})
    assert reminders.send_due() == 1
    fails.append(False)
    assert reminders.send_due() == 1
    assert sent == [lucky, unlucky]


@pytest.mark.django_db(transaction=True)
def test_two_scans_at_once_send_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: two beats."""
    organisation = factories.organisation()
    together = threading.Barrier(2, timeout=10)
    sent: list[int] = []

    def scan(now: datetime.datetime) -> Iterator[reminders.Due]:
        together.wait()
        yield reminders.Due(organisation, TODAY, lambda: sent.append(1))

    monkeypatch.setattr(reminders, "kinds", {"test.race": reminders.Kind(scan, "a")})
    # Both have read that nothing was sent yet before either inserts.
    known = reminders._send_kind

    def run() -> None:
        try:
            known("test.race", reminders.kinds["test.race"], timezone.now())
        finally:
            connection.close()

    pair = [threading.Thread(target=run) for _number in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join(20)
    assert sent == [1]
    assert Reminder.objects.count() == 1


@pytest.mark.django_db
def test_administrators_set_the_days_and_switch_it_off(sent: list[str]) -> None:
    factories.organisation(name="Escale")
    admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(admin)
    from tests.matrix import sign_in

    client: Client = sign_in(admin)
    address = reverse("messaging:reminder", kwargs={"kind": "test.deadline"})
    assert "A deadline nears" in client.get(reverse("messaging:reminders")).content.decode()
    assert client.post(address, {"enabled": "on", "offsets": "-1"}).status_code == 302
    assert reminders.days("test.deadline") == (-1,)
    assert reminders.send_due() == 0
    for wrong in ("soon", "-5000", ""):
        assert client.post(address, {"enabled": "on", "offsets": wrong}).status_code == 400
    assert client.post(address, {"offsets": "-7"}).status_code == 302
    assert reminders.send_due() == 0
    assert not sent
    assert ReminderSetting.objects.get().enabled is False
    assert AuditEntry.objects.filter(action="reminder.set").count() == 2


@pytest.mark.django_db
def test_an_unknown_kind_is_a_404(sent: list[str], settings: Any) -> None:
    admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(admin)
    from tests.matrix import sign_in

    assert sign_in(admin).get(reverse("messaging:reminder", kwargs={"kind": "no"})).status_code == 404
