"""A host enters the register: by its people, a trainee or a school, after the duplicate check (E24, S6)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from hosts.enums import HostOrigin, HostState
from hosts.models import HostInstitution, Place
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rennes() -> Place:
    return Place.objects.create(
        code="35238",
        name="Rennes",
        folded="rennes",
        postcodes=["35000"],
        department="35",
        population=220_000,
        latitude=48.117,
        longitude=-1.678,
    )


DATA = {"name": "IME Les Tilleuls", "place": "Rennes", "country": "FR"}


def test_ones_own_structure(client: Client) -> None:
    person = factories.user()
    client.force_login(person)
    answer = client.post(reverse("hosts:create"), {**DATA, "siret": "73282932000074"})
    host = HostInstitution.objects.get()
    assert answer.headers["Location"] == reverse("hosts:edit", args=[host.slug])
    assert (host.state, host.origin) == (HostState.PENDING, HostOrigin.ITSELF)
    assert not host.organisation.is_verified
    assert Membership.objects.filter(user=person, organisation=host.organisation, role=Role.HOST_MANAGER).exists()
    assert client.get(reverse("hosts:my_host")).headers["Location"] == reverse("hosts:edit", args=[host.slug])


def test_an_organisation_without_a_sheet_gets_one(client: Client) -> None:
    organisation = factories.organisation(name="Maison neuve")
    client.force_login(factories.member(organisation))
    assert 'value="Maison neuve"' in client.get(reverse("hosts:create")).content.decode()
    client.post(reverse("hosts:create"), {**DATA, "name": "Maison neuve"})
    assert HostInstitution.objects.get().organisation == organisation


@pytest.mark.parametrize(
    ("kind", "origin"), [("trainee", HostOrigin.TRAINEE), (OrganisationKind.TRAINING, HostOrigin.SCHOOL)]
)
def test_discovered(client: Client, kind: str, origin: str) -> None:
    """E24, S6: a trainee or a school declares a host that goes through the same checks."""
    if kind == "trainee":
        person = factories.user(is_trainee=True)
    else:
        person = factories.member(factories.organisation(kind), Role.COORDINATOR)
    client.force_login(person)
    data = {**DATA, "contact_name": "Anne Dupont", "contact_email": "anne@example.org"}
    client.post(reverse("hosts:discover"), data)
    host = HostInstitution.objects.get()
    assert (host.state, host.origin, host.discovered_by) == (HostState.PENDING, origin, person)
    assert host.contacts.get().name == "Anne Dupont"
    assert not host.organisation.memberships.exists()
    client.logout()
    assert client.get(reverse("hosts:detail", args=[host.slug])).status_code == 404


class TestTwins:
    def test_shown_side_by_side_with_reasons(self, client: Client) -> None:
        known = factories.host(
            organisation__name="Institut médico-éducatif Les Tilleuls", organisation__siret="73282932000074"
        )
        client.force_login(factories.user())
        answer = client.post(reverse("hosts:create"), {**DATA, "siret": "73282932000074"})
        words = answer.content.decode()
        assert answer.status_code == 200
        assert "Institut médico-éducatif Les Tilleuls" in words
        assert "même SIRET" in words
        assert reverse("hosts:claim", args=[known.slug]) in words
        assert HostInstitution.objects.count() == 1

    def test_going_on_keeps_what_was_typed(self, client: Client) -> None:
        factories.host(organisation__name="IME Les Tilleuls")
        client.force_login(factories.user())
        words = client.post(reverse("hosts:discover"), {**DATA, "activity": "IME"}).content.decode()
        kept = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', words))
        assert kept["activity"] == "IME"
        assert client.post(reverse("hosts:discover"), kept).status_code == 302
        assert HostInstitution.objects.count() == 2

    def test_a_pending_twin_of_somebody_else_is_not_opened(self, client: Client) -> None:
        hidden = factories.host(organisation__name="IME Les Tilleuls", state=HostState.PENDING)
        client.force_login(factories.user())
        words = client.post(reverse("hosts:discover"), DATA).content.decode()
        assert "attend déjà la modération" in words
        assert reverse("hosts:detail", args=[hidden.slug]) not in words


def test_a_double_click_enters_one_host(client: Client) -> None:
    client.force_login(factories.user())
    data = {**DATA, "idempotency_key": "0" * 32}
    first = client.post(reverse("hosts:create"), data)
    second = client.post(reverse("hosts:create"), data)
    assert first.headers["Location"] == second.headers["Location"]
    assert HostInstitution.objects.count() == 1


def test_asking_to_keep_a_known_sheet(client: Client) -> None:
    host, person = factories.host(), factories.user()
    client.force_login(person)
    assert (
        reverse("hosts:claim", args=[host.slug])
        in client.get(reverse("hosts:detail", args=[host.slug])).content.decode()
    )
    client.post(reverse("hosts:claim", args=[host.slug]), {"function": "Éducatrice", "message": "Bonjour"})
    claim = host.claims.get()
    manager = factories.member(host.organisation)
    client.force_login(manager)
    assert "Éducatrice" in client.get(reverse("hosts:claims")).content.decode()
    client.post(reverse("hosts:claim_answer", args=[claim.pk]), {"answer": "accept"})
    assert Membership.objects.current().filter(user=person, organisation=host.organisation).exists()
    client.force_login(factories.user())
    assert client.post(reverse("hosts:claim_answer", args=[claim.pk])).status_code == 404
