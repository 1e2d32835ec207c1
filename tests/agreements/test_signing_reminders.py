"""Reminders to whom it is due, once each; who signs for a minor (issue 3, §3; E10; domain §6)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.workspace import Workspace
from agreements import todos_signing
from agreements.enums import Capacity
from agreements.models import Signatory
from agreements.services import remarks
from internships.models import Guardian
from messaging import reminders
from messaging.models import EmailDelivery
from tests.agreements.signing_world import SigningWorld

pytestmark = pytest.mark.django_db


def days_before(world: SigningWorld, days: int) -> datetime.datetime:
    day = world.placement.start - datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def asked_of(world: SigningWorld) -> list[str]:
    return list(EmailDelivery.objects.filter(kind="agreements.signature_asked").values_list("to", flat=True))


def test_whoever_is_to_sign_is_reminded_once_for_each_day(signing_world: SigningWorld) -> None:
    """J-14, J-7, J-2; nobody whose turn has not come."""
    world = signing_world
    world.send()
    for days, sent in ((15, 1), (14, 2), (13, 2), (7, 3), (2, 4), (1, 4)):
        reminders.send_due(days_before(world, days))
        reminders.send_due(days_before(world, days))
        assert asked_of(world) == [world.trainee.email] * sent, days


def test_after_forty_days_without_beat_one_reminder_goes_out(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send()
    Signatory.objects.filter(asked_at__isnull=False).update(asked_at=timezone.now() - datetime.timedelta(days=60))
    reminders.send_due(days_before(world, -3))
    assert len(asked_of(world)) == 2


def test_whoever_was_asked_since_is_not_reminded_at_once(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send()
    Signatory.objects.filter(asked_at__isnull=False).update(asked_at=days_before(world, 10))
    reminders.send_due(days_before(world, 10))
    assert len(asked_of(world)) == 1


def test_a_waiting_remark_reminds_those_who_can_answer(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send()
    remarks.ask(agreement_id=world.agreement.pk, kind="question", text="Qui ?", user=world.trainee)
    reminders.send_due(days_before(world, 7))
    assert len(asked_of(world)) == 1
    made = EmailDelivery.objects.filter(kind="agreements.remark_made")
    assert [one.to for one in made] == [world.coordinator.email] * 2


def test_the_representatives_of_a_minor_sign_beside_them() -> None:
    """Minority counts on the first day of the placement; both representatives must sign, the minor may."""
    world = SigningWorld(birth_date=timezone.localdate() - datetime.timedelta(days=16 * 366))
    for position, name in enumerate(("Lou Martin", "Eden Martin"), start=1):
        Guardian.objects.create(
            person=world.trainee, name=name, email=f"representant{position}@example.org", position=position
        )
    world.agreement.signatories.all().delete()
    world.agreement.delete()
    agreement = world.draw_up()
    family = agreement.signatories.filter(side="trainee").values_list("capacity", "name", "required")
    assert set(family) == {
        (Capacity.TRAINEE, str(world.trainee), False),
        (Capacity.GUARDIAN, "Lou Martin", True),
        (Capacity.GUARDIAN, "Eden Martin", True),
    }


def test_whoever_comes_of_age_before_the_start_signs_alone() -> None:
    world = SigningWorld()
    start = world.placement.start
    world.trainee.birth_date = start.replace(year=start.year - 18) if (start.month, start.day) != (2, 29) else start
    world.trainee.save()
    Guardian.objects.create(person=world.trainee, name="Lou Martin", email="lou@example.org")
    world.agreement.signatories.all().delete()
    world.agreement.delete()
    agreement = world.draw_up()
    assert set(agreement.signatories.filter(side="trainee").values_list("capacity", "required")) == {
        (Capacity.TRAINEE, True)
    }


def test_what_is_to_be_signed_stands_under_to_do(signing_world: SigningWorld) -> None:
    world = signing_world
    world.send()
    assert [todo.count for todo in todos_signing.signatures(Workspace(world.trainee))] == [1]
    assert not list(todos_signing.signatures(Workspace(world.head)))
