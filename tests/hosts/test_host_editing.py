"""Keeping a sheet: sections with autosave, two editors, sites, contacts, photos."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from hosts.enums import HostState
from hosts.models import HostInstitution, HostSite, Occupation, Place
from hosts.selectors.completeness import host_completeness
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def host() -> HostInstitution:
    return factories.host(organisation__name="IME Les Tilleuls")


@pytest.fixture
def client(host: HostInstitution) -> Client:
    """A browser of one of the host's managers."""
    browser = Client()
    browser.force_login(factories.member(host.organisation))
    return browser


def marks(words: str) -> dict[str, str]:
    """The hidden marks of a drawn form."""
    found = {}
    for name in ("version", "base", "page"):
        match = re.search(rf'name="{name}" value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', words)
        assert match, name
        found[name] = match.group(1) or match.group(2)
    return found


def section(host: HostInstitution, name: str = "presentation") -> str:
    return reverse("hosts:edit_section", args=[host.slug, name])


class TestSections:
    def test_saved_by_the_button(self, client: Client, host: HostInstitution) -> None:
        occupation = Occupation.objects.create(code="educ", name_fr="Éducateur")
        drawn = client.get(section(host)).content.decode()
        data = {**marks(drawn), "presentation": "Au calme.", "languages": ["fr", "en"], "occupations": [occupation.pk]}
        answer = client.post(section(host), data, follow=True)
        host.refresh_from_db()
        assert (host.presentation, host.languages, list(host.occupations.all())) == (
            "Au calme.",
            ["fr", "en"],
            [occupation],
        )
        assert "est enregistré." in answer.content.decode()

    def test_name_and_number(self, client: Client, host: HostInstitution) -> None:
        data = {"version": "1", "organisation__name": "IME du Parc", "organisation__siret": "732 829 320 00074"}
        client.post(section(host, "identity"), data)
        host.organisation.refresh_from_db()
        assert (host.organisation.name, host.organisation.siret) == ("IME du Parc", "73282932000074")

    def test_a_wrong_siret_is_said_beside_the_field(self, client: Client, host: HostInstitution) -> None:
        data = {"version": "1", "organisation__name": "IME du Parc", "organisation__siret": "73282932000075"}
        answer = client.post(section(host, "identity"), data)
        assert answer.status_code == 200
        words = answer.content.decode()
        assert "est pas valable" in words
        assert 'value="73282932000075"' in words
        assert "IME Les Tilleuls" in words  # the frame shows what is recorded

    def test_a_foreign_number_is_taken_as_it_is(self, client: Client, host: HostInstitution) -> None:
        """Foreign hosts allowed (domain §7); a Belgian number is checked too."""
        host.organisation.country = "CH"
        host.organisation.save()
        data = {"version": "1", "organisation__name": "Foyer", "organisation__siret": "CHE-123.456.789"}
        assert client.post(section(host, "identity"), data).status_code == 302
        host.organisation.country = "BE"
        host.organisation.save()
        host.refresh_from_db()
        data["version"] = str(host.version)
        assert (
            client.post(section(host, "identity"), {**data, "organisation__siret": "0403.170.701"}).status_code == 302
        )
        host.refresh_from_db()
        data["version"] = str(host.version)
        assert (
            client.post(section(host, "identity"), {**data, "organisation__siret": "0403.170.702"}).status_code == 200
        )

    def test_unknown_section_is_a_404(self, client: Client, host: HostInstitution) -> None:
        assert client.get(section(host, "secret")).status_code == 404


class TestAutosave:
    def save(self, client: Client, host: HostInstitution, **data: Any) -> Any:
        return client.post(section(host), {"autosave": "1", **data}, headers={"HX-Request": "true"})

    def test_saves_and_hands_back_the_marks(self, client: Client, host: HostInstitution) -> None:
        drawn = marks(client.get(section(host)).content.decode())
        answer = self.save(client, host, **drawn, presentation="Un brouillon")
        words = answer.content.decode()
        assert "<html" not in words
        assert "Enregistré à" in words
        again = self.save(client, host, **marks(words), presentation="Deux brouillons")
        assert again.status_code == 200
        host.refresh_from_db()
        assert (host.presentation, host.version) == ("Deux brouillons", 3)

    def test_the_button_pressed_before_the_answer_came_is_no_conflict(
        self, client: Client, host: HostInstitution
    ) -> None:
        """The autosave of this very page never stands against its own button."""
        drawn = marks(client.get(section(host)).content.decode())
        self.save(client, host, **drawn, presentation="Un")
        assert client.post(section(host), {**drawn, "presentation": "Deux"}).status_code == 302
        host.refresh_from_db()
        assert host.presentation == "Deux"

    def test_what_is_wrong_waits_and_the_rest_is_saved(self, client: Client, host: HostInstitution) -> None:
        data = {"version": "1", "organisation__name": "", "activity": "IME", "autosave": "1"}
        answer = client.post(section(host, "identity"), data)
        assert "reste à corriger" in answer.content.decode()
        host.refresh_from_db()
        assert (host.activity, host.organisation.name) == ("IME", "IME Les Tilleuls")

    def test_stale_says_so(self, client: Client, host: HostInstitution) -> None:
        drawn = marks(client.get(section(host)).content.decode())
        HostInstitution.objects.update(presentation="Une collègue", version=9)
        answer = self.save(client, host, **drawn, presentation="Moi")
        assert answer.status_code == 409
        host.refresh_from_db()
        assert host.presentation == "Une collègue"


class TestTwoEditors:
    def test_the_second_sees_both_versions_and_loses_nothing(self, client: Client, host: HostInstitution) -> None:
        """quality.md: stale → 409 with the difference."""
        drawn = marks(client.get(section(host)).content.decode())
        HostInstitution.objects.update(presentation="Ce qu'a écrit une collègue", version=2)
        answer = client.post(section(host), {**drawn, "presentation": "Ce que j'ai écrit", "public_served": "Enfants"})
        words = answer.content.decode()
        assert answer.status_code == 409
        assert "une collègue" in words
        assert "Ce que j&#x27;ai écrit" in words
        kept = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', words))
        kept.pop("csrfmiddlewaretoken", None)
        assert kept["public_served"] == "Enfants"
        kept["presentation"] = "Ce que j'ai écrit"
        assert client.post(section(host), kept).status_code == 302
        host.refresh_from_db()
        assert (host.presentation, host.public_served) == ("Ce que j'ai écrit", "Enfants")

    def test_two_sections_at_once_are_no_conflict(self, client: Client, host: HostInstitution) -> None:
        one = marks(client.get(section(host)).content.decode())
        other = marks(client.get(section(host, "identity")).content.decode())
        client.post(section(host), {**one, "presentation": "Au calme"})
        data = {**other, "organisation__name": "IME Les Tilleuls", "activity": "IME"}
        assert client.post(section(host, "identity"), data).status_code == 302
        host.refresh_from_db()
        assert (host.presentation, host.activity) == ("Au calme", "IME")


class TestSites:
    @pytest.fixture
    def rennes(self) -> Place:
        return Place.objects.create(
            code="35238",
            name="Rennes",
            folded="rennes",
            postcodes=["35000", "35200"],
            department="35",
            population=220_000,
            latitude=48.11,
            longitude=-1.68,
        )

    def test_added_by_its_commune(self, client: Client, host: HostInstitution, rennes: Place) -> None:
        data = {"place": "Rennes", "country": "FR", "postcode": "35200", "address": "1 rue Verte", "meals": "yes"}
        answer = client.post(reverse("hosts:site_add", args=[host.slug]), data)
        assert answer.status_code == 302
        site = host.sites.get(address="1 rue Verte")
        assert (site.place, site.city, site.postcode, site.meals) == (rennes, "Rennes", "35200", "yes")
        assert (site.latitude, site.approximate) == (48.11, True)

    def test_an_exact_position_is_kept(self, client: Client, host: HostInstitution, rennes: Place) -> None:
        data = {"place": "Rennes", "country": "FR", "point": "48,1173, -1,6778", "address": "1 rue Verte"}
        client.post(reverse("hosts:site_add", args=[host.slug]), data)
        site = host.sites.get(address="1 rue Verte")
        assert (site.latitude, site.longitude, site.approximate) == (48.1173, -1.6778, False)

    def test_abroad_a_town_in_words(self, client: Client, host: HostInstitution) -> None:
        data = {"place": "Lausanne", "country": "CH", "postcode": "1003"}
        assert client.post(reverse("hosts:site_add", args=[host.slug]), data).status_code == 302
        assert host.sites.filter(city="Lausanne", country="CH", place=None).exists()

    def test_an_unknown_commune_says_what_to_do(self, client: Client, host: HostInstitution, rennes: Place) -> None:
        answer = client.post(reverse("hosts:site_add", args=[host.slug]), {"place": "Rênes", "country": "FR"})
        words = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="Rênes"' in words
        assert "field-error" in words

    def test_stale(self, client: Client, host: HostInstitution, rennes: Place) -> None:
        site = host.sites.get()
        address = reverse("hosts:site_edit", args=[host.slug, site.pk])
        drawn = marks(client.get(address).content.decode())
        HostSite.objects.update(address="Une autre rue", version=2)
        answer = client.post(address, {**drawn, "place": "Rennes", "country": "FR", "address": "Ma rue"})
        assert answer.status_code == 409
        assert "Une autre rue" in answer.content.decode()

    def test_closing_and_reopening(self, client: Client, host: HostInstitution) -> None:
        main, other = host.sites.get(), factories.site(host, name="Annexe")
        act = lambda pk, action: client.post(reverse("hosts:site_act", args=[host.slug, pk, action]))  # noqa: E731
        act(main.pk, "fermer")
        assert list(host.sites.filter(active=True, is_main=True)) == [other]
        act(other.pk, "fermer")
        assert host.sites.filter(active=True).exists()
        act(main.pk, "rouvrir")
        act(main.pk, "principal")
        assert host.sites.get(is_main=True) == main
        assert act(main.pk, "bruler").status_code == 404

    def test_another_hosts_site_is_a_404(self, client: Client, host: HostInstitution) -> None:
        theirs = factories.host().sites.get()
        assert client.get(reverse("hosts:site_edit", args=[host.slug, theirs.pk])).status_code == 404
        assert client.post(reverse("hosts:site_act", args=[host.slug, theirs.pk, "fermer"])).status_code == 404


class TestContactsAndPhotos:
    def test_contacts(self, client: Client, host: HostInstitution) -> None:
        address = reverse("hosts:contacts", args=[host.slug])
        assert client.post(address, {"name": "Anne"}).status_code == 200  # neither e-mail nor telephone
        client.post(address, {"name": "Anne", "email": "anne@example.org", "function": "Cheffe de service"})
        person = host.contacts.get()
        client.post(reverse("hosts:contact_edit", args=[host.slug, person.pk]), {"name": "Anna", "telephone": "0299"})
        person.refresh_from_db()
        assert (person.name, person.telephone) == ("Anna", "0299")
        client.post(reverse("hosts:contact_delete", args=[host.slug, person.pk]))
        assert not host.contacts.exists()

    def test_photos_are_added_described_ordered_removed(self, client: Client, host: HostInstitution) -> None:
        address = reverse("hosts:photos", args=[host.slug])
        for words in ("Le jardin", "La cuisine"):
            upload = SimpleUploadedFile("photo.png", factories.picture(), "image/png")
            client.post(address, {"file": upload, "alternative": words})
        garden, kitchen = host.photos.all()
        act = lambda photo, action, **data: client.post(  # noqa: E731
            reverse("hosts:photo_act", args=[host.slug, photo.pk, action]), data
        )
        act(kitchen, "avancer")
        assert list(host.photos.all()) == [kitchen, garden]
        act(kitchen, "decrire", alternative="La cuisine d'été")
        act(kitchen, "decrire", alternative=" ")
        kitchen.refresh_from_db()
        assert kitchen.alternative == "La cuisine d'été"
        act(garden, "supprimer")
        assert list(host.photos.all()) == [kitchen]

    def test_a_picture_says_what_it_shows_and_is_one(self, client: Client, host: HostInstitution) -> None:
        address = reverse("hosts:photos", args=[host.slug])
        upload = SimpleUploadedFile("photo.png", factories.picture(), "image/png")
        assert client.post(address, {"file": upload}).status_code == 200
        fake = SimpleUploadedFile("photo.png", b"<script>alert(1)</script>", "image/png")
        assert client.post(address, {"file": fake, "alternative": "Rien"}).status_code == 200
        assert not host.photos.exists()


class TestOverview:
    def test_what_is_missing_leads_to_its_section(self, client: Client, host: HostInstitution) -> None:
        words = client.get(reverse("hosts:edit", args=[host.slug])).content.decode()
        assert section(host, "identity") in words
        assert reverse("hosts:photos", args=[host.slug]) in words
        before = host_completeness(host).done
        HostInstitution.objects.update(sector=factories.sector())
        host.refresh_from_db()
        assert host_completeness(host).done == before + 1

    def test_my_host_leads_managers_to_the_sheet_and_others_to_the_page(
        self, client: Client, host: HostInstitution
    ) -> None:
        address = reverse("hosts:my_host")
        assert client.get(address).headers["Location"] == reverse("hosts:edit", args=[host.slug])
        client.force_login(factories.member(host.organisation, Role.TUTOR))
        assert client.get(address).headers["Location"] == reverse("hosts:detail", args=[host.slug])
        client.force_login(factories.member(factories.organisation()))
        assert reverse("hosts:create") in client.get(address).content.decode()

    def test_a_returned_sheet_is_completed_and_sent_again(self, client: Client, host: HostInstitution) -> None:
        HostInstitution.objects.update(state=HostState.RETURNED, state_reason="Quelle est la rue ?")
        words = client.get(reverse("hosts:edit", args=[host.slug])).content.decode()
        assert "Quelle est la rue ?" in words
        act = reverse("hosts:act", args=[host.slug, "submit"])
        assert act in words
        assert client.post(act).status_code == 302
        host.refresh_from_db()
        assert host.state == HostState.PENDING

    def test_nobody_publishes_their_own_sheet(self, client: Client, host: HostInstitution) -> None:
        HostInstitution.objects.update(state=HostState.PENDING)
        assert client.post(reverse("hosts:act", args=[host.slug, "publish"])).status_code == 404
        host.refresh_from_db()
        assert host.state == HostState.PENDING

    def test_queries(self, client: Client, host: HostInstitution, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for number in range(4):
            factories.site(host, name=f"Lieu {number}")
            factories.host_photo(host)
        with django_assert_max_num_queries(12):
            client.get(reverse("hosts:edit", args=[host.slug]))
