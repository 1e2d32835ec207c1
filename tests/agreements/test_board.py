"""The school's board: who needs me today (S4), figures for a territory (S11), run on screen (S13)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Organisation
from accounts.workspace import Workspace
from agreements import todos
from agreements.enums import AgreementState, SignatoryState
from agreements.models import AgreementPart, AgreementRemark, Signatory
from agreements.selectors import board
from agreements.selectors.board import Asked, Line
from agreements.services import nudges
from agreements.stages import Late, Stage
from internships.enums import ApplicationState, PlacementState
from internships.models import Placement
from internships.services import enrolments
from messaging.models import EmailDelivery
from tests import factories
from tests.agreements.board_world import DAY, BoardWorld, today
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> BoardWorld:
    cache.clear()
    return BoardWorld()


@pytest.fixture
def client(world: BoardWorld) -> Client:
    return sign_in(world.coordinator)


def only(world: BoardWorld, **asked: Any) -> Line:
    (line,) = board.lines([world.school], Asked(**asked))
    return line


class TestStages:
    def test_without_a_placement(self, world: BoardWorld) -> None:
        """S4: the school sees at a glance who has no placement yet."""
        world.enrolled()
        assert only(world).stage == Stage.WITHOUT

    @pytest.mark.parametrize("state", [ApplicationState.SENT, ApplicationState.READ, ApplicationState.ACCEPTED])
    def test_applications_under_way(self, world: BoardWorld, state: str) -> None:
        world.applying(state)
        assert only(world).stage == Stage.APPLYING

    def test_a_refusal_leaves_nothing_under_way(self, world: BoardWorld) -> None:
        world.applying(ApplicationState.REFUSED, reason="Complet", closed_at=timezone.now())
        assert only(world).stage == Stage.WITHOUT

    def test_found_then_prepared_then_signing_then_signed(self, world: BoardWorld) -> None:
        placement = world.placed()
        assert only(world).stage == Stage.FOUND
        agreement = world.agreement(placement)
        assert only(world).stage == Stage.PREPARING
        for state in (AgreementState.RENDERING, AgreementState.SIGNING, AgreementState.SEALING):
            type(agreement).objects.filter(pk=agreement.pk).update(state=state)
            assert only(world).stage == Stage.SIGNING

    @pytest.mark.parametrize(
        ("start", "stage"), [(5, Stage.SIGNED), (0, Stage.RUNNING), (-10, Stage.RUNNING), (-40, Stage.OVER)]
    )
    def test_a_sealed_one_follows_its_dates(self, world: BoardWorld, start: int, stage: Stage) -> None:
        world.agreement(world.placed(start=start), AgreementState.SEALED)
        line = only(world)
        assert (line.stage, line.late) == (stage, None)

    def test_a_cancelled_agreement_is_drawn_up_anew(self, world: BoardWorld) -> None:
        made = world.agreement(world.placed())
        type(made).objects.filter(pk=made.pk).update(
            state=AgreementState.CANCELLED, cancelled_at=timezone.now(), cancel_reason="Erreur"
        )
        assert only(world).stage == Stage.FOUND

    def test_a_cancelled_placement_leaves_the_trainee_without(self, world: BoardWorld) -> None:
        placement = world.placed()
        Placement.objects.filter(pk=placement.pk).update(
            state=PlacementState.CANCELLED, closed_on=today(), close_reason="Fermeture"
        )
        assert only(world).stage == Stage.WITHOUT

    def test_a_placement_outside_any_cohort_is_followed_too(self, world: BoardWorld) -> None:
        factories.placement(school=world.school)
        line = only(world)
        assert (line.stage, line.enrolment_id, line.key[0]) == (Stage.FOUND, None, "p")

    def test_two_placements_are_two_lines(self, world: BoardWorld) -> None:
        first = world.placed(start=-60)
        factories.placement(first.person, school=world.school, enrolment=first.enrolment, start=today() + 40 * DAY)
        assert sorted(line.stage for line in board.lines([world.school], Asked())) == [Stage.FOUND, Stage.OVER]

    def test_those_who_left_and_archived_cohorts_are_gone(self, world: BoardWorld) -> None:
        one = world.enrolled()
        enrolments.leave(enrolment_id=one.pk, actor=world.coordinator)
        assert not board.lines([world.school], Asked())
        world.placed()
        assert board.lines([world.school], Asked())
        type(world.cohort).objects.update(archived_at=timezone.now())
        assert not board.lines([world.school], Asked())

    def test_other_schools_are_elsewhere(self, world: BoardWorld) -> None:
        """S5: nobody sees the trainees of another school."""
        BoardWorld().placed()
        assert not board.lines([world.school], Asked())


class TestLate:
    def test_nothing_is_late_at_first(self, world: BoardWorld) -> None:
        world.enrolled()
        world.applying()
        world.agreement(world.placed())
        world.signing(world.placed())
        assert {line.late for line in board.lines([world.school], Asked())} == {None}

    @pytest.mark.parametrize(("days", "late"), [(61, None), (60, Late.WINDOW_NEAR), (0, Late.WINDOW_OPEN)])
    def test_without_as_the_window_nears(self, days: int, late: Late | None) -> None:
        """S4: 60 days before its window a trainee without a placement needs somebody."""
        world = BoardWorld(placement_start=today() + days * DAY)
        world.enrolled()
        assert only(world).late == late

    @pytest.mark.parametrize(
        ("state", "late"), [(ApplicationState.SENT, Late.NO_REPLY), (ApplicationState.ACCEPTED, Late.NOT_CONFIRMED)]
    )
    def test_an_answer_is_overdue(self, world: BoardWorld, state: str, late: Late) -> None:
        world.applying(state, due=-3)
        line = only(world)
        assert (line.late, line.late_since) == (late, today() - 3 * DAY)

    @pytest.mark.parametrize(("start", "late"), [(14, None), (13, Late.START_NEAR), (0, Late.BEGAN)])
    @pytest.mark.parametrize("state", [None, AgreementState.PREPARING, AgreementState.SIGNING])
    def test_unsigned_as_the_start_nears(
        self, world: BoardWorld, start: int, late: Late | None, state: str | None
    ) -> None:
        """E10: warned when unsigned as the start nears."""
        placement = world.placed(start=start)
        if state:
            world.agreement(placement, state)
        assert only(world).late == late

    def test_a_part_has_not_been_completed(self, world: BoardWorld) -> None:
        made = world.agreement(world.placed(), since=8)
        assert only(world).late == Late.PART_WAITING
        AgreementPart.objects.filter(agreement=made).update(completed_at=timezone.now())
        assert only(world).late is None

    def test_a_signature_is_waited_for(self, world: BoardWorld) -> None:
        world.signing(world.placed(), asked=9)
        line = only(world)
        assert (line.late, line.late_since) == (Late.SIGNATURE_WAITING, today() - 9 * DAY)

    def test_somebody_declined(self, world: BoardWorld) -> None:
        signatory = world.signing(world.placed())
        Signatory.objects.filter(pk=signatory.pk).update(
            state=SignatoryState.DECLINED, decline_reason="Non", decided_at=timezone.now()
        )
        assert only(world).late == Late.DECLINED

    def test_a_remark_waits(self, world: BoardWorld) -> None:
        made = world.agreement(world.placed())
        AgreementRemark.objects.create(
            agreement=made, text="Et les repas ?", author_name="Claire", created_at=timezone.now() - 8 * DAY
        )
        assert only(world).late == Late.REMARK


class TestThePage:
    def test_the_counts_and_the_words(self, client: Client, world: BoardWorld) -> None:
        """S4: sans stage at a glance; late in red with the reason in words."""
        world.enrolled(last_name="Sansstage")
        world.signing(world.placed(start=9, last_name="Presque"))
        answer = client.get(reverse("agreements:board"))
        page = answer.content.decode()
        assert answer.context["board"].count(Stage.WITHOUT).total == 1
        assert "Commence dans 9\u00a0jours et la convention n’est pas signée" in page
        assert "Claire Morin (représentant de l’hôte)" in page

    def test_filters_stand_in_the_address(self, client: Client, world: BoardWorld) -> None:
        mine = world.enrolled(last_name="Étoile")
        factories.enrolment(factories.cohort(world.school), factories.user(last_name="Autre"))

        def names(**query: Any) -> set[str]:
            lines = client.get(reverse("agreements:board"), {"vue": "tableau", **query}).context["lines"]
            return {one["line"].last_name for one in lines}

        assert names() == {"Étoile", "Autre"}
        assert names(q="etoi") == {"Étoile"}
        assert names(promotion=world.cohort.pk) == {"Étoile"}
        assert names(retard="on") == set()
        teacher = factories.member(world.school, Role.REFERENT_TEACHER)
        enrolments.set_referent(enrolment_ids=[mine.pk], referent=teacher, actor=world.coordinator)
        assert names(referent=teacher.pk) == {"Étoile"}
        assert names(q="100%_") == set()

    def test_what_another_school_calls_its_own_is_no_filter(self, client: Client, world: BoardWorld) -> None:
        world.enrolled()
        stranger = factories.cohort()
        answer = client.get(reverse("agreements:board"), {"promotion": stranger.pk, "etape": "'; drop", "page": "x"})
        assert answer.context["board"].total == 1

    def test_a_tab_shows_one_state_and_keeps_the_other_counts(self, client: Client, world: BoardWorld) -> None:
        world.enrolled()
        world.placed(last_name="Placée")
        answer = client.get(reverse("agreements:board"), {"etape": "found"})
        assert [one["line"].last_name for one in answer.context["lines"]] == ["Placée"]
        assert answer.context["board"].count(Stage.WITHOUT).total == 1

    def test_pages_of_lines(self, client: Client, world: BoardWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(board, "PER_PAGE", 3)
        for _number in range(7):
            world.enrolled()
        seen = [
            one["line"].key
            for number in (1, 2, 3)
            for one in client.get(reverse("agreements:board"), {"vue": "tableau", "page": number}).context["lines"]
        ]
        assert len(set(seen)) == 7

    @pytest.mark.parametrize("count", [1, 10, 60])
    @pytest.mark.parametrize("view", ["", "tableau"])
    def test_queries_do_not_grow(
        self, client: Client, world: BoardWorld, count: int, view: str, django_assert_max_num_queries: Any
    ) -> None:
        for _number in range(count):
            world.enrolled()
            world.signing(world.placed())
        with django_assert_max_num_queries(10):
            client.get(reverse("agreements:board"), {"vue": view})

    def test_the_export_is_whole_and_neutralised(self, client: Client, world: BoardWorld) -> None:
        for number in range(60):
            world.enrolled(last_name=f"=cmd{number}" if number == 7 else f"Nom{number}")
        answer = client.get(reverse("agreements:board"), {"format": "csv"})
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))  # type: ignore[arg-type]
        assert len(rows) == 61
        assert [row[0] for row in rows if "cmd" in row[0]] == ["'=cmd7"]
        assert (
            client.get(reverse("agreements:board"), {"format": "xlsx"})
            .headers["Content-Type"]
            .startswith("application/vnd")
        )


class TestTheTerritory:
    def test_figures_without_names(self, world: BoardWorld) -> None:
        """S11: an animator sees their territory's figures per school and cohort, nobody's name."""
        territory = factories.territory()
        Organisation.objects.filter(pk=world.school.pk).update(territory=territory)
        world.enrolled(last_name="Secrète")
        world.placed(last_name="Discret")
        elsewhere = BoardWorld()
        elsewhere.cohort.name = "Ailleurs"
        elsewhere.cohort.save()
        elsewhere.enrolled()
        club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
        answer = sign_in(factories.member(club, Role.ANIMATOR)).get(reverse("agreements:board_territory"))
        page = answer.content.decode()
        assert "DEASS 1" in page
        for hidden in ("Secrète", "Discret", "Ailleurs"):
            assert hidden not in page
        (row,) = answer.context["page"]
        assert (row.total, row.counts[Stage.WITHOUT].total, row.counts[Stage.FOUND].total) == (2, 1, 1)


class TestReminders:
    def send(self, client: Client, *lines: Line) -> Any:
        return client.post(reverse("agreements:board_remind"), {"line": [line.key for line in lines]}, follow=True)

    def test_a_trainee_without_a_placement_gets_one_a_day(self, client: Client, world: BoardWorld) -> None:
        world.enrolled(email="sans@example.org")
        line = only(world)
        self.send(client, line)
        answer = self.send(client, line)
        assert EmailDelivery.objects.filter(to="sans@example.org").count() == 1
        assert "aujourd’hui" in answer.content.decode()
        assert AuditEntry.objects.filter(action="board.reminded").count() == 1

    def test_whose_turn_it_is_to_sign_gets_a_new_link(self, client: Client, world: BoardWorld) -> None:
        signatory = world.signing(world.placed(), asked=9)
        self.send(client, only(world))
        assert EmailDelivery.objects.filter(to=signatory.email).count() == 1
        signatory.refresh_from_db()
        assert (timezone.now() - signatory.asked_at).days == 0  # type: ignore[operator]

    @pytest.mark.parametrize(("state", "kind"), [("accepted", "confirm_reminder"), ("sent", "answer_reminder")])
    def test_whoever_is_to_answer_an_application(
        self, client: Client, world: BoardWorld, state: str, kind: str
    ) -> None:
        """S4: the trainee confirms what was accepted; otherwise the host answers."""
        one = world.applying(state, due=-2)
        factories.member(one.applications.get().institution.organisation, Role.HOST_MANAGER)
        self.send(client, only(world))
        self.send(client, only(world))
        assert [one.kind for one in EmailDelivery.objects.all()] == [f"internships.{kind}"]

    def test_parts_are_asked_of_the_sides_that_lack_them(self, client: Client, world: BoardWorld) -> None:
        manager = factories.member(world.host.organisation, Role.HOST_MANAGER)
        placement = world.placed(email="trainee@example.org")
        made = world.agreement(placement)
        AgreementPart.objects.filter(agreement=made, side="trainee").update(completed_at=timezone.now())
        self.send(client, only(world))
        assert set(EmailDelivery.objects.values_list("to", flat=True)) == {manager.email}

    def test_the_schools_own_turn_is_said(self, client: Client, world: BoardWorld) -> None:
        world.placed(last_name="Trouvé")
        answer = self.send(client, only(world))
        assert not EmailDelivery.objects.exists()
        assert "Trouvé" in answer.content.decode()

    def test_a_pupil_without_an_address_is_named(self, client: Client, world: BoardWorld) -> None:
        world.enrolled(email=None, last_name="Sansadresse")
        answer = self.send(client, only(world))
        assert not EmailDelivery.objects.exists()
        assert "Sansadresse" in answer.content.decode()

    def test_another_schools_lines_are_not_there(self, client: Client) -> None:
        other = BoardWorld()
        other.enrolled(email="autre@example.org")
        self.send(client, only(other))
        assert not EmailDelivery.objects.exists()

    def test_one_refusal_keeps_no_other_back(self, world: BoardWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        """A batch is a loop over the single command."""
        world.signing(world.placed())
        world.enrolled(email="sans@example.org")

        def refuse(**_given: Any) -> None:
            raise Refused("Pas maintenant")

        monkeypatch.setattr(nudges.signing, "ask_again", refuse)
        lines = board.lines([world.school], Asked())
        outcome = nudges.remind_all(lines=lines, school=world.school, actor=world.coordinator)
        assert (outcome.sent, len(outcome.refused)) == (1, 1)
        assert EmailDelivery.objects.get().to == "sans@example.org"


class TestToDo:
    def test_what_waits_for_the_school(self, world: BoardWorld, django_assert_max_num_queries: Any) -> None:
        """S4: who has no placement as the window nears, and which agreements are late, wait under « À faire »."""
        type(world.cohort).objects.update(placement_start=today() + 20 * DAY)
        world.enrolled()
        world.signing(world.placed(start=5))
        world.placed()
        workspace = Workspace(world.coordinator)
        assert workspace.organisation
        with django_assert_max_num_queries(1):
            found = list(todos.school(workspace))
        assert [one.count for one in found] == [1, 1, 1]
        page = sign_in(world.coordinator).get(reverse("messaging:inbox")).content.decode()
        for one in found:
            assert one.title in page
            assert sign_in(world.coordinator).get(one.url).context["board"].total >= 1

    def test_nobody_elses(self, world: BoardWorld) -> None:
        world.placed()
        for role in (Role.HOST_MANAGER, Role.TUTOR):
            assert not list(todos.school(Workspace(factories.member(world.host.organisation, role))))
