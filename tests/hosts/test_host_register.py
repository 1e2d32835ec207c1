"""The network's register, the schools' « sites qualifiants », the lists kept on screen."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry
from hosts.enums import HostState, MembershipStatus
from hosts.models import HostInstitution, Level, RegisterEntry, Sector, SiteQualification
from tests import factories

pytestmark = pytest.mark.django_db


class TestRegister:
    @pytest.fixture
    def territory(self):  # type: ignore[no-untyped-def]
        return factories.territory()

    @pytest.fixture
    def client(self, territory) -> Client:  # type: ignore[no-untyped-def]
        club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
        browser = Client()
        browser.force_login(factories.member(club, Role.ANIMATOR))
        return browser

    def host(self, territory: object, name: str, **fields: object) -> HostInstitution:
        return factories.host(organisation__name=name, organisation__territory=territory, **fields)

    def see(self, client: Client, **query: object) -> str:
        answer = client.get(reverse("hosts:register"), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_members_and_potential_members_are_counted(self, client: Client, territory: object) -> None:
        """E3."""
        self.host(territory, "Alpha", membership_status=MembershipStatus.MEMBER)
        self.host(territory, "Bêta")
        self.host(territory, "Gamma")
        factories.host(organisation__name="Ailleurs")
        words = self.see(client)
        assert "3 hôtes" in words
        assert "Ailleurs" not in words
        assert "<dd>1</dd>" in words
        assert "<dd>2</dd>" in words

    @pytest.mark.parametrize("query", ["tilleuls", "TILLÉULS", "ime rennes", "35000 ime", "732829320", "350000001"])
    def test_search(self, client: Client, territory: object, query: str) -> None:
        host = self.host(territory, "IME Les Tilleuls", organisation__siret="73282932000074")
        RegisterEntry.objects.create(site=host.sites.get(), register="finess", identifier="350000001")
        other = self.host(territory, "Collège Rosa-Parks")
        other.sites.update(city="Vitré", postcode="35500")
        words = self.see(client, q=query)
        assert "IME Les Tilleuls" in words
        assert "Rosa-Parks" not in words

    def test_filters_and_sort_stand_in_the_address(self, client: Client, territory: object) -> None:
        self.host(territory, "Alpha", state=HostState.PENDING)
        beta = self.host(territory, "Bêta")
        factories.offer(beta)
        assert "Bêta" not in self.see(client, state="pending")
        assert "Alpha" not in self.see(client, offers="on")
        words = self.see(client, sort="-name")
        assert words.index("Bêta") < words.index("Alpha")
        assert self.see(client, sort="organisation__siret; drop", state="nonsense")

    def test_export_holds_what_the_page_shows(self, client: Client, territory: object) -> None:
        self.host(territory, "=HYPERLINK(1)")
        self.host(territory, "Bêta")
        answer = client.get(reverse("hosts:register"), {"format": "csv", "q": "hyperlink"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert "'=HYPERLINK(1)" in text
        assert "Bêta" not in text
        assert client.get(reverse("hosts:register"), {"format": "xlsx"}).getvalue()[:2] == b"PK"  # type: ignore[attr-defined]

    def test_membership_of_several_at_once(self, client: Client, territory: object) -> None:
        hosts = [self.host(territory, name) for name in ("Alpha", "Bêta")]
        theirs = factories.host()
        data = {"host": [one.pk for one in (*hosts, theirs)], "status": "member", "next": "//evil.example"}
        answer = client.post(reverse("hosts:membership"), data)
        assert answer.headers["Location"] == reverse("hosts:register")
        statuses = HostInstitution.objects.order_by("pk").values_list("membership_status", flat=True)
        assert list(statuses) == ["member", "member", "potential"]
        assert AuditEntry.objects.filter(action="host.membership").count() == 2

    def test_queries_do_not_grow(  # type: ignore[no-untyped-def]
        self, client: Client, territory: object, django_assert_max_num_queries
    ) -> None:
        for number in range(12):
            self.host(territory, f"Maison {number}")
        with django_assert_max_num_queries(12):
            self.see(client)


class TestQualifications:
    """A19: « site qualifiant » is a status that a school grants a host."""

    @pytest.fixture
    def school(self):  # type: ignore[no-untyped-def]
        return factories.organisation(OrganisationKind.TRAINING, name="Institut du travail social")

    @pytest.fixture
    def client(self, school) -> Client:  # type: ignore[no-untyped-def]
        browser = Client()
        browser.force_login(factories.member(school, Role.HEAD))
        return browser

    def test_found_granted_shown_ended(self, client: Client, school: object) -> None:
        host = factories.host(organisation__name="IME Les Tilleuls")
        site = host.sites.get()
        words = client.get(reverse("hosts:qualifications"), {"q": "tilleuls"}).content.decode()
        assert f'value="{site.pk}"' in words
        for _ in range(2):
            client.post(reverse("hosts:qualification_grant"), {"site": site.pk})
        granted = SiteQualification.objects.get()
        assert granted.school == school
        page = reverse("hosts:detail", args=[host.slug])
        assert "Institut du travail social" in Client().get(page).content.decode()
        client.post(reverse("hosts:qualification_revoke", args=[granted.pk]))
        assert "Institut du travail social" not in Client().get(page).content.decode()
        ended = client.get(reverse("hosts:qualifications"), {"ended": "1"}).content.decode()
        assert "IME Les Tilleuls" in ended

    def test_only_published_hosts_and_ones_own(self, client: Client) -> None:
        hidden = factories.host(state=HostState.PENDING).sites.get()
        assert client.post(reverse("hosts:qualification_grant"), {"site": hidden.pk}).status_code == 404
        theirs = SiteQualification.objects.create(
            site=factories.host().sites.get(), school=factories.organisation(OrganisationKind.TRAINING)
        )
        assert client.post(reverse("hosts:qualification_revoke", args=[theirs.pk])).status_code == 404


class TestLists:
    """S10, S13: levels and the like are data, kept on screen by people who do not write code."""

    @pytest.fixture
    def client(self) -> Client:
        from tests.matrix import sign_in

        admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
        factories.second_factor(admin)
        return sign_in(admin)

    def test_added_renamed_taken_out_of_use(self, client: Client) -> None:
        data = {"name_fr": "Année de césure", "name_en": "Gap year", "position": "3", "active": "on"}
        client.post(reverse("hosts:term_add", args=["niveaux"]), data)
        level = Level.objects.get(name_fr="Année de césure")
        assert level.code == "annee-de-cesure"
        again = client.post(reverse("hosts:term_add", args=["niveaux"]), data)
        assert again.status_code == 200
        assert "déjà dans la liste" in again.content.decode()
        client.post(reverse("hosts:term_edit", args=["niveaux", level.pk]), {"name_fr": "Césure", "position": "3"})
        level.refresh_from_db()
        assert (level.name_fr, level.active, level.code) == ("Césure", False, "annee-de-cesure")
        assert "Césure" in client.get(reverse("hosts:terms", args=["niveaux"]), {"q": "césure"}).content.decode()

    def test_an_icon_that_exists(self, client: Client) -> None:
        data = {"name_fr": "Maritime", "position": "1", "tint": "2", "active": "on"}
        address = reverse("hosts:term_add", args=["secteurs"])
        assert client.post(address, {**data, "icon": "no-such-icon"}).status_code == 200
        assert client.post(address, {**data, "icon": "anchor", "tint": "40"}).status_code == 200
        assert client.post(address, {**data, "icon": "anchor"}).status_code == 302
        assert Sector.objects.get(name_fr="Maritime").icon == "anchor"

    def test_unknown_list_is_a_404(self, client: Client) -> None:
        assert client.get(reverse("hosts:terms", args=["recettes"])).status_code == 404

    def test_a_chosen_entry_out_of_use_stays_in_the_form(self) -> None:
        host = factories.host(sector=factories.sector(name_fr="Ancien secteur", active=False))
        browser = Client()
        browser.force_login(factories.member(host.organisation))
        address = reverse("hosts:edit_section", args=[host.slug, "identity"])
        assert "Ancien secteur" in browser.get(address).content.decode()
