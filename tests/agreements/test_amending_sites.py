"""Amendments of a placement with several sites: the hours and the dates of each (A6, T11)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.errors import Refused
from agreements.amendment_kinds import apply, differences
from agreements.enums import AgreementState, AmendmentKind
from agreements.forms.amendments import FORMS
from agreements.models import Agreement
from agreements.services import amendments
from internships.models import PlacementSite, WeekSlot
from tests import factories
from tests.agreements.signing_world import SigningWorld
from tests.agreements.test_amendments import seal
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON = (540, 720), (780, 1020)


class TwoSites(SigningWorld):
    """Monday morning here, Monday afternoon there; signed by all."""

    def __init__(self) -> None:
        super().__init__()
        self.here = self.placement.sites.get()
        self.there = PlacementSite.objects.create(
            placement=self.placement,
            institution=factories.host(organisation__name="École des Saules"),
            start=self.here.start,
            end=self.here.end,
            time_share=50,
            position=2,
        )
        PlacementSite.objects.filter(pk=self.here.pk).update(time_share=50)
        self.hours(self.here, MORNING)
        self.hours(self.there, AFTERNOON)
        version = self.send()
        self.sign_all(version)
        self.agreement = seal(version)

    def hours(self, site: PlacementSite, stretch: tuple[int, int]) -> None:
        WeekSlot.objects.create(placement_site=site, weekday="1", start_minute=stretch[0], end_minute=stretch[1])

    def week(self, site: PlacementSite) -> list[tuple[str, int, int]]:
        return list(site.week.values_list("weekday", "start_minute", "end_minute"))


def begin(world: TwoSites, **changes: Any) -> Agreement:
    values = {"agreement_id": world.agreement.pk, "actor": world.coordinator, "reason": "Vacances", **changes}
    return amendments.begin(**values)


@pytest.fixture
def world(db: None) -> TwoSites:
    return TwoSites()


def weeks(world: TwoSites, here: tuple[int, int], there: tuple[int, int]) -> dict[str, Any]:
    return {"week": {str(world.here.pk): [[1, *here]], str(world.there.pk): [[1, *there]]}}


def test_the_hours_of_both_sites_change_at_once(world: TwoSites) -> None:
    """Morning and afternoon change places: neither week alone would be possible."""
    changes = weeks(world, AFTERNOON, MORNING)
    made = begin(world, kind=AmendmentKind.HOURS, changes=changes)
    said = [(one.label, one.before) for one in differences(made)]
    assert [label.split(" (")[1] for label, _before in said] == [f"{world.here})", f"{world.there})"]
    apply(world.placement, AmendmentKind.HOURS, changes, actor=world.coordinator)
    assert world.week(world.here) == [("1", *AFTERNOON)]
    assert world.week(world.there) == [("1", *MORNING)]


def test_nobody_is_at_two_places_at_once(world: TwoSites) -> None:
    with pytest.raises(Refused):
        begin(world, kind=AmendmentKind.HOURS, changes=weeks(world, AFTERNOON, AFTERNOON))
    assert world.week(world.here) == [("1", *MORNING)]


def test_the_form_holds_the_week_of_each_site(world: TwoSites) -> None:
    client = sign_in(world.coordinator)
    address = reverse("agreements:amend_kind", args=[world.agreement.pk, AmendmentKind.HOURS])
    page = client.get(address).content.decode()
    assert "École des Saules" in page
    names = [f"s{site.pk}-d1a_{edge}" for site in (world.here, world.there) for edge in ("from", "until")]
    assert all(f'name="{name}"' in page for name in names)
    given = dict(zip(names, ("09:00", "12:00", "14:00", "17:00"), strict=True))
    answer = client.post(address, {**given, "reason": "La classe commence plus tard"})
    assert answer.status_code == 302, answer.content.decode()
    made = Agreement.objects.get(amends=world.agreement)
    assert made.changes == {"week": {str(world.there.pk): [[1, 840, 1020]]}}, "only what differs"
    # Corrected before it is sent: the form begins with what was written.
    page = client.get(reverse("agreements:amendment_edit", args=[made.pk])).content.decode()
    assert 'value="14:00"' in page
    assert 'value="13:00"' not in page


def test_a_mistake_in_one_week_is_said(world: TwoSites) -> None:
    data = {f"s{world.there.pk}-d1a_from": "17:00", f"s{world.there.pk}-d1a_until": "14:00", "reason": "x"}
    form = FORMS[AmendmentKind.HOURS](data, original=world.agreement)
    assert not form.is_valid()


def test_the_dates_of_each_site_change(world: TwoSites) -> None:
    week = datetime.timedelta(days=7)
    form = FORMS[AmendmentKind.DATES](
        {
            f"start-{world.here.pk}": world.here.start.isoformat(),
            f"end-{world.here.pk}": world.here.end.isoformat(),
            f"start-{world.there.pk}": (world.there.start + week).isoformat(),
            f"end-{world.there.pk}": (world.there.end + week).isoformat(),
            "reason": "Vacances scolaires",
        },
        original=world.agreement,
    )
    assert form.is_valid(), form.errors
    assert set(form.changes["sites"]) == {str(world.there.pk)}
    made = begin(world, kind=AmendmentKind.DATES, changes=form.changes)
    assert [one.label for one in differences(made)] == [
        f"Premier jour ({world.there})",
        f"Dernier jour ({world.there})",
    ]
    before = world.placement.end
    apply(world.placement, AmendmentKind.DATES, form.changes, actor=world.coordinator)
    world.placement.refresh_from_db()
    world.here.refresh_from_db()
    assert (world.here.end, world.placement.end) == (before, before + week)
    assert world.agreement.state == AgreementState.SEALED
