"""« Pour vous »: the page, the wishes, the weights (E4)."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from hosts import figures
from hosts.models import HostInstitution, HostSite, Level, OfferPeriod, Place
from hosts.selectors.search.kept import forget_everything
from hosts.services import indexing, resting
from internships.matching.criteria import Criterion
from internships.models import TraineeWishes
from internships.models.wishes import DEFAULT_RADIUS
from internships.privacy_wishes import erase_wishes, export_wishes
from internships.selectors.matching import page, ranking
from internships.selectors.matching.ranking import rank_places
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
OBJECTIVE = {"specific": "Mener un atelier d'éveil avec des tout-petits.", "measurable": "Quatre ateliers menés."}


@pytest.fixture
def trainee() -> Any:
    return factories.user(is_trainee=True)


def crib(**fields: Any) -> HostInstitution:
    """A host that serves the objective by a word of its own: « bébés »."""
    made = factories.host(activity="Crèche", presentation="Éveil et motricité des bébés.", **fields)
    indexing.reindex_institution(made)
    return made


def told() -> None:
    """A validated practice about it."""
    factories.practice_in(factories.practice(title="L'éveil des bébés"), "validated")


def garage() -> HostInstitution:
    made = factories.host(activity="Garage", presentation="Mécanique automobile.")
    indexing.reindex_institution(made)
    return made


def seen(user: Any, path: str = "/pour-moi/") -> str:
    answer = sign_in(user).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_objectives_one_is_led_to_write_them(trainee: Any) -> None:
    """E4: the empty state says to write objectives first."""
    crib()
    body = seen(trainee)
    assert "/mes-objectifs/nouveau/" in body
    assert "reason--goals" not in body


def test_who_serves_the_objective_is_there_with_its_reason_and_who_does_not_is_not(trainee: Any) -> None:
    """E4: « tout-petits » finds the host that says « bébés »."""
    factories.objective(trainee, **OBJECTIVE)
    good, other = crib(), garage()
    body = seen(trainee)
    assert f"/hotes/{good.slug}/" in body
    assert f"/hotes/{other.slug}/" not in body
    assert "1 de vos objectifs" in body
    assert "tout petits" in body


def test_objectives_of_others_change_nothing_and_are_not_shown(trainee: Any) -> None:
    """E4: used for the person only."""
    factories.objective(factories.user(is_trainee=True), specific="Apprendre la mécanique automobile.")
    factories.objective(trainee, **OBJECTIVE)
    other = garage()
    body = seen(trainee)
    assert "mécanique" not in body
    assert f"/hotes/{other.slug}/" not in body


def test_an_offer_on_other_dates_is_left_out(trainee: Any) -> None:
    """E4: dates."""
    factories.objective(trainee, **OBJECTIVE)
    host = crib()
    offer = factories.offer(host, title="Éveil des tout-petits")
    today = timezone.localdate()
    start, end = today + datetime.timedelta(days=60), today + datetime.timedelta(days=90)
    OfferPeriod.objects.filter(offer=offer).update(start=start, end=end)
    indexing.reindex_institution(host)
    wishes = TraineeWishes.objects.create(person=trainee, first=start, last=end)
    assert f"/offres/{offer.pk}/" in seen(trainee)
    assert Criterion.DATES in {reason.criterion for reason in page.for_person(trainee).places[0].reasons}
    # Half of the days wished lie before the seat: the reason names those of the seat.
    wishes.first, wishes.last = start - datetime.timedelta(days=30), start + datetime.timedelta(days=3)
    wishes.save()
    facts = rank_places(page.for_person(trainee).wanted)[0].facts
    assert (facts.days_open, facts.first_open, facts.last_open) == (4, start, wishes.last)
    wishes.first, wishes.last = today + datetime.timedelta(days=1), today + datetime.timedelta(days=20)
    wishes.save()
    assert f"/offres/{offer.pk}/" not in seen(trainee)


def test_the_level_of_the_profile_serves_where_none_is_wished(trainee: Any) -> None:
    """E4: level."""
    factories.objective(trainee, **OBJECTIVE)
    level, other = Level.objects.create(code="a", name_fr="A"), Level.objects.create(code="b", name_fr="B")
    host = crib()
    offer = factories.offer(host, title="Éveil des tout-petits")
    offer.levels.set([level])
    indexing.reindex_institution(host)
    wishes = TraineeWishes.objects.create(person=trainee, level=level)
    assert Criterion.LEVEL in {reason.criterion for reason in page.for_person(trainee).places[0].reasons}
    wishes.level = other
    wishes.save()
    assert Criterion.LEVEL not in {reason.criterion for reason in page.for_person(trainee).places[0].reasons}


def test_practices_are_ranked_too(trainee: Any) -> None:
    """E4: practices, with their reasons."""
    factories.objective(trainee, **OBJECTIVE)
    told()
    forget_everything()
    assert "éveil des bébés" in seen(trainee)


def test_a_weight_changes_the_order(trainee: Any) -> None:
    """E4: the weights are adjustable: who is near and who speaks of the objective change places. What is left out
    has no reason any more."""
    factories.objective(trainee, **OBJECTIVE)
    speaks, near = crib(), factories.host(activity="Halte", presentation="Accueil d'enfants, éveil.")
    HostSite.objects.filter(institution=speaks).update(latitude=48.35, longitude=-1.678)
    for one in (speaks, near):
        indexing.reindex_institution(one)
    here = Place.objects.create(country="FR", code="35238", name="Rennes", latitude=48.117, longitude=-1.678)
    TraineeWishes.objects.create(person=trainee, place=here, radius=40)
    client = sign_in(trainee)

    def order() -> list[str]:
        return [shown.entry.slug for shown in page.for_person(trainee).places]

    assert order() == [speaks.slug, near.slug]
    typed = {one.value: "0" for one in Criterion} | {"objectifs": "1", "proximite": "10"}
    assert client.post("/pour-moi/poids/", typed).status_code == 302
    assert order() == [near.slug, speaks.slug]
    typed = {one.value: "0" for one in Criterion} | {"objectifs": "7"}
    assert client.post("/pour-moi/poids/", typed).status_code == 302
    assert TraineeWishes.objects.get(person=trainee).weights["proximite"] == 0
    shown = page.for_person(trainee).places[0]
    assert [(reason.criterion, reason.weight) for reason in shown.reasons] == [(Criterion.GOALS, 7)]
    assert 'value="7"' in seen(trainee)
    assert client.post("/pour-moi/poids/", {"defaults": "1"}).status_code == 302
    assert TraineeWishes.objects.get(person=trainee).weights == {}


def test_a_host_that_sleeps_is_not_recommended(trainee: Any) -> None:
    """E4, E6: it does not answer; who is awake and has no offer is there, and nobody is urged to write."""
    factories.objective(trainee, **OBJECTIVE)
    awake, asleep = crib(), crib()
    resting.fall_asleep(institution_id=asleep.pk)
    indexing.reindex_institution(asleep)
    body = seen(trainee)
    assert f"/hotes/{awake.slug}/" in body
    assert "Pas d’offre en cours" in body
    assert "quand même" not in body
    assert f"/hotes/{asleep.slug}/" not in body


def test_how_a_host_answers_counts_before_the_list_is_cut(trainee: Any, monkeypatch: Any) -> None:
    """E4: who would be just below the cut for its words alone comes up."""
    factories.objective(trainee, **OBJECTIVE)
    for _number in range(2):
        crib()
    answering = factories.host(activity="Halte", presentation="Éveil.")
    indexing.reindex_institution(answering)
    monkeypatch.setattr(ranking, "KEPT", 2)
    wanted = page.for_person(trainee).wanted
    assert answering.pk not in {one.host for one in rank_places(wanted)}
    monkeypatch.setattr(figures, "reply_rates", lambda hosts: {answering.pk: figures.ReplyRate(100, 9, 1)})
    wanted = replace(wanted, weights={**wanted.weights, Criterion.ANSWERS: 10})
    assert rank_places(wanted)[0].host == answering.pk


def test_a_weight_out_of_bounds_is_refused_beside_its_field(trainee: Any) -> None:
    factories.objective(trainee, **OBJECTIVE)
    client = sign_in(trainee)
    typed = {one.value: "5" for one in Criterion} | {"objectifs": "11"}
    answer = client.post("/pour-moi/poids/", typed)
    assert answer.status_code == 422
    assert "Écrivez un nombre de 0 à 10." in answer.content.decode()
    assert not TraineeWishes.objects.filter(person=trainee).exclude(weights={}).exists()


def test_wishes_are_kept_and_belong_to_the_person(trainee: Any) -> None:
    """E4: constraints; given out with one's data, erased with it."""
    client = sign_in(trainee)
    typed = {"radius": "40", "access": ["fauteuil"], "languages": ["ar"], "share": "mi"}
    assert client.post("/pour-moi/souhaits/", typed).status_code == 302
    wishes = TraineeWishes.objects.get(person=trainee)
    assert (wishes.radius, wishes.access, wishes.languages, wishes.share) == (40, ["fauteuil"], ["ar"], "mi")
    assert not TraineeWishes.objects.visible_to(factories.user()).exists()
    assert (
        client.post("/pour-moi/souhaits/", {"radius": "40", "first": "2027-03-03", "last": "2027-03-01"}).status_code
        == 422
    )
    assert client.post("/pour-moi/souhaits/", {"radius": "0"}).status_code == 422
    assert client.post("/pour-moi/souhaits/", {"radius": ""}).status_code == 302
    assert TraineeWishes.objects.get(person=trainee).radius == DEFAULT_RADIUS
    assert client.post("/pour-moi/souhaits/", typed).status_code == 302
    assert export_wishes(trainee)["access"] == ["fauteuil"]
    erase_wishes(trainee)
    assert not TraineeWishes.objects.exists()


def test_the_number_of_queries_does_not_grow(trainee: Any, django_assert_max_num_queries: Any) -> None:
    """E4: constant, 12 at most, whatever there is."""
    client = sign_in(trainee)
    factories.objective(trainee, **OBJECTIVE)
    crib()
    client.get("/pour-moi/")
    for _number in range(4):
        factories.objective(trainee, **OBJECTIVE)
        crib()
        told()
    with django_assert_max_num_queries(12):
        assert client.get("/pour-moi/").status_code == 200


def test_the_ranking_is_offered_in_the_four_steps_and_the_search(trainee: Any) -> None:
    """E4, E26."""
    for address in ("/mes-objectifs/", "/recherche/"):
        assert "/pour-moi/" not in seen(trainee, address)
    factories.objective(trainee, **OBJECTIVE)
    for address in ("/mes-objectifs/", "/recherche/"):
        assert "/pour-moi/" in seen(trainee, address)


def test_a_professional_with_objectives_is_led_there_too() -> None:
    """E4, E26: whoever they work for; not who has dropped their only objective."""
    professional = factories.member(factories.organisation())
    mine = factories.objective(professional, **OBJECTIVE)
    assert "/pour-moi/" in seen(professional, "/recherche/")
    mine.dropped_at = timezone.now()
    mine.save()
    assert "/pour-moi/" not in seen(professional, "/recherche/")
