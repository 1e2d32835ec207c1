"""Home, error pages, style guide, navigation."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from accounts.workspace import Workspace
from config import doors, navigation, views
from config.figures import count, figures
from hosts.enums import HostState, OfferState
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_figures() -> None:
    caches["memory"].clear()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def test_figures_are_true() -> None:
    """E1, E3: counted live; what is not public is not counted."""
    host = factories.host()
    factories.host(state=HostState.PENDING)
    factories.offer(host)
    factories.offer(host, state=OfferState.DRAFT, published_at=None)
    factories.offer(host, capacity=2, taken=2)
    past = timezone.localdate() - datetime.timedelta(days=40)
    factories.offer(host, start=past, end=past + datetime.timedelta(days=9))
    factories.territory()
    factories.practice(validated=True)
    factories.practice()
    assert count() == {"hosts": 1, "offers": 1, "territories": 1, "practices": 1}


def test_figures_cost_nothing_when_just_counted(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        figures()
    factories.host()
    with django_assert_num_queries(0):
        assert figures()["hosts"] == 0


def test_home_of_a_visitor(client: Client, django_assert_max_num_queries: Any) -> None:
    """What is this, and where do I begin: search at once, figures, doors."""
    for _ in range(3):
        factories.host()
    with django_assert_max_num_queries(5):
        response = client.get("/")
    page = text(response)
    assert "<h1" in page
    assert "<dd>3</dd>" in page
    assert "hôtes" in page
    for words in ("J’accueille", "J’accompagne", "Créer un compte", "Se connecter"):
        assert words in page
    assert "À faire" not in page
    assert "Accessibilité\u00a0: non conforme" in response.content.decode()


def test_home_in_english_on_choice(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = text(client.get("/"))
    assert '<html lang="en">' in page
    assert "Create an account" in page
    assert "Créer un compte" not in page


def test_home_of_someone_begins_with_what_waits() -> None:
    network = factories.organisation(OrganisationKind.NETWORK)
    person = factories.member(network, Role.NETWORK_ADMIN, first_name="Claude")
    factories.second_factor(person)
    page = text(sign_in(person).get("/"))
    assert "Bonjour Claude" in page
    assert "Compléter les mentions légales du site" in page
    assert page.index("Compléter les mentions légales") < page.index('class="doors"')


def test_home_of_someone_for_whom_nothing_waits() -> None:
    page = text(sign_in(factories.user(is_trainee=True)).get("/"))
    assert "Rien ne vous attend aujourd’hui." in page
    assert "mentions légales du site" not in page


def request_of(workspace: Workspace, path: str = "/") -> Any:
    request = RequestFactory().get(path)
    request.workspace = workspace  # type: ignore[attr-defined]
    return request


def test_navigation_goes_by_role() -> None:
    """Each sees what their role can do, nothing that would answer 403."""
    network = factories.organisation(OrganisationKind.NETWORK)
    host = factories.organisation(OrganisationKind.HOST)
    people = {
        "visitor": None,
        "trainee": factories.user(is_trainee=True),
        "host": factories.member(host, Role.HOST_MANAGER),
        "admin": factories.member(network, Role.NETWORK_ADMIN),
        "validator": factories.member(network, Role.PRACTICE_VALIDATOR),
    }
    offered = {
        name: {entry.route for entry in navigation.MAIN if entry.when(Workspace(person))}
        for name, person in people.items()
    }
    assert "messaging:inbox" not in offered["visitor"]
    assert all("messaging:inbox" in offered[name] for name in people if name != "visitor")
    assert "hosts:imports" in offered["admin"]
    assert "hosts:imports" not in offered["validator"] | offered["host"] | offered["trainee"] | offered["visitor"]
    assert "hosts:moderation" in offered["admin"]
    assert "hosts:moderation" not in offered["validator"]
    assert "hosts:my_offers" in offered["host"]


def test_a_route_that_does_not_exist_is_left_out() -> None:
    entries = (navigation.Entry("Nowhere", "no:where", "x"), navigation.Entry("Home", "home", "house"))
    found = navigation.links(entries, request_of(Workspace(None)))
    assert [str(link.words) for link in found] == ["Home"]
    assert found[0].current


def test_a_page_under_an_entry_keeps_it_current() -> None:
    entries = (navigation.Entry("Rules", "law:rules", "scale"), navigation.Entry("Home", "home", "house"))
    rules, home = navigation.links(entries, request_of(Workspace(None), "/regles/12/"))
    assert rules.current
    assert not home.current


def test_a_person_of_two_organisations_switches_from_the_menu() -> None:
    host = factories.organisation(name="Maison des Tilleuls")
    school = factories.organisation(OrganisationKind.TRAINING, name="Lycée du Port")
    person = factories.member(host)
    Membership.objects.create(user=person, organisation=school, role=Role.REFERENT_TEACHER)
    client = sign_in(person)
    page = text(client.get("/"))
    assert f'name="organisation" value="{host.pk}"' in page
    assert f'name="organisation" value="{school.pk}"' in page
    assert 'action="/compte/logout/"' in page
    client.post(reverse("accounts:switch"), {"organisation": host.pk})
    assert reverse("hosts:my_offers") in text(client.get("/"))


def test_a_person_of_one_organisation_sees_which() -> None:
    page = text(sign_in(factories.member(factories.organisation(name="Maison des Tilleuls"))).get("/"))
    assert "Maison des Tilleuls" in page
    assert 'name="organisation"' not in page


def test_doors_lead_somewhere() -> None:
    found = doors.doors(Workspace(None))
    assert found
    for door in found:
        assert door.address.startswith("/")


def test_the_style_guide_shows_every_component(client: Client, settings: Any) -> None:
    page = text(client.get(reverse("styleguide")))
    parts = (
        "state--waiting", "sector tint-11", "card--link", "stepper--across", 'class="timeline"', "empty__drawing",
        "filters--column", "table--sheets", 'class="pager"', "error-summary", "field-error", "copy-field",
        "notice--warning", "<dialog", "<progress", 'class="stats', 'class="landscape', 'class="facts',
    )  # fmt: skip
    for part in parts:
        assert part in page, part
    settings.DEVELOPMENT = False
    assert client.get(reverse("styleguide")).status_code == 404


def test_a_refused_form_says_what_is_wrong_beside_the_field_and_on_top(client: Client) -> None:
    page = text(client.get(reverse("styleguide")))
    assert '<a href="#refused_email">' in page
    assert 'id="refused_email_error"' in page
    field = re.search(r'<input[^>]*id="refused_email"[^>]*>', page)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "refused_email_error" in field[0]


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "rechargez la page"),
        (views.forbidden, 403, "Cette page ne vous est pas ouverte"),
        (views.csrf_failure, 403, "rien n’a été envoyé"),
        (views.not_found, 404, "Il n’y a pas de page ici"),
    ],
)
def test_error_pages_say_what_to_do(view: Any, status: int, words: str) -> None:
    response = view(request_of(Workspace(None)))
    page = text(response)
    assert response.status_code == status
    assert words in page
    assert "<h1" in page
    assert 'href="/"' in page


def test_an_unknown_address_keeps_the_frame(client: Client) -> None:
    response = client.get("/n-existe-pas/")
    assert response.status_code == 404
    assert "site-header" in text(response)


def test_refused_for_the_role_offers_the_organisation_that_has_it() -> None:
    host = factories.organisation(name="Maison des Tilleuls")
    request = request_of(Workspace(factories.member(host)))
    request.switch_to = [host]
    page = text(views.forbidden(request))
    assert "Agir pour Maison des Tilleuls" in page
    assert f'action="{reverse("accounts:switch")}"' in page


@pytest.mark.parametrize(("view", "status"), [(views.server_error, 500), (views.unavailable, 503)])
def test_when_all_is_broken_the_page_stands_alone(view: Any, status: int, django_assert_num_queries: Any) -> None:
    """Neither database, nor user, nor context processors; in both languages."""
    with django_assert_num_queries(0):
        response = view(RequestFactory().get("/"))
    page = text(response)
    assert response.status_code == status
    assert 'lang="fr"' in page
    assert 'lang="en"' in page
    assert "css/tokens.css" in page


def test_every_entry_and_door_leads_to_a_route_that_exists() -> None:
    """An entry without a route is left out in silence; here it is not."""
    groups = (navigation.MAIN, navigation.ORGANISATION, navigation.PERSONAL, navigation.FOOTER)
    entries = [entry for group in groups for entry in group] + [navigation.ACCESSIBILITY]
    assert len(entries) > 25
    assert not [entry.route for entry in entries if not entry.address()]
    assert not [door.routes for door in doors.DOORS if not door.address]
    assert not [door.second for door in doors.DOORS if door.second and not door.second_address]
