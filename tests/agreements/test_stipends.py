"""The stipend in an agreement: the hours that the law counts, host by host (A2, L124-6)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from agreements import snapshot, variables
from agreements.services import drafting
from agreements.stipends import of_placement
from hosts.models import HostInstitution
from internships import lawcheck
from internships.models import Placement, PlacementKind, PlacementSite, SpecialDay
from tests import factories
from tests.agreements.drafting_world import DraftingWorld
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def stay(person: Any, host: HostInstitution, start: datetime.date, hours: int) -> Placement:
    """That many hours, ten a day from the first day on."""
    kind = PlacementKind.objects.get(code="etudiant")
    days = -(-hours // 10)
    made = factories.placement(person, host, kind=kind, start=start, end=start + (days - 1) * DAY)
    fill(made.sites.get(), hours)
    return made


def fill(site: PlacementSite, hours: int) -> None:
    site.week.all().delete()
    for number in range(-(-hours // 10)):
        end = 480 + min(10, hours - number * 10) * 60
        SpecialDay.objects.create(placement_site=site, day=site.start + number * DAY, start_minute=480, end_minute=end)


def finds(placement: Placement) -> bool:
    return any(one.code == "stipend-due" for one in lawcheck.findings(placement))


def test_two_stays_with_one_host_in_a_teaching_year_add(reference: None) -> None:
    person, host = factories.user(), factories.host()
    first = stay(person, host, datetime.date(2027, 1, 4), 200)
    second = stay(person, host, datetime.date(2027, 4, 5), 200)
    for placement in (first, second):
        owed = of_placement(placement, {})
        assert owed is not None
        assert (owed.due, finds(placement)) == (True, True)
        assert owed.amount == owed.minimum * 200, "each agreement pays its own hours"
    elsewhere = of_placement(stay(person, factories.host(), datetime.date(2027, 6, 7), 200), {})
    assert elsewhere is not None
    assert not elsewhere.due


def test_a_stay_across_two_teaching_years_counts_in_each(reference: None) -> None:
    placement = stay(factories.user(), factories.host(), datetime.date(2027, 8, 12), 400)
    owed = of_placement(placement, {})
    assert owed is not None
    assert (owed.due, owed.amount, finds(placement)) == (False, 0, False)


def test_each_host_has_its_own_amount(reference: None) -> None:
    """T5: two hosts above the threshold both pay, and the document says what each does."""
    world = DraftingWorld()
    other = factories.host(organisation__name="Foyer des Saules")
    PlacementSite.objects.create(
        placement=world.placement, institution=other, start=world.placement.start, end=world.placement.end, position=2
    )
    one, two = world.placement.sites.order_by("pk")
    fill(one, 310)
    fill(two, 350)
    owed = of_placement(world.placement, {})
    assert owed is not None
    assert {row.host: row.amount for row in owed.hosts} == {
        str(world.host): owed.minimum * 310,
        str(other): owed.minimum * 350,
    }
    assert owed.amount == owed.minimum * 660
    agreement = drafting.draw_up(placement_id=world.placement.pk, actor=world.lead, language="fr")
    taken = snapshot.take(agreement)
    (total,) = [one for one in variables.STIPEND if one.name == "gratification_total"]
    assert "Foyer des Saules" in total.value(taken)
    page = sign_in(world.manager).get(reverse("agreements:part", args=[agreement.pk, "host"])).content.decode()
    facts = page[page.index("<dl") : page.index("</dl>")].replace("\xa0", " ").replace("\u202f", " ")
    assert "310 h" in facts, "each host reads its own"
    assert "350 h" not in facts
