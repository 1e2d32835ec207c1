"""Key ideas, impact, return report, follow-up after one and two years (E12 to E15)."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.errors import Refused
from accounts.workspace import Workspace
from internships import evaluation_leads, evaluation_reminders, return_leads, todos_evaluations
from internships.enums import PlacementState, Source
from internships.models import (
    Evaluation,
    FollowUp,
    ImpactNote,
    KeyIdea,
    Placement,
    PlacementKind,
    PlacementPractice,
    ReturnReport,
)
from internships.services import evaluations, follow_ups, returns
from internships.services.follow_ups import Told
from messaging import reminders
from messaging.models import EmailDelivery
from practices.services import practices
from tests import factories
from tests.internships import evaluating
from tests.internships.evaluating import DAY, Stay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reminders, "kinds", {evaluation_reminders.FOLLOW_UP: reminders.kinds[evaluation_reminders.FOLLOW_UP]}
    )


def page(name: str, stay: Stay, *more: Any) -> str:
    return reverse(f"internships:{name}", args=[stay.placement.pk, *more])


def test_a_key_idea_goes_with_its_use() -> None:
    """E12: one without the other is refused beside the field; another person's placement is a 404."""
    stay = Stay(grids=False)
    browser = evaluating.client(stay.trainee)
    assert browser.post(page("key_ideas", stay), {"idea": "Commencer par ce qui va bien"}).status_code == 422
    assert browser.post(page("key_ideas", stay), {"idea": "Commencer", "use": "En réunion"}).status_code == 302
    idea = KeyIdea.objects.get()
    browser.post(page("key_idea", stay, idea.pk), {"idea": "Commencer bien", "use": "En réunion"})
    assert KeyIdea.objects.get().idea == "Commencer bien"
    assert evaluating.client(stay.boss).get(page("key_ideas", stay)).status_code == 404
    browser.post(page("key_idea_remove", stay, idea.pk))
    assert not KeyIdea.objects.exists()
    with pytest.raises(Refused):
        returns.save_idea(placement_id=stay.placement.pk, idea="x", use="y", actor=stay.boss)


def test_impact_on_four_levels() -> None:
    """E13: how much and in words; a level of which nothing is said leaves nothing; saved as one types."""
    stay = Stay(grids=False)
    browser = evaluating.client(stay.trainee)
    data = {"effect_work": "2", "text_work": "Je prends le temps", "text_team": "Un point le lundi"}
    assert browser.post(page("impact_notes", stay), {**data, "autosave": "1"}).status_code == 200
    assert browser.post(page("impact_notes", stay), data).status_code == 302
    assert list(ImpactNote.objects.order_by("pk").values_list("level", "effect")) == [("work", 2), ("team", None)]
    browser.post(page("impact_notes", stay), {"effect_work": "3"})
    assert list(ImpactNote.objects.values_list("level", "effect")) == [("work", 3)]


def report_of(stay: Stay) -> None:
    """Everything that a report tells."""
    evaluations.rate_before(placement_id=stay.placement.pk, levels={"autonomie": 2}, actor=stay.trainee)
    stay.answer(Source.TRAINEE, level=3, rating=4, actor=stay.trainee)
    stay.answer(Source.EMPLOYER, level=1, rating=3, actor=stay.boss)
    returns.save_idea(placement_id=stay.placement.pk, idea="Commencer bien", use="En réunion", actor=stay.trainee)
    follow_ups.write_impact(placement=stay.placement, notes={"team": Told(2, "Un point le lundi")})
    returns.write_summary(placement_id=stay.placement.pk, summary="Deux semaines denses.", actor=stay.trainee)


def test_the_report_lists_learning_and_skills_and_is_a_pdf() -> None:
    """E14: objectives reached by source, skills, key ideas, impact; what may not be read yet is not in it."""
    stay = Stay()
    report_of(stay)
    browser = evaluating.client(stay.trainee)
    body = browser.get(page("report", stay)).content.decode()
    for words in ("Deux semaines denses.", "Commencer bien", "Un point le lundi", "Conduire un entretien 1"):
        assert words in body
    assert "100" in body
    employer = str(Source.EMPLOYER.label)
    assert f"· {employer}" not in body
    Evaluation.objects.update(sent_at=timezone.now() - 4 * DAY)
    answer = browser.get(page("report_pdf", stay))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join(one.extract_text() for one in pages).replace("\u00a0", " ")
    for words in ("Commencer bien", "Un point le lundi", "Conduire un entretien 2", "n = 2"):
        assert words in text


def test_the_report_is_shared_by_a_link_that_ends_and_is_withdrawn(client: Any) -> None:
    """E14: anybody with the link reads it without an account, until it ends or is withdrawn."""
    stay = Stay()
    report_of(stay)
    browser = evaluating.client(stay.trainee)
    browser.post(page("report_share", stay, "partager"))
    token = ReturnReport.objects.get().token
    address = reverse("internships:report_shared", args=[token])
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Commencer bien" in answer.content.decode()
    assert stay.trainee.email not in answer.content.decode()
    assert client.get(reverse("internships:report_shared_pdf", args=[token])).status_code == 200
    ReturnReport.objects.update(shared_until=timezone.now() - DAY)
    assert client.get(address).status_code == 404
    browser.post(page("report_share", stay, "partager"))
    fresh = ReturnReport.objects.get().token
    assert fresh != token
    assert evaluating.client(stay.boss).post(page("report_share", stay, "retirer")).status_code == 404
    browser.post(page("report_share", stay, "retirer"))
    assert client.get(reverse("internships:report_shared", args=[fresh])).status_code == 404


def test_a_minors_report_is_never_shared_by_link() -> None:
    """E14, S5."""
    stay = Stay(grids=False)
    stay.trainee.birth_date = timezone.localdate() - 15 * 365 * DAY
    stay.trainee.save()
    with pytest.raises(Refused):
        returns.share(placement_id=stay.placement.pk, actor=stay.trainee)


def test_the_same_day_a_year_or_two_later() -> None:
    """E15: 29 February too."""
    day = datetime.date
    assert follow_ups.months_after(day(2028, 2, 29), 12) == day(2029, 2, 28)
    assert follow_ups.months_after(day(2027, 12, 31), 24) == day(2029, 12, 31)
    assert follow_ups.months_after(day(2026, 3, 31), -13) == day(2025, 2, 28)


def test_what_remains_is_asked_once_and_caught_up() -> None:
    """E15: at +12 and +24 months; after an outage of forty days once; of two that are due the later one only."""
    stay = Stay(ended=366 + 40, grids=False)
    assert reminders.send_due() == 1
    assert evaluating.letters("internships.follow_up_asked") == [stay.trainee.email]
    assert reminders.send_due() == 0
    both = Stay(ended=2 * 366 + 5, grids=False)
    assert reminders.send_due() == 1
    assert evaluating.letters("internships.follow_up_asked")[-1:] != []
    sent = EmailDelivery.objects.filter(to=both.trainee.email)
    assert sent.count() == 1
    Placement.objects.update(state=PlacementState.CANCELLED, closed_on=stay.end, close_reason="x")
    FollowUp.objects.update(due=timezone.localdate())
    assert reminders.send_due() == 0


def test_only_kinds_that_are_followed_up_or_whose_trainee_asked() -> None:
    """E15: the kind says so; on any other placement the person may choose the dates."""
    stay = Stay(ended=10, grids=False)
    PlacementKind.objects.update(followed_up=False)
    assert follow_ups.prepare() == 0
    browser = evaluating.client(stay.trainee)
    first, second = stay.end + 100 * DAY, stay.end + 200 * DAY
    dates = {"due_12": first.isoformat(), "due_24": second.isoformat()}
    assert browser.post(page("follow_up_dates", stay), {**dates, "due_24": dates["due_12"]}).status_code == 422
    assert browser.post(page("follow_up_dates", stay), dates).status_code == 302
    assert list(FollowUp.objects.values_list("due", "by_hand")) == [(first, True), (second, True)]
    assert evaluating.client(stay.boss).get(page("follow_up_dates", stay)).status_code == 404


def test_dates_move_with_the_end_unless_they_were_chosen() -> None:
    """E15."""
    stay = Stay(ended=10, grids=False)
    follow_ups.prepare()
    year, _two = FollowUp.objects.all()
    follow_ups.postpone(follow_up_id=year.pk, due=timezone.localdate() + 30 * DAY)
    Placement.objects.update(end=stay.end + 2 * DAY)
    stay.placement.refresh_from_db()
    follow_ups.follow_dates(stay.placement)
    chosen, moved = FollowUp.objects.all()
    assert chosen.due == timezone.localdate() + 30 * DAY
    assert moved.due == follow_ups.months_after(stay.end + 2 * DAY, 24)


def test_the_three_minute_form_by_link_leads_on_where_something_changed(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E15, E16: without an account; where nothing leads further there is no dead link."""
    stay = Stay(ended=370, grids=False)
    reminders.send_due()
    address = evaluating.link_address(EmailDelivery.objects.get(to=stay.trainee.email))
    assert client.get(address).status_code == 200
    assert client.post(address, {"remains": ""}).status_code == 422
    data = {"remains": "Les réunions courtes", "effect_team": "1", "text_team": "Un peu"}
    assert client.post(address, data).status_code == 302
    row = FollowUp.objects.get(months=12)
    assert row.answered_at is not None
    assert "Les réunions courtes" in client.get(address).content.decode()
    lead = return_leads.Lead(words="Déclarer une innovation", why="Racontez-la.", address="/innovations/nouvelle/")
    monkeypatch.setattr(return_leads, "_impact", [lambda request, follow_up: lead])
    assert "/innovations/nouvelle/" not in client.get(address).content.decode()
    client.post(f"{address}?modifier=1", {**data, "effect_team": "3"})
    assert "/innovations/nouvelle/" in client.get(address).content.decode()
    # What is posted would be lost in signing in: by the link one signs in first, and comes back to where it is asked.
    posted = return_leads.Lead(words="Raconter", why="Deux mots.", address="/innovations/commencer/", post=True)
    monkeypatch.setattr(return_leads, "_impact", [lambda request, follow_up: posted])
    mine = reverse("internships:follow_up", args=[row.pk])
    by_link = client.get(address).content.decode()
    assert f'href="{mine}"' in by_link
    assert "/innovations/commencer/" not in by_link
    assert 'action="/innovations/commencer/"' in evaluating.client(stay.trainee).get(mine).content.decode()
    assert not list(todos_evaluations.follow_ups(Workspace(stay.trainee)))


def test_the_form_can_wait_for_another_day(client: Any) -> None:
    """E15: and is on the list of what is to do meanwhile."""
    stay = Stay(ended=370, grids=False)
    reminders.send_due()
    assert len(list(todos_evaluations.follow_ups(Workspace(stay.trainee)))) == 1
    address = evaluating.link_address(EmailDelivery.objects.get(to=stay.trainee.email))
    tomorrow = timezone.localdate() + DAY
    assert client.post(address, {"later": "1", "due": timezone.localdate().isoformat()}).status_code == 422
    assert client.post(address, {"later": "1", "due": tomorrow.isoformat()}).status_code == 302
    assert FollowUp.objects.get(months=12).due == tomorrow
    assert not list(todos_evaluations.follow_ups(Workspace(stay.trainee)))
    assert reminders.send_due(timezone.now() + 2 * DAY) == 1
    mine = reverse("internships:follow_up", args=[FollowUp.objects.get(months=12).pk])
    assert evaluating.client(stay.boss).get(mine).status_code == 404
    assert evaluating.client(stay.trainee).get(mine).status_code == 200


def test_the_observed_practice_is_filled_in_from_the_stay() -> None:
    """E23, E24: once per stay, with the host, the ideas, their use and what they changed; then one goes on with it."""
    stay = Stay(grids=False)
    returns.save_idea(placement_id=stay.placement.pk, idea="Commencer bien", use="En réunion", actor=stay.trainee)
    follow_ups.write_impact(placement=stay.placement, notes={"team": Told(2, "Un point le lundi")})
    browser = evaluating.client(stay.trainee)
    assert reverse("hosts:discover") in browser.get(page("report", stay)).content.decode()
    answer = browser.post(page("placement_practice", stay))
    made = PlacementPractice.objects.get().practice
    assert answer["Location"] == reverse("practices:sheet", args=[made.pk])
    assert (made.title, made.is_observed, made.host, made.author) == ("Commencer bien", True, stay.host, stay.trainee)
    assert "En réunion" in made.transferability
    assert "Un point le lundi" in made.effects
    assert browser.post(page("placement_practice", stay))["Location"] == answer["Location"]
    assert PlacementPractice.objects.count() == 1
    assert answer["Location"] in browser.get(page("report", stay)).content.decode()
    assert evaluating.client(stay.boss).post(page("placement_practice", stay)).status_code == 404


def test_what_was_brought_back_is_led_to_as_it_stands() -> None:
    """E23: write on, wait for the validators, read it as others do; never « go on » with what is published."""
    stay = Stay(grids=False)
    made = factories.practice(author=stay.trainee)
    validator = factories.member(factories.organisation("network"), "practice_validator")
    PlacementPractice.objects.create(placement=stay.placement, practice=made)

    def words() -> str:
        lead = evaluation_leads.practice_observed(HttpRequest(), stay.placement)
        assert lead is not None
        assert lead.address == reverse("practices:sheet", args=[made.pk])
        return f"{lead.words} {lead.why}"

    found = [words()]
    for action, actor in (("submit", stay.trainee), ("validate", validator), ("archive", validator)):
        practices.act(practice_id=made.pk, action=action, actor=actor, reason="Double emploi.")
        found.append(words())
    assert len(set(found)) == 4, found
