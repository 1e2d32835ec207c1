"""What the others said is read when it is due and by whom it concerns; what was sent stays (E6, E7, E11, E14, E20)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.workspace import Workspace
from internships import evaluation_rights, privacy_evaluations, privacy_objectives, todos_evaluations, todos_objectives
from internships.enums import PlacementState, Source, SupervisorCapacity
from internships.models import (
    Evaluation,
    FollowUp,
    ObjectiveResult,
    Placement,
    ReturnReport,
    SkillRating,
    SmartObjective,
    Supervisor,
    TraineeProfile,
)
from internships.objective_rights import Act, may
from internships.rights import parties
from internships.selectors import evaluation_contacts, profiles
from internships.selectors import objectives as selectors
from internships.services import evaluations, follow_ups, objective_notes, objectives, returns
from internships.services.evaluations import asking
from messaging.models import EmailDelivery
from tests import factories
from tests.internships import evaluating
from tests.internships.evaluating import DAY, Stay

pytestmark = pytest.mark.django_db


def ago(days: int = 4) -> None:
    """Everything was sent so long ago that nobody takes it back any more."""
    Evaluation.objects.sent().update(sent_at=timezone.now() - days * DAY)


def evidence(source: str, words: str) -> None:
    ObjectiveResult.objects.filter(source=source).update(evidence=words)


def tutor_of(placement: Placement) -> User:
    tutor = factories.user(first_name="Claude")
    Supervisor.objects.create(
        placement=placement, capacity=SupervisorCapacity.TUTOR, user=tutor, name=str(tutor), since=placement.start
    )
    return tutor


def exported(user: User) -> str:
    exports = (privacy_evaluations.export_evaluations, privacy_evaluations.export_returns)
    return "".join(str(one(user)) for one in (*exports, privacy_objectives.export_objectives))


class TestExport:
    def test_nobody_takes_out_what_they_may_not_read_yet(self) -> None:
        """E20, A29: neither a draft of another side nor what it can still take back."""
        stay = Stay(objectives=1)
        other = stay.evaluation(Source.EMPLOYER)
        evaluations.save_screen(
            evaluation_id=other.pk,
            screen="questions",  # type: ignore[arg-type]
            values={"1": "Brouillon secret"},
        )
        stay.answer(Source.HOST, rating=1)
        evidence(Source.HOST, "Preuve du tuteur")
        stay.answer(Source.TRAINEE, actor=stay.trainee)
        evidence(Source.TRAINEE, "Ma preuve")
        found = exported(stay.trainee)
        assert "Ma preuve" in found
        for words in ("Brouillon secret", "Preuve du tuteur"):
            assert words not in found
        skills: Any = privacy_evaluations.export_returns(stay.trainee)
        assert {one["source"] for one in skills["skills"]} == {Source.TRAINEE}
        ago()
        found = exported(stay.trainee)
        assert "Preuve du tuteur" in found
        assert "Brouillon secret" not in found

    def test_whom_nobody_answered_is_forgotten_too(self) -> None:
        """S13: the address of somebody who was asked and never answered."""
        stay = Stay(ended=2000, grids=False)
        evaluating.grid(Source.HOST)
        found = stay.evaluation(Source.HOST)
        Evaluation.objects.filter(pk=found.pk).update(contact_name="Jo", contact_email="jo@example.org")
        assert privacy_evaluations.forget(timezone.now() - 1095 * DAY) == 1
        found.refresh_from_db()
        assert (found.contact_name, found.contact_email) == ("", "")
        assert privacy_evaluations.forget(timezone.now() - 1095 * DAY) == 0


class TestResults:
    def test_they_are_shown_like_the_evaluations(self, django_assert_max_num_queries: Any) -> None:
        """E11, E20: on the list, the objective and the placement; not before one's own is sent and final."""
        stay = Stay(objectives=1)
        (one,) = stay.objectives
        addresses = [
            reverse("internships:my_objectives"),
            reverse("internships:objective", args=[one.pk]),
            reverse("internships:placement", args=[stay.placement.pk]),
        ]
        browser, host = evaluating.client(stay.trainee), f'<span class="text-secondary">{Source.HOST.label}</span>'
        stay.answer(Source.HOST)
        evidence(Source.HOST, "Preuve du tuteur")

        def shown() -> list[bool]:
            pages = [browser.get(address).content.decode() for address in addresses]
            return [host in page or "Preuve du tuteur" in page for page in pages]

        assert shown() == [False] * 3
        ago()
        assert shown() == [False] * 3
        stay.answer(Source.TRAINEE, actor=stay.trainee)
        assert shown() == [True] * 3
        with django_assert_max_num_queries(16) as before:
            browser.get(addresses[0])
        for number in range(2, 6):
            objective = evaluating.objective(stay.placement, number)
            ObjectiveResult.objects.create(objective=objective, source=Source.HOST, level=3)
        with django_assert_max_num_queries(len(before.captured_queries)):
            browser.get(addresses[0])

    def test_the_cv_takes_the_trainees_word(self) -> None:
        """A23: what the host says is not written into the CV before one may read it."""
        stay = Stay(objectives=1)
        stay.answer(Source.HOST)
        (proposal,) = profiles.proposals(stay.trainee)
        assert stay.objectives[0].specific not in proposal.description
        stay.answer(Source.TRAINEE, actor=stay.trainee)
        (proposal,) = profiles.proposals(stay.trainee)
        assert stay.objectives[0].specific in proposal.description


class TestSent:
    def test_the_last_word_is_the_evaluations_once_it_is_sent(self) -> None:
        """E11: « bilan » does not write over what was sent."""
        stay = Stay(objectives=1)
        (one,) = stay.objectives
        assert Act.JUDGE in may(one, stay.trainee, Source.TRAINEE)
        stay.answer(Source.TRAINEE, level=1, actor=stay.trainee)
        fresh = SmartObjective.objects.get(pk=one.pk)
        assert Act.JUDGE not in may(fresh, stay.trainee, Source.TRAINEE)
        assert Act.JUDGE in may(fresh, stay.boss, Source.EMPLOYER)
        with pytest.raises(Refused):
            objectives.judge(objective_id=one.pk, source=Source.TRAINEE, level=4, actor=stay.trainee)
        assert ObjectiveResult.objects.get().level == 1
        evaluating.objective(stay.placement, 2)
        assert not list(todos_objectives.trainee(Workspace(stay.trainee)))

    def test_what_is_taken_back_is_counted_no_more(self) -> None:
        """E11, E19, E21: until it is sent again; the draft has it all."""
        stay = Stay(objectives=1)
        evaluations.rate_before(placement_id=stay.placement.pk, levels={"autonomie": 2}, actor=stay.trainee)
        stay.answer(Source.HOST)
        sent = stay.answer(Source.TRAINEE, actor=stay.trainee)
        evaluations.reopen(evaluation_id=sent.pk, actor=stay.trainee)
        assert set(SkillRating.objects.values_list("source", "moment")) == {("host", "after"), ("trainee", "before")}
        assert [one.source for one in ObjectiveResult.objects.all()] == [Source.HOST]
        evaluations.send(evaluation_id=sent.pk, actor=stay.trainee)
        assert SkillRating.objects.filter(source=Source.TRAINEE, moment="after").count() == len(stay.skills)
        assert ObjectiveResult.objects.filter(source=Source.TRAINEE).count() == 1

    def test_where_one_stood_before_is_not_changed_afterwards(self) -> None:
        """E19."""
        stay = Stay(objectives=0)
        levels = {"placement_id": stay.placement.pk, "levels": {"autonomie": 2}, "actor": stay.trainee}
        evaluations.rate_before(**levels)
        stay.answer(Source.TRAINEE, actor=stay.trainee)
        with pytest.raises(Refused):
            evaluations.rate_before(**{**levels, "levels": {"autonomie": 1}})
        browser = evaluating.client(stay.trainee)
        page = reverse("internships:placement_skills", args=[stay.placement.pk])
        assert "skill_autonomie" not in browser.get(page).content.decode()
        browser.post(page, {"skill_autonomie": "1"})
        assert SkillRating.objects.get(moment="before").level == 2


class TestWhoSpeaks:
    def test_nobody_speaks_of_their_own_stay_for_another_side(self) -> None:
        """E20: human resources on a placement of their own; the host's manager too."""
        stay = Stay(objectives=1)
        factories.member(stay.sender, Role.HR, user=stay.trainee)
        factories.member(stay.host.organisation, Role.HOST_MANAGER, user=stay.trainee)
        placement = Placement.objects.get(pk=stay.placement.pk)
        assert evaluation_rights.sources(parties(placement, stay.trainee), placement) == {Source.TRAINEE}
        assert evaluation_rights.sources(parties(placement, stay.boss), placement) == {Source.EMPLOYER}
        with pytest.raises(Refused):
            objectives.judge(objective_id=stay.objectives[0].pk, source=Source.EMPLOYER, level=4, actor=stay.trainee)
        evaluations.open_due()
        found = Evaluation.objects.get(source=Source.EMPLOYER)
        assert evaluation_contacts.readers(found) == [stay.boss]
        assert len(list(todos_evaluations.evaluations(Workspace(stay.trainee)))) == 1
        Supervisor.objects.update(user=stay.trainee)
        found = Evaluation.objects.get(source=Source.HOST)
        assert stay.trainee not in evaluation_contacts.readers(found)

    def test_the_trainee_names_nobody_for_the_host(self) -> None:
        """E20: only for an employer that nobody knows."""
        stay = Stay()
        Supervisor.objects.all().delete()
        mine = {Source.TRAINEE}
        assert not evaluation_rights.may_name(stay.placement, Source.HOST, mine)
        assert evaluation_rights.may_name(stay.placement, Source.HOST, {Source.HOST})

    def test_a_tutor_who_was_replaced_has_no_link_any_more(self, client: Client) -> None:
        """E20: neither reads nor sends nor takes back."""
        stay = Stay(objectives=0)
        found = stay.evaluation(Source.HOST)
        asking.remind(found.pk)
        address = evaluating.link_address(EmailDelivery.objects.get(to="claude@example.org"))
        assert client.get(address).status_code == 200
        Supervisor.objects.update(email="dominique@example.org", name="Dominique Roy")
        assert client.get(address).status_code == 410
        assert client.post(f"{address}?ecran=1", {"skill_autonomie": "1", "autosave": "1"}).status_code == 410
        found.refresh_from_db()
        assert not found.draft
        stay.answer(Source.HOST)
        assert client.get(address).status_code == 410
        assert client.post(address, {"act": "reopen"}).status_code == 410
        found.refresh_from_db()
        assert found.is_sent

    def test_a_follow_up_is_the_persons_own(self, client: Client) -> None:
        """E15: by the address they have today."""
        stay = Stay(ended=370, grids=False)
        follow_ups.prepare()
        row = FollowUp.objects.get(months=12)
        old = links.issue(purpose=follow_ups.LINK, email="ancienne@example.org", target=row).url
        new = links.issue(purpose=follow_ups.LINK, email=stay.trainee.email or "", target=row).url
        data = {"remains": "Les réunions", "effect_team": "1", "text_team": "Un peu"}
        assert client.post(old, data).status_code == 410
        assert FollowUp.objects.get(months=12).answered_at is None
        assert client.get(new).status_code == 200


class TestAnotherStay:
    def test_what_was_said_elsewhere_stays_there(self) -> None:
        """E7: remarks and agreements do not follow an objective to other people."""
        first = factories.placement()
        second = factories.placement(first.person, start=first.end + 10 * DAY)
        old, new = tutor_of(first), tutor_of(second)
        one = factories.objective(first.person)
        objectives.attach(objective_id=one.pk, placement_id=first.pk, actor=first.person)
        objective_notes.agree(objective_id=one.pk, actor=old)
        objective_notes.comment(objective_id=one.pk, actor=old, text="Entre nous seulement.")
        objectives.attach(objective_id=one.pk, placement_id=second.pk, actor=first.person)
        assert selectors.agreed_by(SmartObjective.objects.get()) == []
        page = reverse("internships:objective", args=[one.pk])
        assert "Entre nous seulement." not in evaluating.client(new).get(page).content.decode()
        assert "Entre nous seulement." in evaluating.client(first.person).get(page).content.decode()
        objective_notes.comment(objective_id=one.pk, actor=new, text="Bonjour.")
        EmailDelivery.objects.all().delete()
        objective_notes.comment(objective_id=one.pk, actor=first.person, text="Merci.")
        told = EmailDelivery.objects.filter(kind="internships.objective_remarked")
        assert [one.user for one in told] == [new]


class TestReaders:
    def test_the_employer_who_sends_does_not_read_the_cv(self) -> None:
        """E6: it is written for hosts, and the trainee is told who reads it."""
        employer, host = factories.organisation(OrganisationKind.EMPLOYER), factories.host()
        hr, manager = factories.member(employer, Role.HR), factories.member(host.organisation)
        person = factories.user(is_trainee=True, birth_date=datetime.date(1990, 1, 1))
        TraineeProfile.objects.create(user=person, headline="Éducatrice en quête d’ailleurs")
        placement = factories.placement(person, host, school=employer)
        address = reverse("internships:placement_cv", args=[placement.pk])
        page = reverse("internships:placement", args=[placement.pk])
        assert evaluating.client(manager).get(address).status_code == 200
        assert evaluating.client(hr).get(address).status_code == 404
        assert "en quête d’ailleurs" in evaluating.client(manager).get(page).content.decode()
        assert "en quête d’ailleurs" not in evaluating.client(hr).get(page).content.decode()

    def test_a_shared_report_says_how_far_and_not_in_whose_words(self, client: Client) -> None:
        """E14: of the others only the level; nothing of a minor, nor of what was called off."""
        stay = Stay(objectives=1)
        for source, actor in ((Source.TRAINEE, stay.trainee), (Source.HOST, None)):
            stay.answer(source, actor=actor)
        ago()
        evidence(Source.TRAINEE, "Ma preuve")
        evidence(Source.HOST, "Preuve du tuteur")
        returns.share(placement_id=stay.placement.pk, actor=stay.trainee)
        address = reverse("internships:report_shared", args=[ReturnReport.objects.get().token])
        body = client.get(address).content.decode()
        assert "Ma preuve" in body
        assert str(Source.HOST.label) in body
        assert "Preuve du tuteur" not in body
        own = evaluating.client(stay.trainee).get(reverse("internships:report", args=[stay.placement.pk]))
        assert "Preuve du tuteur" in own.content.decode()
        User.objects.filter(pk=stay.trainee.pk).update(birth_date=timezone.localdate() - 15 * 365 * DAY)
        assert client.get(address).status_code == 404
        User.objects.filter(pk=stay.trainee.pk).update(birth_date=datetime.date(1990, 1, 2))
        assert client.get(address).status_code == 200
        Placement.objects.update(state=PlacementState.CANCELLED, closed_on=stay.end, close_reason="x")
        assert client.get(address).status_code == 404
