"""« Unsigned as the start nears, to whom it is due, once each »: missing parts, agreements to be sent (E10)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accounts.models import Membership, PersonalLink
from agreements.models import Agreement, AgreementPart
from agreements.services import drafting, remarks, versions
from messaging import reminders
from messaging.models import EmailDelivery
from tests.agreements.drafting_world import DraftingWorld, TwoHosts

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference: None) -> DraftingWorld:
    world = DraftingWorld()
    world.draw_up()
    return world


def at(world: DraftingWorld, days: int) -> None:
    """The scan runs twice, so many days before the start."""
    day = world.placement.start - datetime.timedelta(days=days)
    for hour in (9, 10):
        reminders.send_due(timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour))))


def told(kind: str) -> list[str]:
    return sorted(EmailDelivery.objects.filter(kind=f"agreements.{kind}").values_list("to", flat=True))


def complete(world: DraftingWorld) -> Agreement:
    agreement = world.complete()
    for part in agreement.parts.all():
        drafting.complete_part(
            agreement_id=agreement.pk, side=part.side, institution=part.institution_id, actor=world.lead
        )
    EmailDelivery.objects.all().delete()
    return agreement


def test_those_whose_part_is_missing_are_reminded_once_for_each_day(world: DraftingWorld) -> None:
    """J-14, J-7, J-2: the host, the trainee, and whoever leads for the school's own part."""
    everybody = sorted([world.manager.email, world.trainee.email, world.lead.email])
    for days, times in ((15, 0), (14, 1), (13, 1), (7, 2), (2, 3), (1, 3)):
        at(world, days)
        assert told("part_asked") == sorted(everybody * times), days
    email = EmailDelivery.objects.filter(kind="agreements.part_asked", user=world.manager).latest("pk")
    assert email.subject.startswith("Rappel")
    assert "1 mars 2027" in email.text
    assert told("to_send") == []


def test_a_complete_part_is_left_in_peace(world: DraftingWorld) -> None:
    agreement = world.complete()
    for side in ("host", "trainee"):
        drafting.complete_part(agreement_id=agreement.pk, side=side, actor=world.lead)
    at(world, 14)
    assert told("part_asked") == [world.lead.email], "the school's own part alone is missing"


def test_without_an_account_by_a_personal_link(world: DraftingWorld) -> None:
    Membership.objects.filter(organisation=world.host.organisation).delete()
    AgreementPart.objects.filter(side="host").update(contact_email="hote@example.org")
    at(world, 14)
    assert told("part_asked_by_link") == ["hote@example.org"]
    link = PersonalLink.objects.get(purpose="agreement.part", revoked_at__isnull=True)
    assert link.email == "hote@example.org"
    at(world, 7)
    assert told("part_asked_by_link") == ["hote@example.org"] * 2
    assert PersonalLink.objects.filter(purpose="agreement.part", revoked_at__isnull=True).count() == 1


def test_a_party_that_cannot_be_reached_is_told_to_whoever_leads(world: DraftingWorld) -> None:
    Membership.objects.filter(organisation=world.host.organisation).delete()
    AgreementPart.objects.filter(side="host").update(contact_email="")
    at(world, 14)
    assert told("to_send") == [world.lead.email]
    assert "« Hôte »" in EmailDelivery.objects.get(kind="agreements.to_send").text.replace("\xa0", " ")


def test_once_every_part_is_there_whoever_leads_sends_it(world: DraftingWorld) -> None:
    complete(world)
    for days, times in ((14, 1), (7, 2)):
        at(world, days)
        assert told("to_send") == [world.lead.email] * times
    assert told("part_asked") == []


def test_nobody_is_reminded_to_send_what_was_sent(world: DraftingWorld) -> None:
    agreement = complete(world)
    versions.begin(agreement_id=agreement.pk, actor=world.lead)
    at(world, 14)
    assert told("to_send") == told("part_asked") == [], "the document is being made: nobody's turn"


def test_whoever_was_asked_since_is_not_reminded_at_once(world: DraftingWorld) -> None:
    day = world.placement.start - datetime.timedelta(days=10)
    asked = timezone.make_aware(datetime.datetime.combine(day, datetime.time(8)))
    AgreementPart.objects.filter(side="host").update(asked_at=asked)
    at(world, 9)
    assert told("part_asked") == sorted([world.trainee.email, world.lead.email])
    at(world, 7)
    assert world.manager.email in told("part_asked")


def test_a_remark_that_waits_comes_first(world: DraftingWorld) -> None:
    """Whose turn it is decides: to answer."""
    remarks.ask(agreement_id=world.agreement.pk, kind="question", text="Qui ?", user=world.trainee)  # type: ignore[union-attr]
    EmailDelivery.objects.all().delete()
    at(world, 14)
    assert told("remark_made") == [world.lead.email]
    assert told("part_asked") == []


def test_of_two_hosts_the_one_that_is_late(reference: None) -> None:
    world = TwoHosts()
    agreement = world.complete()
    for part in agreement.parts.exclude(institution=world.other):
        drafting.complete_part(
            agreement_id=agreement.pk, side=part.side, institution=part.institution_id, actor=world.lead
        )
    at(world, 14)
    assert told("part_asked") == [world.other_manager.email]
