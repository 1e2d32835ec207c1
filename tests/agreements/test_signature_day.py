"""A signed agreement is judged by the law of the day on which all had signed it (A2, L124-6; « edges of the law »)."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from agreements.enums import AgreementState, Capacity
from agreements.models import Agreement
from agreements.selectors.signature_day import signature_day
from agreements.stipends import of_placement
from internships import lawcheck
from tests.agreements.drafting_world import DraftingWorld
from tests.agreements.signing_world import SigningWorld

pytestmark = pytest.mark.django_db


def signed(world: DraftingWorld, day: datetime.date, state: str = AgreementState.SEALING) -> Agreement:
    agreement = world.draw_up()
    Agreement.objects.filter(pk=agreement.pk).update(state=state, signed_on=day)
    return agreement


@pytest.mark.parametrize(("day", "rate"), [(datetime.date(2025, 12, 31), "4,35"), (datetime.date(2026, 1, 1), "4,50")])
def test_the_rate_is_that_of_the_day_of_signature(reference: None, day: datetime.date, rate: str) -> None:
    """31 December and 1 January: domain §6; today is in November 2026, and says nothing of it."""
    world = DraftingWorld()
    site = world.placement.sites.get()
    site.week.update(end_minute=1080)
    signed(world, day)
    (found,) = [one for one in lawcheck.findings(world.placement) if one.code == "stipend-due"]
    assert rate in found.sentence
    owed = of_placement(world.placement, {})
    assert owed is not None
    assert f"{owed.minimum:.2f}".replace(".", ",") == rate


def test_what_is_not_signed_is_judged_by_today(reference: None) -> None:
    world = DraftingWorld()
    signed(world, datetime.date(2025, 12, 31), AgreementState.SIGNING)
    assert signature_day(world.placement) is None
    owed = of_placement(world.placement, {})
    assert owed is not None
    assert str(owed.minimum) == "4.50"


def test_an_amendment_or_a_cancelled_one_sets_no_day(reference: None) -> None:
    world = DraftingWorld()
    original = signed(world, datetime.date(2025, 12, 31))
    Agreement.objects.create(
        number="AV-1",
        code="avenant",
        placement=world.placement,
        amends=original,
        amendment_number=1,
        amendment_kind="other",
        amendment_reason="Repas offerts",
        state=AgreementState.SEALING,
        signed_on=datetime.date(2026, 3, 1),
    )
    assert signature_day(world.placement) == datetime.date(2025, 12, 31)
    Agreement.objects.filter(pk=original.pk).update(
        state=AgreementState.CANCELLED, cancelled_at=timezone.now(), cancel_reason="Annulée"
    )
    assert signature_day(world.placement) is None


def test_the_last_signature_sets_the_day(signing_world: SigningWorld) -> None:
    world = signing_world
    version = world.send()
    *firsts, last = world.agreement.signatories.filter(required=True).order_by("step", "pk")
    for row in firsts:
        world.sign(row, version)
    assert signature_day(world.placement) is None
    world.sign(last, version)
    assert signature_day(world.placement) == timezone.localdate()
    assert last.capacity == Capacity.HEAD
