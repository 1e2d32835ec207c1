"""SMART objectives: written whole, shared, judged, counted (E7, E21)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from accounts.workspace import Workspace
from hosts.versions import Edit, StaleEdit, fingerprint
from internships import privacy_objectives, todos_objectives
from internships.enums import ApplicationState, SupervisorCapacity
from internships.models import ObjectiveNote, ObjectiveResult, Placement, SmartObjective, Supervisor
from internships.models.objectives import FACETS
from internships.objective_hints import Stay, has_measure, hints
from internships.selectors import objectives as selectors
from internships.services import objective_notes, objectives, placements
from messaging.models import EmailDelivery
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 3, 10)
FACETS_GIVEN = {
    "specific": "Mener un atelier avec six enfants.",
    "measurable": "Trois ateliers, une fiche pour chacun.",
    "acceptable": "L’équipe le demande.",
    "realistic": "La salle est libre.",
    "due": datetime.date(2027, 4, 1),
}


def running(person: Any = None, **fields: Any) -> Placement:
    """A placement under way."""
    today = timezone.localdate()
    days = {"start": today - datetime.timedelta(days=10), "end": today + datetime.timedelta(days=10)}
    return factories.placement(person, **{**days, **fields})


def tutor_of(placement: Placement) -> Any:
    tutor = factories.user(first_name="Claude")
    Supervisor.objects.create(
        placement=placement, capacity=SupervisorCapacity.TUTOR, user=tutor, name=str(tutor), since=placement.start
    )
    return tutor


class TestWriting:
    def test_all_five_facets_or_nothing(self) -> None:
        """E7: without a date, or any other facet, an objective is refused."""
        person = factories.user(is_trainee=True)
        for name in FACETS:
            with pytest.raises(Refused):
                objectives.add(person=person, values={**FACETS_GIVEN, name: "  " if name != "due" else None})
        assert not SmartObjective.objects.exists()
        made = objectives.add(person=person, values=FACETS_GIVEN)
        assert (made.person, made.due, made.placement) == (person, datetime.date(2027, 4, 1), None)

    def test_the_table_refuses_an_empty_facet_too(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.objective(measurable="")

    def test_a_new_wording_keeps_the_earlier_one_and_asks_again(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        made = objectives.add(person=placement.person, values=FACETS_GIVEN, placement_id=placement.pk)
        objective_notes.agree(objective_id=made.pk, actor=tutor)
        made.refresh_from_db()
        assert [note.author for note in selectors.agreed_by(made)] == [tutor]
        changed = objectives.change(
            objective_id=made.pk,
            changes={"measurable": "Cinq ateliers."},
            edit=Edit(made.version),
            actor=placement.person,
        )
        assert changed.versions.get().measurable == FACETS_GIVEN["measurable"]  # type: ignore[attr-defined]
        assert selectors.agreed_by(changed) == []

    def test_two_at_once_lose_nothing(self) -> None:
        made = factories.objective()
        seen = Edit(made.version, fingerprint(made, ["specific"]), "page-a")
        other = Edit(made.version, fingerprint(made, ["specific"]), "page-b")
        change = {"objective_id": made.pk, "actor": made.person}
        objectives.change(**change, changes={"specific": "Mener deux ateliers."}, edit=seen)
        with pytest.raises(StaleEdit):
            objectives.change(**change, changes={"specific": "Mener dix ateliers."}, edit=other)

    def test_only_the_person_writes_their_objective(self) -> None:
        made = factories.objective()
        stranger = factories.user()
        with pytest.raises(Refused):
            objectives.change(objective_id=made.pk, changes={"specific": "Autre"}, edit=Edit(1), actor=stranger)
        with pytest.raises(Refused):
            objectives.drop(objective_id=made.pk, actor=stranger)

    def test_given_up_and_taken_up_again(self) -> None:
        made = factories.objective()
        objectives.drop(objective_id=made.pk, actor=made.person)
        assert not SmartObjective.objects.standing().exists()
        objectives.take_up(objective_id=made.pk, actor=made.person)
        assert SmartObjective.objects.standing().exists()


class TestHints:
    def test_a_measure_is_a_number_or_something_seen(self) -> None:
        """E7: « a missing measure »."""
        for words in ("Trois ateliers", "2 fois", "une fiche écrite", "sans aide", "a signed report"):
            assert has_measure(words), words
        for words in ("Je serai plus à l’aise", "Ça se passera bien", "I shall feel better"):
            assert not has_measure(words), words

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"specific": "Mieux connaître le métier d’éducatrice"}, "vague"),
            ({"specific": "Mener un atelier seule", "measurable": "Je serai à l’aise"}, "measure"),
            ({"specific": "Mener un atelier seule"}, "no-measure"),
            ({"specific": "Mener un atelier seule", "measurable": "Trois fois"}, "no-date"),
            ({"due": datetime.date(2027, 6, 1)}, "outside"),
        ],
    )
    def test_each_weakness_has_its_hint(self, values: dict[str, Any], code: str) -> None:
        stay = Stay(datetime.date(2027, 3, 1), datetime.date(2027, 4, 30))
        assert code in {hint.code for hint in hints(values, stay, today=TODAY)}

    def test_a_good_one_gets_none_and_an_empty_page_neither(self) -> None:
        stay = Stay(datetime.date(2027, 3, 1), datetime.date(2027, 4, 30))
        assert hints(FACETS_GIVEN, stay, today=TODAY) == []
        assert hints({}, stay, today=TODAY) == []

    def test_they_name_the_days_of_the_stay(self) -> None:
        stay = Stay(datetime.date(2027, 3, 1), datetime.date(2027, 4, 30))
        with translation.override("fr"):
            found = hints({"due": datetime.date(2027, 5, 2)}, stay, today=TODAY)
        assert "1er mars 2027" in found[0].text
        assert "30 avril 2027" in found[0].text


class TestSharing:
    def test_who_sees_an_objective(self) -> None:
        """Those of the placement; before, nobody but the trainee."""
        host = factories.host()
        manager = factories.member(host.organisation, Role.HOST_MANAGER)
        placement = running(host_=host)
        made = factories.objective(placement.person)
        seen = SmartObjective.objects.visible_to
        assert list(seen(placement.person)) == [made]
        assert not seen(manager).exists()
        objectives.attach(objective_id=made.pk, placement_id=placement.pk, actor=placement.person)
        assert list(seen(manager)) == [made]
        assert not seen(factories.member(factories.host().organisation)).exists()

    def test_those_who_accompany_are_told_once_a_day(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        for _number in range(3):
            objectives.add(person=placement.person, values=FACETS_GIVEN, placement_id=placement.pk)
        sent = EmailDelivery.objects.filter(kind="internships.objectives_shared", user=tutor)
        assert sent.count() == 1
        assert not EmailDelivery.objects.filter(user=placement.person).exists()

    def test_not_to_somebody_elses_placement(self) -> None:
        made = factories.objective()
        with pytest.raises(Refused):
            objectives.attach(objective_id=made.pk, placement_id=running().pk, actor=made.person)

    def test_a_remark_reaches_the_trainee_and_the_answer_comes_back(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        made = factories.objective(placement_=placement)
        objective_notes.comment(objective_id=made.pk, actor=tutor, text="Commencez par deux.")
        assert EmailDelivery.objects.get(kind="internships.objective_remarked").user == placement.person
        objective_notes.comment(objective_id=made.pk, actor=placement.person, text="D’accord.")
        assert EmailDelivery.objects.filter(kind="internships.objective_remarked", user=tutor).count() == 1
        with pytest.raises(Refused):
            objective_notes.comment(objective_id=made.pk, actor=factories.user(), text="Moi aussi.")

    def test_a_cancelled_placement_lets_go_of_them(self) -> None:
        placement = factories.placement()
        made = factories.objective(placement_=placement)
        placements.cancel(placement_id=placement.pk, actor=placement.person, reason="Le poste n’existe plus.")
        made.refresh_from_db()
        assert made.placement is None

    def test_what_an_application_showed_goes_on_with_the_placement(self) -> None:
        person = factories.user(is_trainee=True, birth_date=datetime.date(1990, 1, 1))
        application = factories.application(person, state=ApplicationState.CONFIRMED)
        shown, kept = factories.objective(person), factories.objective(person)
        objectives.show_to(application_id=application.pk, objective_ids=[shown.pk], actor=person)
        placement = factories.placement(person, application=application)
        objectives.follow_created(placement)
        assert list(placement.objectives.all()) == [shown]  # type: ignore[attr-defined]
        kept.refresh_from_db()
        assert kept.placement is None


class TestJudging:
    def test_each_source_has_one_last_word(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        made = factories.objective(placement_=placement)
        objectives.judge(objective_id=made.pk, source="host", level=2, actor=tutor)
        objectives.judge(objective_id=made.pk, source="host", level=3, evidence="Trois fiches.", actor=tutor)
        objectives.judge(objective_id=made.pk, source="employer", level=4, by="Direction du foyer")
        assert {(one.source, one.level, one.by) for one in made.results.all()} == {  # type: ignore[attr-defined]
            ("host", 3, str(tutor)),
            ("employer", 4, "Direction du foyer"),
        }
        assert AuditEntry.objects.filter(action="objective.judged", target_id=str(placement.pk)).count() == 3

    def test_nobody_speaks_for_another_side_nor_before_the_stay(self) -> None:
        placement = running()
        made = factories.objective(placement_=placement)
        with pytest.raises(Refused):
            objectives.judge(objective_id=made.pk, source="host", level=4, actor=placement.person)
        ahead = factories.objective(placement_=factories.placement())
        with pytest.raises(Refused):
            objectives.judge(objective_id=ahead.pk, source="trainee", level=4, actor=ahead.person)
        assert not ObjectiveResult.objects.exists()

    def test_its_words_stay_once_it_was_judged(self) -> None:
        placement = running()
        made = factories.objective(placement_=placement)
        objectives.judge(objective_id=made.pk, source="trainee", level=3, actor=placement.person)
        with pytest.raises(Refused):
            objectives.change(
                objective_id=made.pk, changes={"specific": "Plus facile"}, edit=Edit(made.version), actor=made.person
            )

    def test_four_of_five_reached(self, django_assert_num_queries: Any) -> None:
        """E21: « 80 %, n = 5 », per source, in one query."""
        placement = running()
        for level in (4, 3, 3, 3, 2):
            made = factories.objective(placement_=placement)
            objectives.judge(objective_id=made.pk, source="trainee", level=level, actor=placement.person)
        objectives.judge(objective_id=made.pk, source="employer", level=1)
        factories.objective(placement_=placement)
        with django_assert_num_queries(1):
            found = selectors.reached(SmartObjective.objects.filter(placement=placement))
        assert [(one.source, one.reached, one.evaluated, one.share) for one in found] == [
            ("trainee", 4, 5, 80),
            ("employer", 0, 1, 0),
        ]
        with translation.override("fr"):
            assert found[0].words.replace("\u202f", " ").replace("\u00a0", " ") == "80 %, n = 5"


class TestNothing:
    def test_nothing_judged_is_nothing(self) -> None:
        assert selectors.percent(0, 0) == 0
        assert selectors.reached(SmartObjective.objects.all()) == []


class TestTodos:
    def test_the_trainee_writes_one_where_the_stay_needs_it(self) -> None:
        person = factories.user(is_trainee=True)
        placement = factories.placement(person, kind=factories.kind(needs_objective=True))
        factories.placement(factories.user(is_trainee=True), kind=factories.kind(needs_objective=True))
        found = list(todos_objectives.trainee(Workspace(person)))
        assert [todo.url for todo in found] == [f"/mes-objectifs/nouveau/?stage={placement.pk}"]
        factories.objective(placement_=placement)
        assert list(todos_objectives.trainee(Workspace(person))) == []

    def test_the_tutor_reads_them_once(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        made = factories.objective(placement_=placement)
        factories.objective(placement_=placement)
        (todo,) = todos_objectives.companions(Workspace(tutor))
        assert str(placement.person) in todo.title
        for one in SmartObjective.objects.all():
            objective_notes.agree(objective_id=one.pk, actor=tutor)
        assert list(todos_objectives.companions(Workspace(tutor))) == []
        one = {"objective_id": made.pk, "actor": made.person}
        objectives.change(**one, changes={"specific": "Mener dix ateliers."}, edit=Edit(made.version))
        assert len(list(todos_objectives.companions(Workspace(tutor)))) == 1

    def test_the_employer_who_sends_reads_them_too(self) -> None:
        employer = factories.organisation(OrganisationKind.EMPLOYER)
        staff = factories.member(employer, Role.HR)
        factories.objective(placement_=running(school=employer))
        assert len(list(todos_objectives.companions(Workspace(staff)))) == 1

    def test_after_the_stay_the_last_word_is_asked_for(self) -> None:
        today = timezone.localdate()
        placement = factories.placement(
            start=today - datetime.timedelta(days=30), end=today - datetime.timedelta(days=2)
        )
        made = factories.objective(placement_=placement)
        (todo,) = todos_objectives.trainee(Workspace(placement.person))
        assert todo.url == f"/mes-objectifs/{made.pk}/"
        objectives.judge(objective_id=made.pk, source="trainee", level=3, actor=placement.person)
        assert list(todos_objectives.trainee(Workspace(placement.person))) == []


class TestPrivacy:
    def test_erasure_keeps_the_figure_without_words(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        judged, other = factories.objective(placement_=placement), factories.objective(placement.person)
        objective_notes.comment(objective_id=judged.pk, actor=tutor, text="Bien.")
        objectives.judge(objective_id=judged.pk, source="host", level=3, evidence="Les fiches.", actor=tutor)
        assert "Mener seule" in str(privacy_objectives.export_objectives(placement.person))
        privacy_objectives.erase_objectives(placement.person)
        assert not SmartObjective.objects.filter(pk=other.pk).exists()
        judged.refresh_from_db()
        assert {judged.specific, judged.measurable, judged.acceptable, judged.realistic} == {"—"}
        assert not ObjectiveNote.objects.exists()
        assert ObjectiveResult.objects.get().evidence == ""
        assert selectors.reached(SmartObjective.objects.all())[0].reached == 1

    def test_who_remarked_leaves_without_a_trace(self) -> None:
        placement = running()
        tutor = tutor_of(placement)
        made = factories.objective(placement_=placement)
        objective_notes.comment(objective_id=made.pk, actor=tutor, text="Bien.")
        privacy_objectives.erase_remarks(tutor)
        note = ObjectiveNote.objects.get()
        assert (note.author, note.by, note.text) == (None, "", "Bien.")

    def test_words_are_forgotten_in_time(self) -> None:
        today = timezone.localdate()
        old = factories.placement(
            start=today - datetime.timedelta(days=2000), end=today - datetime.timedelta(days=1990)
        )
        made, young = factories.objective(placement_=old), factories.objective(placement_=running())
        assert privacy_objectives.forget_objectives(timezone.now() - datetime.timedelta(days=1095)) == 1
        made.refresh_from_db()
        young.refresh_from_db()
        assert (made.specific, young.specific[:5]) == ("—", "Mener")
