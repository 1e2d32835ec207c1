"""Founding an organisation, its check by the network, territories, profile, the trace on screen (S5, S11, S13)."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts import audit, onboarding, services
from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, Membership, Organisation, Territory, User
from accounts.selectors import likely_twins
from accounts.workspace import Workspace
from messaging import inbox
from messaging.inbox import Todo
from tests import factories
from tests.accounts import mailbox
from tests.accounts.test_members import roles
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
FOUND = "/organisations/fonder/training/"
SCHOOL = {"name": "Lycée de la Rance", "country": "FR", "siret": "", "role": "coordinator"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def admin() -> User:
    network = factories.organisation(OrganisationKind.NETWORK, name="Réseau")
    person = factories.member(network, Role.NETWORK_ADMIN, email="admin@example.org")
    factories.second_factor(person)
    return person


class TestFounding:
    def test_one_looks_after_it_and_it_awaits_the_network(self) -> None:
        person = factories.user()
        client = sign_in(person)
        answer = client.post(FOUND, SCHOOL)
        school = Organisation.objects.get(name="Lycée de la Rance")
        assert answer.headers["Location"] == onboarding.next_address("training")
        assert roles(person, school) == {Role.COORDINATOR}
        assert school.is_awaiting
        assert "En attente de vérification" in client.get("/organisation/").content.decode()

    def test_sent_twice_it_is_one(self) -> None:
        client = sign_in(factories.user())
        for _time in range(2):
            client.post(FOUND, {**SCHOOL, "idempotency_key": "c" * 32})
        assert Organisation.objects.filter(name="Lycée de la Rance").count() == 1

    def test_a_likely_twin_is_shown_first(self) -> None:
        there = factories.organisation(OrganisationKind.TRAINING, name="LYCEE DE LA RANCE")
        head = factories.member(there, Role.HEAD, email="head@example.org")
        person = factories.user(first_name="Omar", last_name="Benali", email="omar@example.org")
        client = sign_in(person)
        page = client.post(FOUND, SCHOOL)
        assert "LYCEE DE LA RANCE" in page.content.decode()
        assert Organisation.objects.filter(kind=OrganisationKind.TRAINING).count() == 1
        client.post(f"/organisations/{there.pk}/rejoindre/")
        message = mailbox.latest("head@example.org")
        assert message.subject == "Omar Benali souhaite rejoindre LYCEE DE LA RANCE"
        assert "email=omar%40example.org" in str(message.body)
        assert roles(person, there) == set(), "asking is not joining"
        page = sign_in(head).get("/organisation/membres/?email=omar%40example.org").content.decode()
        assert 'value="omar@example.org"' in page
        client.post(FOUND, {**SCHOOL, "another": "on"})
        assert Organisation.objects.filter(kind=OrganisationKind.TRAINING).count() == 2

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("Lycée de la rance", True),
            ("Lycee la Rance", True),
            ("Lycée Jean Moulin", False),
            ("Collège de la Rance", False),
        ],
    )
    def test_what_counts_as_near(self, name: str, near: bool) -> None:
        there = factories.organisation(OrganisationKind.TRAINING, name="Lycée de la Rance")
        factories.organisation(OrganisationKind.HOST, name=name)
        assert likely_twins(name, OrganisationKind.TRAINING) == ([there] if near else [])

    @pytest.mark.parametrize("kind", ["network", "funder", "nothing"])
    def test_not_of_every_kind(self, kind: str) -> None:
        assert sign_in(factories.user()).get(f"/organisations/fonder/{kind}/").status_code == 404

    def test_a_siret_has_fourteen_digits(self) -> None:
        client = sign_in(factories.user())
        assert "14 chiffres" in client.post(FOUND, {**SCHOOL, "siret": "123"}).content.decode()
        client.post(FOUND, {**SCHOOL, "siret": "123 456 789 00012"})
        assert Organisation.objects.get(kind=OrganisationKind.TRAINING).siret == "12345678900012"

    def test_doors_are_led_by_the_apps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(onboarding, "_leads", {})
        assert onboarding.address("host") == "/organisations/fonder/host/"
        onboarding.lead("host", "accounts:members")
        assert onboarding.address("host") == "/organisation/membres/"
        with pytest.raises(ValueError, match="no door"):
            onboarding.lead("window", "home")


class TestTheCheck:
    def founded(self) -> tuple[Organisation, User]:
        founder = factories.user(email="founder@example.org")
        return (
            services.create_organisation(founder=founder, kind=OrganisationKind.TRAINING, name="Nouvelle école"),
            founder,
        )

    def todos(self, person: User) -> list[Todo]:
        return inbox.todos(Workspace(person))

    def test_recognised(self, admin: User) -> None:
        school, _founder = self.founded()
        assert "Vérifier 1 nouvelle organisation" in [todo.title for todo in self.todos(admin)]
        client = sign_in(admin)
        assert "Nouvelle école" in client.get("/organisations/?state=awaiting").content.decode()
        client.post(f"/organisations/{school.pk}/reconnaitre/")
        school.refresh_from_db()
        assert school.is_verified
        assert "reconnue par le réseau" in mailbox.latest("founder@example.org").subject
        assert AuditEntry.objects.get(action="organisation.verified").actor == admin
        assert not [todo for todo in self.todos(admin) if "nouvelle organisation" in todo.title]

    def test_refused_with_a_reason_then_asked_again(self, admin: User) -> None:
        school, founder = self.founded()
        client = sign_in(admin)
        assert client.post(f"/organisations/{school.pk}/refuser/", {"reason": " "}).status_code == 200
        client.post(f"/organisations/{school.pk}/refuser/", {"reason": "Le SIRET manque."})
        school.refresh_from_db()
        assert school.refused_at
        assert "Le SIRET manque." in str(mailbox.latest("founder@example.org").body)
        trace = AuditEntry.objects.get(action="organisation.refused")
        assert trace.words.text == "Le SIRET manque."
        assert "Complétez la page" in str([todo.title for todo in self.todos(founder)])
        own = sign_in(founder)
        assert "Demander une nouvelle vérification" in own.get("/organisation/").content.decode()
        assert (
            own.post("/organisation/membres/inviter/", {"email": "a@example.org", "roles": ["head"]}).status_code == 200
        )
        own.post("/organisation/nouvelle-verification/")
        school.refresh_from_db()
        assert school.is_awaiting

    def test_an_animator_sees_their_territory_only(self) -> None:
        here, there = factories.territory(), factories.territory()
        mine = factories.organisation(OrganisationKind.TRAINING, territory=here, name="Ici")
        other = factories.organisation(OrganisationKind.TRAINING, territory=there, name="Ailleurs")
        club = factories.organisation(OrganisationKind.NETWORK, territory=here)
        client = sign_in(factories.member(club, Role.ANIMATOR))
        page = client.get("/organisations/").content.decode()
        assert "Ici" in page
        assert "Ailleurs" not in page
        assert client.get(f"/organisations/{mine.pk}/").status_code == 200
        for path in ("", "reconnaitre/", "refuser/"):
            assert client.post(f"/organisations/{other.pk}/{path}", {"reason": "x"}).status_code == 404

    def test_the_network_adds_one_and_invites_who_looks_after_it(self, admin: User) -> None:
        client = sign_in(admin)
        data = {"kind": "network", "name": "Club Sud", "country": "FR", "siret": "", "email": "club@example.org"}
        client.post("/organisations/ajouter/", data)
        club = Organisation.objects.get(name="Club Sud")
        assert club.is_verified
        person = factories.user(email="club@example.org")
        sign_in(person).post(mailbox.link_in(mailbox.latest("club@example.org")))
        assert roles(person, club) == {Role.NETWORK_ADMIN}

    def test_list_filters_export_and_queries(self, admin: User, django_assert_max_num_queries: Any) -> None:
        client = sign_in(admin)
        for number in range(3):
            factories.member(factories.organisation(name=f"Maison {number}"))
        with django_assert_max_num_queries(12) as few:
            client.get("/organisations/")
        for number in range(12):
            factories.member(factories.organisation(name=f"Foyer {number}"))
        with django_assert_max_num_queries(12) as many:
            page = client.get("/organisations/").content.decode()
        assert len(many) == len(few)
        assert "16 organisations" in page
        assert "Foyer" not in client.get("/organisations/?q=maison").content.decode()
        content = b"".join(client.get("/organisations/?q=maison&format=csv")).decode("utf-8-sig")  # type: ignore[arg-type]
        assert content.count("Maison") == 3
        assert "Foyer" not in content


class TestOwnPage:
    def test_a_manager_changes_it_but_not_its_territory(self) -> None:
        here, there = factories.territory(), factories.territory()
        host = factories.organisation(name="Avant", territory=here)
        client = sign_in(factories.member(host))
        data = {"name": "Après", "legal_name": "", "country": "FR", "siret": "", "territory": there.pk}
        assert client.post("/organisation/", data).status_code == 302
        host.refresh_from_db()
        assert (host.name, host.territory) == ("Après", here)
        assert AuditEntry.objects.get(action="organisation.changed").data == {"fields": ["name"]}

    def test_a_network_administrator_places_it(self, admin: User) -> None:
        host, there = factories.organisation(), factories.territory()
        data = {"name": host.name, "legal_name": "", "country": "FR", "siret": "", "territory": there.pk}
        sign_in(admin).post(f"/organisations/{host.pk}/", data)
        host.refresh_from_db()
        assert host.territory == there


class TestTerritories:
    DATA = {"name": "Hérault", "country": "FR", "departments": "34, 30;34", "time_zone": "Europe/Paris"}

    def test_on_screen(self, admin: User) -> None:
        client = sign_in(admin)
        client.post("/territoires/ajouter/", self.DATA)
        made = Territory.objects.get()
        assert (made.slug, made.departments) == ("herault", ["34", "30"])
        client.post(f"/territoires/{made.pk}/", {**self.DATA, "name": "Hérault et Gard"})
        made.refresh_from_db()
        assert (made.name, made.slug) == ("Hérault et Gard", "herault"), "its address stays"
        assert "Hérault et Gard" in client.get("/territoires/").content.decode()

    def test_removed_only_when_nothing_belongs_to_it(self, admin: User) -> None:
        used, free = factories.territory(), factories.territory()
        factories.organisation(territory=used)
        client = sign_in(admin)
        page = client.post(f"/territoires/{used.pk}/supprimer/", follow=True).content.decode()
        assert "rattachées à ce territoire" in page
        client.post(f"/territoires/{free.pk}/supprimer/")
        assert list(Territory.objects.all()) == [used]

    def test_an_administrator_of_one_territory_keeps_to_it(self) -> None:
        mine, other = factories.territory(), factories.territory()
        local = factories.organisation(OrganisationKind.NETWORK, territory=mine)
        person = factories.member(local, Role.NETWORK_ADMIN)
        factories.second_factor(person)
        client = sign_in(person)
        assert client.get(f"/territoires/{other.pk}/").status_code == 404
        assert client.post("/territoires/ajouter/", self.DATA).status_code == 403
        assert client.get(f"/territoires/{mine.pk}/").status_code == 200

    def test_an_administrator_of_one_territory_cannot_reach_further(self) -> None:
        """S11: neither by enlarging the territory, nor by taking their own network, or another, out of it."""
        mine, other = factories.territory(departments=["35"]), factories.territory()
        local = factories.organisation(OrganisationKind.NETWORK, territory=mine)
        person = factories.member(local, Role.NETWORK_ADMIN)
        factories.second_factor(person)
        client = sign_in(person)
        client.post(f"/territoires/{mine.pk}/", {**self.DATA, "departments": "35, 34"})
        page = {"name": "Club", "country": "FR", "siret": "", "legal_name": ""}
        for territory in ("", str(other.pk)):
            client.post("/organisation/", {**page, "territory": territory})
            client.post(f"/organisations/{local.pk}/", {**page, "territory": territory})
            made = {"kind": "network", "name": f"Antenne {territory}", "country": "FR", "territory": territory}
            client.post("/organisations/ajouter/", {**made, "email": f"chef{territory}@example.org"})
        mine.refresh_from_db()
        assert (mine.name, mine.departments) == (self.DATA["name"], ["35"])
        networks = Organisation.objects.filter(kind=OrganisationKind.NETWORK)
        assert set(networks.values_list("name", "territory")) == {
            ("Club", mine.pk),
            ("Antenne", mine.pk),
            (f"Antenne {other.pk}", mine.pk),
        }

    def test_the_menu_offers_what_one_may_enter(self, admin: User) -> None:
        local = factories.organisation(OrganisationKind.NETWORK, territory=factories.territory())
        person = factories.member(local, Role.NETWORK_ADMIN)
        factories.second_factor(person)
        addresses = ("/reseau/rappels/", "/reseau/envois/", "/conservation/")
        for who, shown in ((admin, True), (person, False)):
            page = sign_in(who).get("/territoires/").content.decode()
            assert [f'{address}"' in page for address in addresses] == [shown] * 3

    def test_a_wrong_code(self, admin: User) -> None:
        page = sign_in(admin).post("/territoires/ajouter/", {**self.DATA, "departments": "34, l'Hérault"})
        assert "n’est pas un code" in page.content.decode()


class TestTheTrace:
    def test_each_sees_what_is_theirs(self, admin: User) -> None:
        host, other = factories.organisation(name="Ici"), factories.organisation(name="Ailleurs")
        manager = factories.member(host)
        audit.record(action="invitation.sent", actor=manager, organisation=host, text="Un mot <b>fort</b>.")
        audit.record(action="membership.ended", actor=admin, organisation=other)
        page = sign_in(manager).get("/organisation/journal/").content.decode()
        assert "Invitation envoyée" in page
        assert "Un mot &lt;b&gt;fort" in page
        assert "Rôle terminé</strong>" not in page
        everything = sign_in(admin).get("/organisation/journal/").content.decode()
        assert "Rôle terminé</strong>" in everything

    def test_filters_pages_and_export(self, admin: User, django_assert_max_num_queries: Any) -> None:
        host = factories.organisation()
        for number in range(30):
            audit.record(action="invitation.sent", actor=admin, organisation=host, data={"number": number})
        audit.record(action="person.erased", actor=None)
        client = sign_in(admin)
        with django_assert_max_num_queries(12):
            page = client.get("/organisation/journal/").content.decode()
        assert "31 lignes" in page
        assert "Page 1 sur 2" in page
        assert "1 ligne<" in client.get("/organisation/journal/?action=person.erased").content.decode()
        assert "30 lignes" in client.get("/organisation/journal/?actor=admin@example.org").content.decode()
        content = b"".join(client.get("/organisation/journal/?format=csv")).decode("utf-8-sig")  # type: ignore[arg-type]
        assert len(content.strip().splitlines()) == 32


class TestProfile:
    def test_what_one_says_of_oneself(self) -> None:
        person = factories.user()
        client = sign_in(person)
        data = {"first_name": "Ève", "last_name": "Roy", "phone": "+32 2 123 45 67", "language": "en", "birth_date": ""}
        answer = client.post("/compte/", data)
        assert answer.status_code == 302
        person.refresh_from_db()
        assert (person.first_name, person.phone, person.language) == ("Ève", "+32 2 123 45 67", "en")
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
        assert "My account" in client.get("/compte/").content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("phone", "appelez-moi", "Tapez un numéro"),
            ("birth_date", "2199-01-01", "année"),
            ("birth_date", "1800-01-01", "année"),
        ],
    )
    def test_what_cannot_be(self, field: str, value: str, sentence: str) -> None:
        data = {"first_name": "Ève", "last_name": "Roy", "phone": "", "language": "fr", field: value}
        assert sentence in sign_in(factories.user()).post("/compte/", data).content.decode()

    def test_a_newcomer_finds_three_doors(self) -> None:
        page = html.unescape(sign_in(factories.user()).get("/compte/bienvenue/").content.decode())
        for title in ("Je cherche un stage", "J’accueille", "J’accompagne des stagiaires"):
            assert title in page


def test_signing_out_is_a_post() -> None:
    client = sign_in(factories.user())
    client.get("/compte/logout/")
    assert client.get("/compte/").status_code == 200
    client.post("/compte/logout/")
    assert client.get("/compte/").status_code == 302
    assert Client().get("/compte/logout/").status_code == 302
    assert not Membership.objects.exists()
