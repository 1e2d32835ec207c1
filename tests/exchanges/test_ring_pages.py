"""The pilot's pages of searches for exchanges (B1, B8): progress, result, changes, history, two pilots at once."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import User
from exchanges.models import ImmersionRequest, Ring, RingLeg, RingRun
from exchanges.ring_enums import Failure, RingState, RunState
from exchanges.services import rings
from tests import factories
from tests.exchanges import making
from tests.exchanges.test_rings import Scene, scene
from tests.matrix import sign_in

__all__ = ["scene"]
DAY = datetime.timedelta(days=1)


def browser(user: User, language: str = "fr") -> Client:
    client = sign_in(user)
    user.language = language
    user.save(update_fields=["language"])
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


@pytest.mark.django_db
def test_a_search_from_the_form_to_the_result(scene: Scene) -> None:
    """« Chercher des échanges »: asked for, followed while no worker is there, then drawn and told in words."""
    client = browser(scene.pilot.user)
    assert "Aucune recherche" in text(client.get(reverse("exchanges:rings")))
    today = timezone.localdate()
    wrong = {"size": 3, "first_day": today + 9 * DAY, "last_day": today + DAY, "limit": 5}
    refused = client.post(reverse("exchanges:ring_search"), wrong)
    assert refused.status_code == 422
    assert "Choisissez" in text(refused)
    given = {**wrong, "last_day": today + 120 * DAY}
    answer = client.post(reverse("exchanges:ring_search"), given)
    run = RingRun.objects.get()
    assert answer.url == run.get_absolute_url()
    waiting = text(client.get(answer.url))
    assert "En attente de son tour" in waiting
    assert "every 2s" in waiting
    from exchanges.services import ring_runs

    ring_runs.step(run.pk)
    progress = client.get(answer.url, headers={"HX-Request": "true"})
    assert "<progress" in text(progress)
    assert "<h1" not in text(progress), "the fragment only"
    ring_runs.step(run.pk)
    assert client.get(answer.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    shown = text(client.get(answer.url))
    assert "3 personnes peuvent partir" in shown
    assert "Prouvé optimal" in shown
    for person, structure in zip(scene.people, scene.structures, strict=True):
        assert shown.count(str(person)) >= 2, "in the drawing and in the table"
        assert structure.name in shown
    assert "<svg" in shown
    assert "3 sur 3" in text(client.get(reverse("exchanges:rings")))


@pytest.mark.django_db
def test_a_gap_is_shown(scene: Scene) -> None:
    """Rings: what is not proven says how many more could be served at most, and after how long."""
    run = scene.search()
    RingRun.objects.filter(pk=run.pk).update(state=RunState.BOUNDED, bound=5, seconds=30.2)
    client = browser(scene.pilot.user)
    shown = text(client.get(run.get_absolute_url()))
    assert "Au plus 2 de plus possibles" in shown
    assert "30,2 secondes" in shown
    RingRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, failure=Failure.FIXED)
    assert "ne peuvent pas tenir ensemble" in text(client.get(run.get_absolute_url()))


@pytest.mark.django_db
def test_nothing_found_tells_what_to_do(scene: Scene) -> None:
    """Rings: no ring closes: a page that says why and what helps."""
    run = scene.search(size=2)
    shown = text(browser(scene.pilot.user).get(run.get_absolute_url()))
    assert "Aucune boucle ne se ferme" in shown


@pytest.mark.django_db
def test_changes_and_decisions_by_hand(scene: Scene) -> None:
    """Rings: keep, replace, confirm, put aside, without JavaScript; what changed meanwhile is said."""
    ring = scene.ring()
    leg = ring.legs.get(position=0)
    client = browser(scene.pilot.user)
    client.post(reverse("exchanges:ring_leg_fix", args=[leg.pk]), {"fixed": "1"})
    leg.refresh_from_db()
    assert leg.fixed
    assert "1 étape est gardée" in text(client.get(f"{reverse('exchanges:ring_search')}?apres={ring.run_id}"))
    page = reverse("exchanges:ring_leg", args=[leg.pk])
    assert "Personne d’autre de cette structure" in text(client.get(page))
    assert client.post(page, {"option": "put-1-1"}).status_code == 422
    confirm = reverse("exchanges:ring_confirm", args=[ring.pk])
    asked = text(client.get(confirm))
    assert all(str(person) in asked for person in scene.people)
    assert client.post(confirm).status_code == 302
    assert ImmersionRequest.objects.count() == 3
    again = client.post(confirm)
    assert again.status_code == 422
    assert "confirmée entre-temps" in text(again)
    shown = text(client.get(ring.run.get_absolute_url()))
    assert "Confirmée" in shown
    assert client.post(reverse("exchanges:ring_drop", args=[ring.pk])).status_code == 302
    ring.refresh_from_db()
    assert ring.state == RingState.CONFIRMED
    export = client.get(f"{ring.run.get_absolute_url()}?format=csv")
    content = b"".join(export.streaming_content) if export.streaming else export.content
    assert scene.structures[0].name in content.decode("utf-8-sig")


@pytest.mark.django_db
def test_another_space_is_a_404(scene: Scene) -> None:
    """B7, B8: the pilot of another space, and a professional, meet the 404 of the space."""
    ring = scene.ring()
    other = making.space(pilot=factories.organisation("network", name="Autre maison"))
    making.structure(other)
    for who in (making.pilot(other), scene.people[0]):
        client = browser(who)
        for address in (
            ring.run.get_absolute_url(),
            reverse("exchanges:ring_confirm", args=[ring.pk]),
            reverse("exchanges:ring_leg", args=[ring.legs.all()[0].pk]),
        ):
            assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_queries_do_not_grow_with_rings(scene: Scene, django_assert_max_num_queries: Any) -> None:
    """Rings: the page of a search stays within its queries, whatever it found."""
    client = browser(scene.pilot.user)
    run = scene.search()
    client.get(run.get_absolute_url())
    with django_assert_max_num_queries(20) as few:
        client.get(run.get_absolute_url())
    ring = run.rings.get()
    for number in range(2, 6):
        copy = Ring.objects.create(run=run, number=number)
        for leg in ring.legs.all():
            leg.pk, leg.ring, leg._state.adding = None, copy, True
            leg.save()
    with django_assert_max_num_queries(len(few)):
        assert text(client.get(run.get_absolute_url())).count('class="ring"') == 5


@pytest.mark.django_db(transaction=True)
def test_two_pilots_confirm_at_once(scene: Scene) -> None:
    """Rings: two pilots press the button together: one confirms, the other is told; three requests, not six."""
    ring = scene.ring()
    second = making.seat(making.pilot(scene.space), scene.space)
    barrier, outcomes = threading.Barrier(2), []

    def press(seat: Any) -> None:
        try:
            barrier.wait(timeout=10)
            rings.confirm(ring_id=ring.pk, seat=seat)
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(seat,)) for seat in (scene.pilot, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True], outcomes
    assert ImmersionRequest.objects.count() == 3
    assert RingLeg.objects.filter(standing=True).count() == 3
