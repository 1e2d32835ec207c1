"""The public page of what placements change, and what it must not tell (E13, E19, E21, E22, S11, S12)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Territory, User
from hosts.models import HostInstitution
from internships import tasks
from internships.enums import PlacementState, Source
from internships.models import FollowUp, ImpactNote, ObjectiveResult, Placement, PlacementKind
from internships.selectors import impact
from internships.small_numbers import ALL, publishable
from practices.enums import PracticeState
from tests import factories

DAY = datetime.timedelta(days=1)


class TestSmallNumbers:
    """No figure of fewer than three people is shown, nor one from which such a figure follows."""

    def test_too_few_in_all_means_nothing(self) -> None:
        assert publishable({ALL: 2, (1, None): 2}) == set()

    def test_one_small_part_takes_another_with_it(self) -> None:
        """Otherwise the whole less the others would be the small one."""
        people = {ALL: 20, (1, None): 9, (2, None): 4, (3, None): 7, (4, None): 1}
        assert publishable(people) == {ALL, (1, None), (3, None)}

    def test_two_small_parts_hide_behind_a_large_one(self) -> None:
        """Two people together are still too few."""
        people = {ALL: 20, (1, None): 9, (2, None): 9, (3, None): 1, (4, None): 1}
        assert publishable(people) == {ALL, (2, None)} or publishable(people) == {ALL, (1, None)}

    def test_a_territory_that_is_shown_hides_a_small_year_behind_another(self) -> None:
        people = {
            ALL: 20,
            (1, None): 20,
            (None, 2025): 12,
            (None, 2026): 12,
            (None, 2027): 12,
            (1, 2025): 12,
            (1, 2026): 12,
            (1, 2027): 12,
        }
        assert publishable(people) == set(people)
        people |= {(None, 2027): 1, (1, 2027): 1}
        shown = publishable(people)
        assert (1, 2027) not in shown
        assert len({(1, 2025), (1, 2026)} & shown) <= 1
        assert len({(None, 2025), (None, 2026)} & shown) <= 1

    def test_nothing_shown_can_be_subtracted_to_a_small_one(self) -> None:
        """For many tables: of each whole that is shown, what is left out is none, or large, and not one part."""
        for seed in range(300):
            people = _made_up(seed)
            shown = publishable(people)
            assert all(people[where] >= 3 for where in shown)
            for whole, parts in _lines(people):
                gone = [where for where in parts if where not in shown]
                if whole in shown and gone and parts != gone:
                    assert len(gone) > 1, (seed, whole)
                    assert max(people[where] for where in gone) >= 3, (seed, whole)


def _made_up(seed: int) -> dict[tuple[int | None, int | None], int]:
    """Three territories, three years; each cell has people of its own."""
    cells = {
        (t, y): (seed * 7 + t * 5 + (y - 2024) * 3 + t * y * seed) % 9 for t in (1, 2, 3) for y in range(2025, 2028)
    }
    cells = {where: number for where, number in cells.items() if number}
    people: dict[tuple[int | None, int | None], int] = {}
    for (territory, year), number in cells.items():
        for where in ((territory, year), (territory, None), (None, year), ALL):
            people[where] = people.get(where, 0) + number
    return people


def _lines(people: dict[tuple[int | None, int | None], int]) -> Any:
    wholes = [where for where in people if None in where]
    for whole in wholes:
        for place in (0, 1):
            if whole[place] is None:
                other = 1 - place
                parts = [w for w in people if w != whole and w[other] == whole[other] and w[place] is not None]
                if parts:
                    yield whole, parts


@pytest.fixture
def kind() -> PlacementKind:
    return factories.kind(sender="employer")


def stay(kind: PlacementKind, host: HostInstitution, *, person: User | None = None, days: int = 40) -> Placement:
    start = timezone.localdate() - days * DAY
    return factories.placement(person, host, kind=kind, start=start, end=start + 4 * DAY)


def judge(placement: Placement, *levels: int, source: str = Source.TRAINEE) -> None:
    for level in levels:
        objective = factories.objective(placement_=placement)
        ObjectiveResult.objects.create(objective=objective, source=source, level=level)


def seen(**query: Any) -> str:
    impact.forget()
    response = Client().get(reverse("internships:impact"), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.mark.django_db
class TestFigures:
    def test_one_person_many_times_is_one_person(self, kind: PlacementKind) -> None:
        """E21: three stays of one person do not make a figure, three people do."""
        host, person = factories.host(), factories.user(is_trainee=True)
        for days in (300, 200, 100):
            judge(stay(kind, host, person=person, days=days), 4, 4)
        assert impact.impact(known=impact._count()).objectives == []
        for _number in range(2):
            judge(stay(kind, host), 1)
        found = impact.impact(known=impact._count()).objectives
        assert [(one.reached, one.evaluated, one.share) for one in found] == [(6, 8, 75)]

    def test_each_placement_has_one_last_word_on_each_level(self, kind: PlacementKind) -> None:
        """E13: notes are not counted, placements are; what faded after a year is not counted as clear."""
        host = factories.host()
        for number in range(3):
            placement = stay(kind, host)
            ImpactNote.objects.create(placement=placement, level="team", effect=3)
            for months in (12, 24):
                later = FollowUp.objects.create(
                    placement=placement, months=months, due=timezone.localdate(), answered_at=timezone.now()
                )
                effect = 0 if number == 0 and months == 24 else 2
                ImpactNote.objects.create(placement=placement, follow_up=later, level="team", effect=effect)
        found = impact.impact(known=impact._count())
        assert [(one.level, one.clear, one.number) for one in found.levels] == [("team", 2, 3)]
        assert found.follow_ups == 6

    def test_cancelled_and_coming_placements_do_not_count(self, kind: PlacementKind) -> None:
        host = factories.host()
        for number in range(5):
            placement = stay(kind, host, days=-20 if number == 0 else 40)
            judge(placement, 4)
        Placement.objects.filter(pk=placement.pk).update(
            state=PlacementState.CANCELLED, closed_on=timezone.localdate(), close_reason="Empêchement"
        )
        found = impact.impact(known=impact._count())
        assert (found.placements, found.objectives[0].evaluated) == (3, 3)

    def test_the_page_of_a_territory_and_a_year(self, kind: PlacementKind) -> None:
        """S11, E21: the address filters; « 67 %, n = 6 » and its table; the small territory goes unsaid."""
        north, south, tiny = (factories.territory(name=name, slug=name.lower()) for name in ("Nord", "Sud", "Petit"))
        for territory, people in ((north, 4), (south, 3), (tiny, 1)):
            host = factories.host(organisation__territory=territory)
            for _number in range(people):
                judge(stay(kind, host), 4, 1 if territory == north else 4)
        everywhere = seen()
        assert "75 %, n = 16" in everywhere
        assert "(n = 16)" in everywhere
        here = seen(territoire="nord")
        assert "50 %, n = 8" in here
        # What is left when the north is known must not be the one trainee of the small territory.
        assert "n = 6" not in seen(territoire="sud")
        small = seen(territoire="petit", annee=str(timezone.localdate().year))
        assert "n = " not in small
        assert "Pas encore assez de réponses ici" in small
        assert "75 %, n = 16" in seen(territoire="nulle-part", annee="abc")

    def test_hosts_practices_and_placements_by_year_and_territory(self, kind: PlacementKind) -> None:
        """E1, E3: counted from the rows; each chart has its table."""
        territory = factories.territory(name="Ille-et-Vilaine", slug="ille-et-vilaine", departments=["35"])
        host = factories.host(organisation__territory=territory)
        for _number in range(3):
            stay(kind, host)
        factories.practice(state=PracticeState.VALIDATED)
        found = impact.impact(known=impact._count())
        assert (found.practices, found.hosts, found.placements) == (1, 1, 3)
        first = found.by_territory(Territory.objects.all())[0]
        assert (first.label, first.hosts, first.placements) == ("Ille-et-Vilaine", 1, 3)
        body = seen()
        assert body.count('<svg class="chart"') == body.count('role="img"') >= 6
        assert "style=" not in body.split("<main", 1)[1]

    def test_without_any_answer_it_says_when_figures_come(self) -> None:
        assert "Les premiers chiffres" in seen()

    def test_as_many_queries_whatever_there_is(self, kind: PlacementKind, django_assert_num_queries: Any) -> None:
        """E21: the same number with one host or with ten; none of them for what is known already."""
        host = factories.host(organisation__territory=factories.territory())
        for _number in range(3):
            judge(stay(kind, host), 4)
        impact.forget()
        with django_assert_num_queries(5) as first:
            Client().get(reverse("internships:impact"))
        for _number in range(10):
            other = factories.host(organisation__territory=factories.territory())
            judge(stay(kind, other), 4, 4)
        impact.forget()
        with django_assert_num_queries(len(first.captured_queries)):
            Client().get(reverse("internships:impact"))

    def test_what_takes_long_is_counted_by_the_worker(self, kind: PlacementKind, monkeypatch: Any) -> None:
        """A page never waits for it: it shows what was counted last."""
        host = factories.host()
        monkeypatch.setattr(impact, "SLOW_SECONDS", 0.0)
        for _number in range(3):
            stay(kind, host)
        tasks.count_impact()
        stay(kind, host)
        impact.forget()
        assert impact.impact().placements == 3
        tasks.count_impact()
        impact.forget()
        assert impact.impact().placements == 4
        caches["default"].delete(impact.KEY)


@pytest.mark.django_db
def test_the_home_page_and_the_footer_lead_there() -> None:
    """E21, S12."""
    body = Client().get("/").content.decode()
    assert body.count(f'href="{reverse("internships:impact")}"') == 2
