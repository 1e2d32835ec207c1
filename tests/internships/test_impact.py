"""The public page of what placements change, and what it must not tell (E13, E19, E21, E22, S11, S12)."""

from __future__ import annotations

import datetime
import random
from fractions import Fraction
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Territory, User
from hosts.models import HostInstitution
from internships import tasks
from internships.enums import PlacementState, Source
from internships.models import FollowUp, ImpactNote, ObjectiveResult, Placement, PlacementKind
from internships.selectors import impact
from internships.small_numbers import ALL, Where, publishable
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

    @pytest.mark.parametrize(
        "cells",
        [
            # The year left out beside the small one is the sum of its only territory, which is shown.
            {(1, 2025): 4, (2, 2026): 2},
            # No line tells (3, 2026); three of them together do.
            {(1, 2026): 3, (2, 2026): 4, (3, 2025): 1, (3, 2026): 1, (3, 2027): 5},
        ],
    )
    def test_what_several_lines_tell_together_is_left_out(self, cells: Any) -> None:
        people = _summed(cells)
        shown = publishable(people)
        assert ALL in shown
        assert not _told(people, shown, cells)

    def test_nothing_shown_adds_up_to_a_small_one(self) -> None:
        """Of many tables, empty cells among them: no figure of too few people is a combination of those shown."""
        partly = 0
        for seed in range(240):
            cells = _made_up(seed)
            people = _summed(cells)
            shown = publishable(people)
            assert all(people[where] >= 3 for where in shown)
            assert not _told(people, shown, cells), (seed, cells)
            partly += 0 < len(shown) < len(people)
        assert partly > 100, "and something is shown of most of them"

    def test_where_nobody_is_few_everything_is_shown(self) -> None:
        people = _summed({(t, y): t + y - 2022 for t in (1, 2, 3) for y in range(2025, 2028)})
        assert publishable(people) == set(people)


def _made_up(seed: int) -> dict[tuple[int, int], int]:
    """Two to four territories, two or three years; each cell has people of its own, or none."""
    dice = random.Random(seed)
    places = [(t, y) for t in range(1, dice.randint(2, 4) + 1) for y in range(2025, 2027 + seed % 2)]
    return {place: number for place in places if (number := dice.choice([0, 0, 1, 2, 3, 4, 5, 8]))}


def _summed(cells: dict[tuple[int, int], int]) -> dict[Where, int]:
    people: dict[Where, int] = {}
    for (territory, year), number in cells.items():
        for where in ((territory, year), (territory, None), (None, year), ALL):
            people[where] = people.get(where, 0) + number
    return people


def _told(people: dict[Where, int], shown: set[Where], cells: dict[tuple[int, int], int]) -> list[Where]:
    """What is small and follows from what is shown: it adds nothing to the rank of the equations shown."""

    def row(where: Where) -> list[Fraction]:
        return [Fraction(all(one in (None, there) for one, there in zip(where, cell, strict=True))) for cell in cells]

    known = [row(where) for where in shown]
    return [where for where in people if people[where] < 3 and _rank([*known, row(where)]) == _rank(known)]


def _rank(rows: list[list[Fraction]]) -> int:
    left, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        rank += 1
        left = [
            [mine - row[column] / pivot[column] * theirs for mine, theirs in zip(row, pivot, strict=True)]
            for row in left
        ]
    return rank


@pytest.fixture
def kind() -> PlacementKind:
    return factories.kind(sender="employer")


def stay(
    kind: PlacementKind,
    host: HostInstitution,
    *,
    person: User | None = None,
    days: int = 40,
    sender: Organisation | None = None,
) -> Placement:
    start = timezone.localdate() - days * DAY
    return factories.placement(person, host, kind=kind, school=sender, start=start, end=start + 4 * DAY)


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

    def test_what_a_single_host_answers_of_three_trainees_is_not_shown(self, kind: PlacementKind) -> None:
        """E21: three trainees are three people, their host is one, and so is who sends them."""
        host, sender = factories.host(), factories.organisation("employer")
        for _number in range(3):
            placement = stay(kind, host, sender=sender)
            for source in (Source.TRAINEE, Source.HOST, Source.EMPLOYER):
                judge(placement, 4, source=source)
        found = impact.impact(known=impact._count()).objectives
        assert [one.source for one in found] == [Source.TRAINEE]
        for _number in range(2):
            placement = stay(kind, factories.host(), sender=sender)
            for source in (Source.HOST, Source.EMPLOYER):
                judge(placement, 1, source=source)
        found = impact.impact(known=impact._count()).objectives
        assert [(one.source, one.reached, one.evaluated) for one in found] == [
            (Source.TRAINEE, 3, 3),
            (Source.HOST, 3, 5),
        ]

    def test_a_follow_up_that_is_not_answered_says_nothing(self, kind: PlacementKind) -> None:
        """E13: what is noted in it before it is sent does not take the place of what was said on return."""
        host = factories.host()
        for _number in range(3):
            placement = stay(kind, host)
            ImpactNote.objects.create(placement=placement, level="team", effect=3)
            later = FollowUp.objects.create(placement=placement, months=12, due=timezone.localdate())
            ImpactNote.objects.create(placement=placement, follow_up=later, level="team", effect=0)
        assert [(one.clear, one.number) for one in impact.impact(known=impact._count()).levels] == [(3, 3)]
        FollowUp.objects.update(answered_at=timezone.now())
        assert [(one.clear, one.number) for one in impact.impact(known=impact._count()).levels] == [(0, 3)]

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
