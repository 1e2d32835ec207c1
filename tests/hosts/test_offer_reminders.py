"""An offer that nears its end reminds its team, once per day set on screen (§7.1)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from hosts.enums import OfferState
from hosts.models import PlacementOffer
from hosts.reminders import ending_offers
from messaging import outbox, reminders
from tests import factories

pytestmark = pytest.mark.django_db


def ending_in(days: int, **fields: Any) -> PlacementOffer:
    today = timezone.localdate()
    end = today + datetime.timedelta(days=days)
    return factories.offer(start=today - datetime.timedelta(days=5), end=end, **fields)


def due() -> set[PlacementOffer]:
    return {one.target for one in ending_offers(timezone.now())}  # type: ignore[misc]


def test_only_open_offers_that_end_within_the_days_are_due() -> None:
    near, far = ending_in(20), ending_in(40)
    ending_in(5, state=OfferState.DRAFT)
    ending_in(5, capacity=1, taken=1)
    assert due() == {near}
    renewed = factories.offer(near.institution, renewed_from=near)
    assert due() == set()
    assert renewed not in due()
    assert far not in due()


def test_the_team_is_told_once_at_each_of_the_days() -> None:
    offer = ending_in(20, title="Observer une équipe")
    team = [factories.member(offer.institution.organisation, Role.HOST_MANAGER) for _one in range(2)]
    factories.member(offer.institution.organisation, Role.TUTOR)
    for _again in range(2):
        reminders.send_due()
    outbox.drain()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(str(person.email) for person in team)
    assert "Observer une équipe" in mail.outbox[0].subject
    reminders.send_due(timezone.now() + datetime.timedelta(days=14))
    outbox.drain()
    assert len(mail.outbox) == 4
