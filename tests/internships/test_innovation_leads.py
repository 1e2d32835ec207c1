"""From a stay to an innovation (E15, E16, E26): begun with what was noted, in the fourth step and after +12 months."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from internships import steps
from internships.evaluation_enums import CLEAR_EFFECT, ImpactLevel
from internships.models import FollowUp, ImpactNote, KeyIdea, PlacementInnovation
from internships.steps import Stage
from practices.models import Innovation
from practices.services import innovations
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def test_an_innovation_is_begun_with_what_was_noted() -> None:
    """E16, E12, E13: ideas with their use and impact are in the sheet; the second time leads to the same one."""
    person, host = factories.user(is_trainee=True), factories.host()
    start = timezone.localdate() - datetime.timedelta(days=400)
    stay = factories.placement(person, host, start=start, end=start + datetime.timedelta(days=4))
    KeyIdea.objects.create(placement=stay, idea="La porte", use="Nous ouvrons le mercredi.")
    ImpactNote.objects.create(placement=stay, level=ImpactLevel.TEAM, text="Deux collègues s’y mettent.")
    browser = sign_in(person)
    address = reverse("internships:placement_innovation", args=[stay.pk])
    assert sign_in(factories.user(is_trainee=True)).post(address).status_code == 404
    answer = browser.post(address)
    made = Innovation.objects.get()
    assert answer["Location"] == browser.post(address)["Location"]
    assert PlacementInnovation.objects.get().innovation == made
    assert (made.host, made.team, made.change) == (host, "Deux collègues s’y mettent.", "- Nous ouvrons le mercredi.")
    innovations.delete_draft(innovation_id=made.pk, actor=person)
    assert not PlacementInnovation.objects.exists()


def test_a_follow_up_with_an_impact_leads_there() -> None:
    """E15, E16: after twelve months, where something clearly changed; what was answered then stands in the sheet."""
    person = factories.user(is_trainee=True)
    start = timezone.localdate() - datetime.timedelta(days=400)
    stay = factories.placement(person, start=start, end=start + datetime.timedelta(days=4))
    asked = FollowUp.objects.create(
        placement=stay, months=12, due=timezone.localdate(), remains="Beaucoup.", answered_at=timezone.now()
    )
    page = reverse("internships:follow_up", args=[asked.pk])
    lead = reverse("internships:placement_innovation", args=[stay.pk])
    assert lead not in sign_in(person).get(page).content.decode()
    ImpactNote.objects.create(placement=stay, level=ImpactLevel.WORK, text="Sur le moment, rien.")
    ImpactNote.objects.create(
        placement=stay, follow_up=asked, level=ImpactLevel.WORK, effect=CLEAR_EFFECT, text="Je commence par écouter."
    )
    assert lead in sign_in(person).get(page).content.decode()
    sign_in(person).post(lead)
    made = Innovation.objects.get()
    assert made.daily_work == made.way_of_working == "Je commence par écouter."


def test_the_fourth_step_has_its_item() -> None:
    """E26: « innover » leads somewhere; done once it is published, nothing for a pupil who observes."""
    person = factories.user(is_trainee=True)
    start = timezone.localdate() - datetime.timedelta(days=400)
    stay = factories.placement(person, start=start, end=start + datetime.timedelta(days=4))

    def item() -> steps.Item:
        stop = steps.route(person).stops[3]
        return next(one for one in stop.items if one.stage == Stage.INNOVATE and one.position == 60)

    assert not item().done
    made = innovations.begin(author=person, host=None)
    PlacementInnovation.objects.create(placement=stay, innovation=made)
    assert item().address == reverse("practices:innovation_sheet", args=[made.pk])
    assert item().note
