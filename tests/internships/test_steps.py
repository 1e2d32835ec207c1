"""The four steps are the trainee's home (E26)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone, translation

from internships import steps
from internships.services import objectives
from internships.steps import Item, Stage
from tests import factories
from tests.internships.test_objective_pages import running, text
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Providers registered by a test are gone after it."""
    monkeypatch.setattr(steps, "_providers", list(steps._providers))


def test_a_newcomer_prepares() -> None:
    route = steps.route(factories.user(is_trainee=True))
    assert [stop.state for stop in route.stops] == ["current", "", "", ""]
    assert route.next is not None
    assert route.next.address == "/mes-objectifs/nouveau/"


@pytest.mark.parametrize(
    ("begins", "ends", "stage"),
    [(10, 20, Stage.STRUCTURE), (-5, 5, Stage.IMPACT), (-60, -30, Stage.IMPACT), (-500, -400, Stage.INNOVATE)],
)
def test_where_one_is_follows_from_the_stay(begins: int, ends: int, stage: Stage) -> None:
    today = timezone.localdate()
    days = {"start": today + datetime.timedelta(days=begins), "end": today + datetime.timedelta(days=ends)}
    placement = factories.placement(**days)
    assert steps.route(placement.person).here.stage == stage


def test_the_stay_under_way_comes_first_and_another_can_be_chosen() -> None:
    person = factories.user(is_trainee=True)
    later = factories.placement(person)
    now = running(person, end=timezone.localdate() + datetime.timedelta(days=3))
    assert steps.journey_of(person).placement == now
    assert steps.journey_of(person, str(later.pk)).placement == later
    stranger = factories.placement()
    assert steps.journey_of(person, str(stranger.pk)).placement == now


def test_what_was_left_behind_is_still_next() -> None:
    placement = running()
    route = steps.route(placement.person)
    assert route.next is not None
    assert route.next.title
    made = factories.objective(placement_=placement)
    objectives.judge(objective_id=made.pk, source="trainee", level=3, actor=placement.person)
    with translation.override("fr"):
        notes = [item.note for stop in steps.route(placement.person).stops for item in stop.items]
    assert "atteints\u00a0: 1 sur 1" in notes


def test_other_parts_add_their_own_items() -> None:
    person = factories.user(is_trainee=True)
    steps.register(lambda journey: [Item(stage=Stage.INNOVATE, title="Dire ce qui a changé", address="/x/")])
    innovate = steps.route(person).stops[3]
    assert [item.title for item in innovate.items] == ["Dire ce qui a changé"]


def test_a_pupil_finds_their_way_instead_of_innovating() -> None:
    """S14."""
    placement = factories.placement(kind=factories.kind(is_observation=True))
    with translation.override("fr"):
        assert steps.route(placement.person).stops[3].title == "Trouver sa voie"


def test_it_stands_on_the_home_of_trainees_only() -> None:
    """With or without a school."""
    alone = factories.user(is_trainee=True)
    page = text(sign_in(alone).get("/"))
    assert "Étape 1 sur 4" in page
    assert page.count('aria-current="step"') == 1
    pupil = factories.enrolment(factories.cohort()).person
    assert "Étape 1 sur 4" in text(sign_in(pupil).get("/"))
    host = factories.member(factories.host().organisation)
    assert "sur 4" not in text(sign_in(host).get("/"))


def test_queries_do_not_grow(django_assert_max_num_queries: Any) -> None:
    placement = running()
    factories.objective(placement_=placement)
    with django_assert_max_num_queries(20) as before:
        steps.route(placement.person)
    for _number in range(5):
        factories.objective(placement_=placement)
    with django_assert_max_num_queries(len(before.captured_queries)):
        steps.route(placement.person)
