"""Evaluations: they open by themselves, are filled in by account or by link, frozen once sent (E11, E19 to E22)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from accounts.workspace import Workspace
from internships import evaluation_reminders, todos_evaluations
from internships.enums import PlacementState, Source
from internships.evaluation_screens import Screen
from internships.models import (
    Answer,
    Evaluation,
    ObjectiveResult,
    Placement,
    PlacementKind,
    PlacementSettings,
    SkillRating,
    Supervisor,
)
from internships.privacy_objectives import forget_objectives
from internships.selectors.evaluations import answered
from internships.selectors.impact import impact
from internships.selectors.objectives import reached
from internships.services import evaluations
from internships.services.evaluations import Incomplete, asking
from messaging import reminders
from messaging.models import EmailDelivery, ReminderSetting
from tests import factories
from tests.internships import evaluating
from tests.internships.evaluating import DAY, Stay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: reminders.kinds[name] for name in (evaluation_reminders.EVALUATE, evaluation_reminders.FOLLOW_UP)}
    monkeypatch.setattr(reminders, "kinds", kept)


def at(days_after_end: int, stay: Stay) -> datetime.datetime:
    day = stay.end + days_after_end * DAY
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def test_they_open_near_the_end_and_not_before() -> None:
    """E11: for each side that there is; seven days before the end unless administrators chose another number."""
    stay = Stay(ended=-8)
    assert evaluations.open_due() == 0
    PlacementSettings.objects.create(pk=1, evaluation_days=8)
    assert evaluations.open_due() == 3
    assert evaluations.open_due() == 0
    assert set(Evaluation.objects.values_list("source", flat=True)) == {"trainee", "host", "employer"}
    Placement.objects.update(state=PlacementState.CANCELLED, closed_on=stay.end, close_reason="x")
    Evaluation.objects.all().delete()
    assert evaluations.open_due() == 0


def test_reminders_follow_the_end_and_missed_ones_go_once() -> None:
    """E11: J-1, J+3, J+10; after forty days without a beat each side is asked once, whoever sent hears nothing."""
    stay = Stay(ended=0)
    PlacementKind.objects.update(followed_up=False)
    everybody = sorted(["claude@example.org", stay.boss.email, stay.trainee.email])
    assert reminders.send_due(at(-2, stay)) == 0
    assert reminders.send_due(at(-1, stay)) == 3
    assert evaluating.letters() == everybody
    assert reminders.send_due(at(2, stay)) == 0
    stay.answer(Source.TRAINEE, actor=stay.trainee)
    EmailDelivery.objects.all().delete()
    assert reminders.send_due(at(40, stay)) == 2
    assert evaluating.letters() == sorted(["claude@example.org", stay.boss.email])
    assert reminders.send_due(at(41, stay)) == 0
    assert reminders.send_due(at(400, stay)) == 0


def test_the_days_are_set_where_reminders_are() -> None:
    """E11."""
    stay = Stay(ended=0)
    ReminderSetting.objects.create(kind=evaluation_reminders.EVALUATE, enabled=True, offsets=[5])
    assert reminders.send_due(at(4, stay)) == 0
    assert reminders.send_due(at(5, stay)) == 3
    # Switched off, they still open by themselves.
    ReminderSetting.objects.update(enabled=False)
    Evaluation.objects.all().delete()
    assert reminders.send_due(at(5, stay)) == 0
    assert evaluations.open_due(at(5, stay)) == 3


def test_a_tutor_without_account_answers_by_the_link(client: Any) -> None:
    """E20: three screens, kept as typed, frozen once sent; no account, no script."""
    stay = Stay()
    evaluations.open_due()
    reminders.send_due()
    letter = EmailDelivery.objects.get(to="claude@example.org")
    address = evaluating.link_address(letter)
    found = Evaluation.objects.get(source=Source.HOST)
    page = client.get(address).content.decode()
    assert "Conduire un entretien 1" in page
    assert not Evaluation.objects.get(pk=found.pk).draft, "opening a link changes nothing"
    first, second = stay.objectives
    half = {f"level_{first.pk}": "4", f"evidence_{first.pk}": "Seul", "autosave": "1"}
    assert client.post(f"{address}?ecran=1", half).status_code == 200
    assert client.post(f"{address}?ecran=1", {f"level_{first.pk}": "4"}).status_code == 422
    both = {f"level_{first.pk}": "4", f"evidence_{first.pk}": "Seul", f"level_{second.pk}": "2"}
    assert client.post(f"{address}?ecran=1", both)["Location"].endswith("?ecran=2")
    assert client.post(f"{address}?ecran=2", {"skill_autonomie": "5"})["Location"].endswith("?ecran=3")
    questions = {f"q_{pk}": value for pk, value in evaluating.questions(found).items()}
    assert client.post(f"{address}?ecran=3", questions).status_code == 302
    found.refresh_from_db()
    assert found.is_sent
    assert sorted(Answer.objects.filter(evaluation=found).values_list("number", flat=True), key=str) == [1, 4, None]
    assert SkillRating.objects.get().level == 5
    assert list(ObjectiveResult.objects.order_by("pk").values_list("source", "level")) == [("host", 4), ("host", 2)]
    assert [(one.reached, one.evaluated) for one in reached(first.__class__.objects.all())] == [(1, 2)]
    again = client.get(address).content.decode()
    assert "Seul" in again
    # Nothing can be changed by sending the form again.
    client.post(f"{address}?ecran=2", {"skill_autonomie": "1"})
    assert SkillRating.objects.get().level == 5


def test_what_is_missing_is_shown_where_it_is() -> None:
    """E11: the last button leads back to the first screen on which something is missing."""
    stay = Stay()
    found = stay.evaluation()
    browser = evaluating.client(stay.trainee)
    page = reverse("internships:evaluation", args=[stay.placement.pk, "trainee"])
    questions = {f"q_{pk}": value for pk, value in evaluating.questions(found).items()}
    answer = browser.post(f"{page}?ecran=3", questions)
    assert answer["Location"].endswith("?ecran=1&verifier=1")
    assert browser.get(answer["Location"]).content.decode().count("is-invalid") >= 1
    with pytest.raises(Incomplete):
        evaluations.send(evaluation_id=found.pk, actor=stay.trainee)


def test_it_is_taken_back_until_others_read_it() -> None:
    """E11: within some days, by its own side; afterwards it stays as it was sent."""
    stay = Stay()
    sent = stay.answer(Source.TRAINEE, actor=stay.trainee)
    told = AuditEntry.objects.filter(target_type="internships.placement", target_id=str(stay.placement.pk))
    assert list(told.values_list("action", flat=True)) == ["evaluation.sent"], "once, not once for each objective"
    browser = evaluating.client(stay.trainee)
    take_back = reverse("internships:evaluation_reopen", args=[stay.placement.pk, "trainee"])
    assert evaluating.client(stay.boss).post(take_back).status_code == 404
    browser.post(take_back)
    sent.refresh_from_db()
    assert not sent.is_sent
    assert not sent.answers.exists()
    assert sent.draft["skills"], "what was typed is still there"
    evaluations.send(evaluation_id=sent.pk, actor=stay.trainee)
    Evaluation.objects.update(sent_at=timezone.now() - 4 * DAY)
    with pytest.raises(Refused):
        evaluations.reopen(evaluation_id=sent.pk, actor=stay.trainee)


def test_what_saves_itself_too_late_says_so_beside_the_form(client: Any) -> None:
    """A form left open in another window: no page within the page, no message that waits for the next one."""
    stay = Stay()
    stay.answer(Source.TRAINEE, actor=stay.trainee)
    browser = evaluating.client(stay.trainee)
    here = reverse("internships:evaluation", args=[stay.placement.pk, "trainee"])
    skills = reverse("internships:placement_skills", args=[stay.placement.pk])
    for address in (here, skills):
        answer = browser.post(address, {"autosave": "1", "skill_autonomie": "2"}, HTTP_HX_REQUEST="true")
        assert answer.status_code == 200
        assert answer.content.decode().count('<p id="autosave"') == 1
        assert "<main" not in answer.content.decode()
    assert "is-error" not in browser.get(here).content.decode()
    assert not SkillRating.objects.filter(level=2).exists()
    stay.evaluation(Source.HOST)
    reminders.send_due()
    address = evaluating.link_address(EmailDelivery.objects.filter(to="claude@example.org").latest("pk"))
    stay.answer(Source.HOST)
    assert "<main" not in client.post(address, {"autosave": "1"}, HTTP_HX_REQUEST="true").content.decode()


def test_nobody_reads_anothers_before_sending_their_own() -> None:
    """E20: the trainee reads the host's once both are sent and can no longer be taken back; the school reads both."""
    stay = Stay(sender="training", objectives=0)
    stay.answer(Source.HOST)
    host_page = reverse("internships:evaluation", args=[stay.placement.pk, "host"])
    trainee, teacher = evaluating.client(stay.trainee), evaluating.client(stay.boss)
    assert trainee.get(host_page).status_code == 404
    assert teacher.get(host_page).status_code == 404
    Evaluation.objects.update(sent_at=timezone.now() - 4 * DAY)
    assert teacher.get(host_page).status_code == 200
    assert trainee.get(host_page).status_code == 404
    stay.answer(Source.TRAINEE, actor=stay.trainee)
    assert trainee.get(host_page).status_code == 200
    assert evaluating.client(factories.user()).get(host_page).status_code == 404
    # A month after the end nobody is waited for any more.
    late = Stay(ended=31, objectives=0, grids=False)
    late.answer(Source.HOST)
    Evaluation.objects.filter(placement=late.placement).update(sent_at=timezone.now() - 4 * DAY)
    theirs = reverse("internships:evaluation", args=[late.placement.pk, "host"])
    assert evaluating.client(late.trainee).get(theirs).status_code == 200
    # Anybody else's side is not theirs to fill in.
    assert trainee.get(reverse("internships:evaluation", args=[stay.placement.pk, "school"])).status_code == 404
    assert trainee.get(reverse("internships:evaluation", args=[stay.placement.pk, "employer"])).status_code == 404


def test_an_employer_without_account_is_named_and_asked() -> None:
    """E20: by whoever may say whom; never the trainee for a side that is known, nor at their own address."""
    stay = Stay()
    ask = reverse("internships:evaluation_ask", args=[stay.placement.pk, "employer"])
    trainee = evaluating.client(stay.trainee)
    who = {"name": "Jo Brun", "email": "jo@example.org"}
    assert trainee.post(ask, who).status_code == 404
    stay.boss.memberships.all().delete()
    assert trainee.get(ask).status_code == 200
    trainee.post(ask, {**who, "email": stay.trainee.email})
    assert not evaluating.links_of("internships.evaluation")
    trainee.post(ask, who)
    assert evaluating.letters() == ["jo@example.org"]
    # Once somebody is named, the trainee names nobody else.
    assert trainee.post(ask, {**who, "email": "jo.brun@example.org"}).status_code == 404
    found = Evaluation.objects.get(source=Source.EMPLOYER)
    evaluations.save_screen(evaluation_id=found.pk, screen="skills", values={"autonomie": "2"})  # type: ignore[arg-type]
    asking.ask_at(evaluation_id=found.pk, name="Jo Brun", email="Jo@example.org", actor=stay.boss)
    found.refresh_from_db()
    assert found.draft, "the same person goes on with what they began"
    asking.ask_at(evaluation_id=found.pk, name="Ali Roy", email="ali@example.org", actor=stay.boss)
    found.refresh_from_db()
    assert not found.draft, "what one began is not for the next to send"
    *old, new = evaluating.links_of("internships.evaluation")
    assert all(one.revoked_at is not None for one in old)
    assert new.is_alive()


def test_an_employer_without_account_is_asked_where_the_agreement_was() -> None:
    """E20, E10: the contact of the employment, by link, when its end nears; and the trainee names nobody else."""
    stay = Stay()
    stay.boss.memberships.all().delete()
    stay.placement.employment = factories.employment(stay.trainee, stay.sender, contact_email="sofia@example.org")
    stay.placement.save(update_fields=["employment"])
    asking.remind(stay.evaluation(Source.EMPLOYER).pk)
    assert evaluating.letters() == ["sofia@example.org"]
    ask = reverse("internships:evaluation_ask", args=[stay.placement.pk, "employer"])
    friend = {"name": "Jo Brun", "email": "jo@example.org"}
    assert evaluating.client(stay.trainee).post(ask, friend).status_code == 404


def test_skills_before_and_after_make_a_chart_with_its_table() -> None:
    """E19, A25: rated before and after by the trainee, after by the others; the chart is drawn on the server."""
    stay = Stay(objectives=0)
    browser = evaluating.client(stay.trainee)
    page = reverse("internships:placement_skills", args=[stay.placement.pk])
    assert browser.post(page, {"skill_autonomie": "2", "skill_rigueur": "3"}).status_code == 302
    stay.answer(Source.TRAINEE, rating=4, actor=stay.trainee)
    body = browser.get(page).content.decode()
    assert '<svg class="skills"' in body
    assert (
        "style="
        not in body[body.index('<svg class="skills"') : body.index("</svg>", body.index('<svg class="skills"'))]
    )
    assert "(+2)" in body
    assert "(+1)" in body
    assert evaluating.client(stay.boss).post(page, {"skill_autonomie": "1"}).status_code == 404
    assert evaluating.client(factories.user()).get(page).status_code == 404


def test_a_do_waits_for_each_side() -> None:
    """E11: the trainee, the tutor with an account, the employer; none once it is sent."""
    stay = Stay()
    tutor = factories.member(stay.host.organisation, Role.TUTOR)
    Supervisor.objects.update(user=tutor)
    evaluations.open_due()
    for user in (stay.trainee, tutor, stay.boss):
        assert len(list(todos_evaluations.evaluations(Workspace(user)))) == 1, user
    assert not list(todos_evaluations.evaluations(Workspace(factories.user())))
    stay.answer(Source.HOST, actor=tutor)
    assert not list(todos_evaluations.evaluations(Workspace(tutor)))


def test_the_figures_say_how_many_they_are_made_of(django_assert_num_queries: Any) -> None:
    """E21, E22, E19, E13: by source, with n, never of fewer than three; in as many queries however many there are."""
    for number in range(4):
        stay = Stay(objectives=1)
        evaluations.rate_before(placement_id=stay.placement.pk, levels={"autonomie": 2}, actor=stay.trainee)
        stay.answer(Source.TRAINEE, level=3 if number else 1, rating=4, actor=stay.trainee)
        if number < 2:
            stay.answer(Source.HOST, rating=2)
    with django_assert_num_queries(5):
        found = impact()
    # Two hosts judged, too: that would tell who said what.
    assert [(one.source, one.reached, one.evaluated) for one in found.objectives] == [(Source.TRAINEE, 3, 4)]
    assert [(one.meaning, one.source, one.average, one.number) for one in found.ratings] == [
        ("thinking", Source.TRAINEE, 4.0, 4)
    ]
    assert [(one.skill.code, one.before, one.after, one.number) for one in found.skills] == [("autonomie", 2.0, 4.0, 4)]
    assert found.placements == 4
    assert sum(one.placements or 0 for one in found.by_year()) == 4


def test_the_placement_page_costs_the_same_with_evaluations(django_assert_max_num_queries: Any) -> None:
    """E11: its section and step."""
    stay = Stay()
    for source in stay.sources:
        stay.answer(source)
    browser = evaluating.client(stay.trainee)
    page = reverse("internships:placement", args=[stay.placement.pk])
    body = browser.get(page).content.decode()
    assert 'id="evaluations"' in body
    assert reverse("internships:report", args=[stay.placement.pk]) in body


def test_the_words_of_objectives_are_forgotten_where_evaluations_repeat_them() -> None:
    """E7, E20: what was typed keeps how far each was reached, without the objective's words nor the evidence."""
    old, young = Stay(ended=1200), Stay(ended=10)
    sent, kept = old.answer(Source.TRAINEE, actor=old.trainee), young.answer(Source.TRAINEE, actor=young.trainee)
    asked = old.evaluation(Source.HOST)
    first = old.objectives[0]
    typed = {str(first.pk): {"level": None, "evidence": "Vu deux fois", "title": first.specific}}
    evaluations.save_screen(evaluation_id=asked.pk, screen=Screen.OBJECTIVES, values=typed)
    forget_objectives(timezone.now() - datetime.timedelta(days=1095))
    for evaluation in (sent, kept, asked):
        evaluation.refresh_from_db()
    assert sent.draft["objectives"] == {str(one.pk): {"level": 3} for one in old.objectives}
    assert asked.draft["objectives"] == {}
    assert {line.label for line in answered(sent).objectives} == {"—"}
    assert young.objectives[0].specific in str(kept.draft)
