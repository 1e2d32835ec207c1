"""The pages of objectives: guided writing, the talk on the placement's page, what an application shows (E7)."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internships.enums import ApplicationState, SupervisorCapacity
from internships.models import ObjectiveExample, ObjectiveNote, Placement, SmartObjective, Supervisor
from internships.reference import load_reference
from law.reference import load_reference as load_law
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
WHOLE = {
    "specific": "Mener un atelier avec six enfants.",
    "measurable": "Trois ateliers, une fiche pour chacun.",
    "acceptable": "L’équipe le demande.",
    "realistic": "La salle est libre.",
}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def running(person: Any = None, **fields: Any) -> Placement:
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
    new = "/mes-objectifs/nouveau/"

    def due(self, placement: Placement) -> dict[str, str]:
        return {"due": placement.end.isoformat(), "placement": str(placement.pk)}

    def test_one_without_a_date_is_refused_with_what_to_do(self) -> None:
        """E7: Time-bound is required."""
        placement = running()
        answer = sign_in(placement.person).post(self.new, WHOLE)
        assert answer.status_code == 422
        assert "Choisissez le jour" in text(answer)
        assert not SmartObjective.objects.exists()

    def test_a_whole_one_is_saved_and_shared_with_the_stay(self) -> None:
        placement = running()
        client = sign_in(placement.person)
        answer = client.post(self.new, {**WHOLE, **self.due(placement)})
        made = SmartObjective.objects.get()
        assert answer["Location"] == f"/mes-objectifs/{made.pk}/"
        assert made.placement == placement
        page = text(client.get("/mes-objectifs/"))
        assert "Mener un atelier avec six enfants." in page

    def test_a_weak_one_is_shown_its_hints_once_then_saved_as_it_is(self) -> None:
        """Without JavaScript: the first sending shows the hints, the second one saves."""
        placement = running()
        client = sign_in(placement.person)
        weak = {**WHOLE, **self.due(placement), "measurable": "Je serai à l’aise"}
        first = client.post(self.new, weak)
        assert first.status_code == 422
        assert "Rien n’est encore enregistré" in text(first)
        assert not SmartObjective.objects.exists()
        seen = re.search(r'name="seen" id="seen" value="([^"]*)"', first.content.decode())
        assert seen
        assert "measure" in seen[1]
        assert client.post(self.new, {**weak, "seen": seen[1]}).status_code == 302
        assert SmartObjective.objects.get().measurable == "Je serai à l’aise"

    def test_hints_come_as_one_types_and_save_nothing(self) -> None:
        placement = running()
        sent = {"hints": "1", "specific": "Mener un atelier", "measurable": "Bien", "due": "2019-01-01"}
        answer = sign_in(placement.person).post(self.new, {**sent, "placement": str(placement.pk)})
        assert answer.status_code == 200
        page = text(answer)
        assert "<html" not in page
        assert 'id="hints-measurable"' in page
        assert "en dehors du stage" in page
        assert not SmartObjective.objects.exists()

    def test_another_example_keeps_what_was_typed(self) -> None:
        factories.kind()
        first = ObjectiveExample.objects.create(code="a", name_fr="Un", **self.example("Premier exemple"))
        ObjectiveExample.objects.create(code="b", name_fr="Deux", position=2, **self.example("Second exemple"))
        client = sign_in(factories.user(is_trainee=True))
        assert first.specific_fr in text(client.get(self.new))
        answer = client.post(self.new, {"show_example": "1", "example": "b", "specific": "Mon début"})
        page = text(answer)
        assert answer.status_code == 200
        assert "Second exemple" in page
        assert "Mon début" in page
        assert "Choisissez le jour" not in page

    @staticmethod
    def example(words: str) -> dict[str, str]:
        return {f"{name}_fr": words for name in ("specific", "measurable", "acceptable", "realistic", "due")}

    def test_the_shipped_examples_have_every_facet_in_both_languages(self) -> None:
        load_law()
        load_reference()
        assert ObjectiveExample.objects.count() >= 8
        for one in ObjectiveExample.objects.all():
            for name in ("specific", "measurable", "acceptable", "realistic", "due"):
                assert getattr(one, f"{name}_fr"), (one.code, name)
                assert getattr(one, f"{name}_en"), (one.code, name)

    def test_somebody_elses_stay_is_not_offered(self) -> None:
        other = running()
        client = sign_in(factories.user(is_trainee=True))
        client.post(self.new, {**WHOLE, **self.due(other)})
        assert all(one.placement is None for one in SmartObjective.objects.all())

    def test_rewording_from_an_old_page_shows_both(self) -> None:
        made = factories.objective()
        client = sign_in(made.person)
        page = client.get(f"/mes-objectifs/{made.pk}/modifier/").content.decode()
        marks = dict(re.findall(r'name="(version|base|page)" value="([^"]*)"', page))
        SmartObjective.objects.filter(pk=made.pk).update(specific="Changé ailleurs.", version=9)
        sent = {**WHOLE, "due": made.due.isoformat(), **marks, "seen": "past outside"}
        answer = client.post(f"/mes-objectifs/{made.pk}/modifier/", sent)
        assert answer.status_code == 409
        assert "Changé ailleurs." in text(answer)


class TestTalking:
    def test_the_tutor_agrees_and_remarks_on_the_placements_page(self) -> None:
        placement = running()
        tutor, made = tutor_of(placement), factories.objective(placement_=placement)
        client = sign_in(tutor)
        page = text(client.get(f"/stages/{placement.pk}/"))
        assert 'id="objectifs"' in page
        assert made.specific in page
        answer = client.post(f"/mes-objectifs/{made.pk}/accord/", {"from": "placement"})
        assert answer["Location"] == f"/stages/{placement.pk}/#objectif-{made.pk}"
        client.post(f"/mes-objectifs/{made.pk}/remarque/", {"text": "Commencez par deux.", "from": "placement"})
        assert {note.kind for note in ObjectiveNote.objects.all()} == {"agreed", "comment"}
        assert "Commencez par deux." in text(sign_in(placement.person).get(f"/mes-objectifs/{made.pk}/"))

    def test_a_remark_says_something(self) -> None:
        placement = running()
        made = factories.objective(placement_=placement)
        answer = sign_in(tutor_of(placement)).post(f"/mes-objectifs/{made.pk}/remarque/", {"text": " "})
        assert answer.status_code == 422

    def test_the_last_word_of_each_side(self) -> None:
        placement = running()
        made = factories.objective(placement_=placement)
        sent = {"judge-level": "3", "judge-text": "Trois fiches écrites."}
        for person in (placement.person, tutor_of(placement)):
            assert sign_in(person).post(f"/mes-objectifs/{made.pk}/bilan/", sent).status_code == 302
        assert sorted(made.results.values_list("source", "level")) == [("host", 3), ("trainee", 3)]  # type: ignore[attr-defined]
        page = text(sign_in(placement.person).get(f"/mes-objectifs/{made.pk}/"))
        assert page.count("Trois fiches écrites.") >= 2

    def test_progress_is_the_trainees(self) -> None:
        placement = running()
        made = factories.objective(placement_=placement)
        sent = {"progress-level": "1", "progress-text": "Premier atelier mené."}
        assert sign_in(tutor_of(placement)).post(f"/mes-objectifs/{made.pk}/avancement/", sent).status_code == 403
        assert sign_in(placement.person).post(f"/mes-objectifs/{made.pk}/avancement/", sent).status_code == 302
        assert "Premier atelier mené." in text(sign_in(placement.person).get(f"/mes-objectifs/{made.pk}/"))

    def test_an_unknown_word_is_a_404(self) -> None:
        made = factories.objective()
        assert sign_in(made.person).post(f"/mes-objectifs/{made.pk}/jeter/").status_code == 404

    def test_queries_do_not_grow(self, django_assert_max_num_queries: Any) -> None:
        placement = running()
        client = sign_in(placement.person)
        factories.objective(placement_=placement)
        client.get("/mes-objectifs/")
        with django_assert_max_num_queries(16) as before:
            client.get("/mes-objectifs/")
        for _number in range(6):
            factories.objective(placement_=placement)
        with django_assert_max_num_queries(len(before.captured_queries)):
            client.get("/mes-objectifs/")


class TestApplications:
    @staticmethod
    def scene(birth: datetime.date | None) -> tuple[Any, Any, Any]:
        host = factories.host()
        manager = factories.member(host.organisation)
        person = factories.user(is_trainee=True, birth_date=birth)
        return person, manager, factories.application(person, factories.offer(host))

    def test_the_host_sees_those_attached_and_no_other(self) -> None:
        """E7 and E6: a host contacted sees what the trainee attached."""
        person, manager, application = self.scene(datetime.date(1990, 1, 1))
        shown = factories.objective(person, specific="Montrer ceci en stage.")
        factories.objective(person, specific="Garder cela pour moi.")
        address = reverse("internships:application_objectives", args=[application.pk])
        sign_in(person).post(address, {"objectives": [str(shown.pk)]})
        page = text(sign_in(manager).get(f"/candidatures/{application.pk}/"))
        assert "Montrer ceci en stage." in page
        assert "Garder cela pour moi." not in page

    def test_of_a_minor_only_after_acceptance(self) -> None:
        """decisions.md: of a minor, nothing more before the host has said yes."""
        today = timezone.localdate()
        person, manager, application = self.scene(today.replace(year=today.year - 14, day=1))
        made = factories.objective(person, specific="Voir le métier de près.")
        application.objectives.add(made)
        client = sign_in(manager)
        assert "Voir le métier de près." not in text(client.get(f"/candidatures/{application.pk}/"))
        application.state, application.answered_at = ApplicationState.ACCEPTED, timezone.now()
        application.save()
        assert "Voir le métier de près." in text(client.get(f"/candidatures/{application.pk}/"))

    def test_a_refused_one_shows_nothing_any_more(self) -> None:
        person, manager, application = self.scene(datetime.date(1990, 1, 1))
        application.objectives.add(factories.objective(person, specific="Voir le métier de près."))
        application.state, application.reason, application.closed_at = ApplicationState.REFUSED, "Non", timezone.now()
        application.save()
        assert "Voir le métier de près." not in text(sign_in(manager).get(f"/candidatures/{application.pk}/"))

    def test_they_are_ticked_while_applying(self) -> None:
        person = factories.user(is_trainee=True, birth_date=datetime.date(1990, 1, 1))
        host = factories.host()
        factories.member(host.organisation)
        offer = factories.offer(host)
        shown, kept = factories.objective(person), factories.objective(person)
        factories.kind()
        client = sign_in(person)
        page = client.get(f"/candidatures/nouvelle/?offre={offer.pk}")
        form = page.context["form"]
        sent = {"start": form.fields["start"].initial, "end": form.fields["end"].initial, "message": "Bonjour"}
        sent |= {"frame": form.fields["frame"].choices[0][0], "objectives": [str(shown.pk)]}
        assert client.post(f"/candidatures/nouvelle/?offre={offer.pk}", sent).status_code == 302
        assert list(person.applications.get().objectives.all()) == [shown]
        assert not kept.applications.exists()

    def test_nobody_chooses_for_another(self) -> None:
        person, _manager, application = self.scene(None)
        stranger = factories.user(is_trainee=True)
        address = reverse("internships:application_objectives", args=[application.pk])
        assert sign_in(stranger).get(address).status_code == 404
        foreign = factories.objective(stranger)
        sign_in(person).post(address, {"objectives": [str(foreign.pk)]})
        assert not application.objectives.exists()


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get("/mes-objectifs/").status_code == 302
