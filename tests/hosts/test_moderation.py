"""Moderation on screen: the queue, the checklist, sending back, refusing, merging."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.workspace import Workspace
from hosts import todos
from hosts.enums import HostState
from hosts.models import HostInstitution
from messaging.inbox import Urgency
from tests import factories

pytestmark = pytest.mark.django_db


class Scene:
    def __init__(self) -> None:
        self.territory = factories.territory()
        self.club = factories.organisation(OrganisationKind.NETWORK, territory=self.territory)
        self.animator = factories.member(self.club, Role.ANIMATOR)
        self.client = Client()
        self.client.force_login(self.animator)

    def host(self, name: str = "IME Les Tilleuls", **fields: object) -> HostInstitution:
        return factories.host(organisation__name=name, organisation__territory=self.territory, **fields)

    def see(self, route: str, *arguments: object, **query: object) -> str:
        answer = self.client.get(reverse(route, args=arguments), query)
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_queue_holds_ones_territory_oldest_first(scene: Scene) -> None:
    scene.host("Deuxième", state=HostState.PENDING)
    HostInstitution.objects.update(submitted_at="2026-01-02T10:00Z")
    scene.host("Troisième", state=HostState.PENDING)
    first = scene.host("Premier", state=HostState.PENDING)
    HostInstitution.objects.filter(pk=first.pk).update(submitted_at="2026-01-01T10:00Z")
    factories.host(
        organisation__name="Ailleurs", state=HostState.PENDING, organisation__territory=factories.territory()
    )
    words = scene.see("hosts:moderation")
    assert words.index("Premier") < words.index("Deuxième") < words.index("Troisième")
    assert "Ailleurs" not in words
    scene.host("Renvoyé", state=HostState.RETURNED, state_reason="?")
    assert "Renvoyé" in scene.see("hosts:moderation", state="returned")


def test_an_empty_queue_says_what_next(scene: Scene) -> None:
    assert reverse("hosts:register") in scene.see("hosts:moderation")


def test_the_sheet_beside_its_checklist(scene: Scene) -> None:
    scene.host("IME Les Tilleuls")
    twin = scene.host("Ime les tilleuls", state=HostState.PENDING, presentation="Appeler Mme X au 02 99 00 11 22")
    words = scene.see("hosts:moderate", twin.slug)
    assert "Doublons dans le registre" in words
    assert "Merge" not in words
    assert reverse("hosts:merge", args=[twin.slug]) in words
    assert words.count("is-wrong") >= 2  # a twin, a telephone in the presentation


def test_publish_send_back_refuse(scene: Scene) -> None:
    host = scene.host(state=HostState.PENDING)
    act = lambda action, **data: scene.client.post(reverse("hosts:act", args=[host.slug, action]), data)  # noqa: E731
    refused = act("send_back", reason="")
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    act("send_back", reason="Précisez la rue")
    host.refresh_from_db()
    assert (host.state, host.state_reason) == (HostState.RETURNED, "Précisez la rue")
    act("refuse", reason="Hors du champ")
    host.organisation.refresh_from_db()
    host.refresh_from_db()
    assert host.state == HostState.REFUSED
    act("reopen")
    act("publish")
    host.refresh_from_db()
    assert host.state == HostState.PUBLISHED
    assert "publiée" in scene.see("hosts:moderate", host.slug)


def test_a_confirmation_page_without_javascript(scene: Scene) -> None:
    host = scene.host(state=HostState.PENDING)
    assert "<textarea" in scene.see("hosts:act", host.slug, "refuse")
    host.refresh_from_db()
    assert host.state == HostState.PENDING  # GET never writes


def test_two_moderators_at_once(scene: Scene) -> None:
    """The second one is told that the state has changed, not that the page is missing."""
    host = scene.host(state=HostState.PENDING)
    scene.client.post(reverse("hosts:act", args=[host.slug, "publish"]))
    answer = scene.client.post(reverse("hosts:act", args=[host.slug, "send_back"]), {"reason": "x"}, follow=True)
    assert answer.status_code == 200
    assert "a changé entre-temps" in answer.content.decode()


class TestMerge:
    def test_choose_confirm_merge(self, scene: Scene) -> None:
        survivor, twin = scene.host("IME Les Tilleuls"), scene.host("Ime tilleuls", state=HostState.PENDING)
        words = scene.see("hosts:merge", twin.slug)
        assert f"?into={survivor.slug}" in words
        words = scene.see("hosts:merge", twin.slug, into=survivor.slug)
        assert "définitive" in words
        site, other = twin.sites.get(), survivor.sites.get()
        data = {"into": survivor.slug, f"site_{site.pk}": str(other.pk)}
        address = reverse("hosts:merge", args=[twin.slug])
        assert scene.client.post(address, data).status_code == 200  # not confirmed
        twin.refresh_from_db()
        assert twin.state == HostState.PENDING
        answer = scene.client.post(address, {**data, "understood": "on"})
        assert answer.headers["Location"] == reverse("hosts:detail", args=[survivor.slug])
        twin.refresh_from_db()
        assert (twin.state, twin.merged_into) == (HostState.MERGED, survivor)
        assert scene.client.get(reverse("hosts:detail", args=[twin.slug])).status_code == 301

    def test_found_by_name(self, scene: Scene) -> None:
        scene.host("Crèche Les Petits Pas")
        twin = scene.host("IME")
        assert "Crèche Les Petits Pas" in scene.see("hosts:merge", twin.slug, q="petits pas")

    def test_another_territorys_sheet_is_a_404(self, scene: Scene) -> None:
        twin, theirs = scene.host("IME"), factories.host(organisation__territory=factories.territory())
        assert scene.client.get(reverse("hosts:merge", args=[twin.slug]), {"into": theirs.slug}).status_code == 404
        assert scene.client.get(reverse("hosts:merge", args=[theirs.slug])).status_code == 404


class TestTodo:
    def of(self, scene: Scene) -> list[todos.Todo]:
        return list(todos.moderation(Workspace(scene.animator)))

    def test_nothing_waits(self, scene: Scene) -> None:
        assert self.of(scene) == []

    def test_what_waits_and_since_when(self, scene: Scene) -> None:
        scene.host(state=HostState.PENDING)
        (todo,) = self.of(scene)
        assert (todo.count, todo.urgency) == (1, Urgency.SOON)
        HostInstitution.objects.update(submitted_at="2026-01-01T10:00Z")
        assert self.of(scene)[0].urgency == Urgency.LATE

    def test_a_hosts_people(self, scene: Scene) -> None:
        host = scene.host(state=HostState.RETURNED, state_reason="Quelle rue ?")
        manager = factories.member(host.organisation)
        found = list(todos.host(Workspace(manager)))
        assert found[0].detail == "Quelle rue ?"
        assert list(todos.host(Workspace(factories.member(host.organisation, Role.TUTOR)))) == []
        alone = factories.member(factories.organisation())
        assert next(iter(todos.host(Workspace(alone)))).url == reverse("hosts:create")

    def test_drafts_and_offers_about_to_end(self, scene: Scene) -> None:
        import datetime

        from django.utils import timezone

        host = scene.host()
        manager = factories.member(host.organisation)
        soon = timezone.localdate() + datetime.timedelta(days=5)
        ending = factories.offer(host, start=soon, end=soon)
        factories.offer(host)
        factories.offer(host, state="draft", published_at=None)
        titles = [todo.title for todo in todos.host(Workspace(manager))]
        assert any(ending.title in title for title in titles)
        assert any("1" in title and "terminer" in title for title in titles)


def test_queries_do_not_grow(scene: Scene, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(8):
        scene.host(f"Maison {number}", state=HostState.PENDING)
    with django_assert_max_num_queries(8):
        scene.see("hosts:moderation")
