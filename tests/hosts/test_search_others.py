"""Favourites, the guided path, renames, the privacy of what one keeps, and the made-up country to measure on."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import privacy
from hosts.models import Favourite, HostInstitution, Interest, Occupation, SearchEntry, SearchWord
from hosts.services import favourites, indexing, saved_searches
from hosts.services.scale import PREFIX
from messaging import outbox
from tests import factories
from tests.hosts.searching import host, offer, place, titles

pytestmark = pytest.mark.django_db


class TestFavourites:
    def test_by_post_with_a_confirmation_by_get(self, client: Client) -> None:
        made = offer("Atelier bois")
        address = f"/favoris/offre/{made.pk}/?back=/recherche/%3Fq%3Dbois"
        assert client.get(address).headers["Location"].startswith("/compte/login/?next=/favoris/offre/")
        client.force_login(factories.user())
        assert "Atelier bois" in client.get(address).content.decode()
        assert not Favourite.objects.exists()
        response = client.post(address, {"on": "1"})
        assert response.headers["Location"] == "/recherche/?q=bois"
        client.post(address, {"on": "1"})
        assert Favourite.objects.count() == 1
        assert "Atelier bois" in client.get("/favoris/").content.decode()
        client.post(address, {"on": "0"})
        assert not Favourite.objects.exists()

    def test_never_leads_away_from_the_site(self, client: Client) -> None:
        made = offer("Atelier bois")
        client.force_login(factories.user())
        response = client.post(f"/favoris/offre/{made.pk}/", {"on": "1", "back": "https://example.org/"})
        assert response.headers["Location"] == f"/offres/{made.pk}/"

    def test_a_draft_of_others_is_a_404(self, client: Client) -> None:
        made = factories.offer(state="draft", published_at=None)
        client.force_login(factories.user())
        assert client.post(f"/favoris/offre/{made.pk}/").status_code == 404
        assert client.get("/favoris/autre/1/").status_code == 404

    def test_what_is_over_is_said(self, client: Client) -> None:
        user, made, over = factories.user(), host("Musée du port"), offer("Atelier bois")
        favourites.mark(user=user, thing=made)
        favourites.mark(user=user, thing=over)
        over.periods.update(taken=2)
        indexing.reindex_offer(over)
        client.force_login(user)
        words = client.get("/favoris/").content.decode()
        assert "Musée du port" in words
        assert words.index("Plus ouverts") < words.index("Atelier bois")


class TestGuide:
    """S3: from interests to occupations to hosts near home, by plain addresses."""

    def test_three_steps(self, client: Client) -> None:
        animals = Interest.objects.create(code="animaux", name_fr="Les animaux")
        vet = Occupation.objects.create(code="veto", name_fr="Vétérinaire", summary_fr="Soigne les animaux.")
        vet.interests.add(animals)
        Occupation.objects.create(code="notaire", name_fr="Notaire")
        clinic = host("Clinique des bêtes")
        clinic.occupations.add(vet)
        indexing.reindex_institution(clinic)
        assert "Les animaux" in client.get("/trouver-ma-voie/").content.decode()
        second = client.get("/trouver-ma-voie/?etape=2&gout=animaux").content.decode()
        assert "Soigne les animaux." in second
        assert "1 lieu le montre" in second
        assert "Notaire" not in second
        third = client.get("/trouver-ma-voie/?etape=3&gout=animaux&metier=veto").content.decode()
        assert 'action="/recherche/"' in third
        place()
        assert "Clinique des bêtes" in client.get("/recherche/?metier=veto&lieu=Rennes").content.decode()

    def test_nothing_ticked_says_so(self, client: Client) -> None:
        assert "Cochez au moins une case" in client.get("/trouver-ma-voie/?etape=2").content.decode()


class TestRenames:
    def test_a_renamed_sector_ripples_through_the_outbox(self) -> None:
        sector = factories.sector(name_fr="Navigation")
        host("Le Phare", sector=sector)
        assert titles(q="navigation") == ["Le Phare"]
        sector.name_fr = "Marine"
        sector.save()
        outbox.drain()
        assert titles(q="marine") == ["Le Phare"]
        assert titles(q="navigation") == []

    def test_saving_without_a_new_name_queues_nothing(self) -> None:
        from messaging.models import OutboxEntry

        sector = factories.sector(name_fr="Navigation")
        sector.position = 9
        sector.save()
        assert not OutboxEntry.objects.filter(kind="hosts.reindex").exists()

    def test_new_words_become_known(self) -> None:
        host("Kayakothèque")
        outbox.drain()
        assert SearchWord.objects.get(word="kayakotheque").shown == "kayakothèque"


def test_what_one_keeps_is_given_out_and_erased() -> None:
    user = factories.user()
    saved_searches.keep(user=user, name="IME", parameters={"q": ["IME"]}, frequency="never")
    favourites.mark(user=user, thing=host("Musée du port"))
    mine = {one.name: one for one in privacy.processings()}
    assert "IME" in str(mine["saved_searches"].export(user))
    assert "Musée du port" in str(mine["favourites"].export(user))
    for name in ("saved_searches", "favourites"):
        mine[name].erase(user)
        assert "[]" in str(mine[name].export(user))


class TestScale:
    def test_a_small_country(self) -> None:
        place(population=1000)
        call_command("seed_scale", "--offers", "40", stdout=StringIO(), verbosity=0)
        assert SearchEntry.objects.filter(slug__startswith=PREFIX, offer__isnull=False).count() > 30
        assert indexing.compare() == {"missing": 0, "too many": 0, "seats": 0}
        call_command("seed_scale", "--clear", stdout=StringIO())
        assert not HostInstitution.objects.exists()

    def test_refuses_where_real_hosts_are(self) -> None:
        place()
        host("Vraie maison")
        with pytest.raises(CommandError, match="--force"):
            call_command("seed_scale", "--offers", "10", stdout=StringIO())


def test_recount_sees_an_entry_that_is_gone() -> None:
    made = offer("Atelier bois")
    assert indexing.compare()["missing"] == 0
    SearchEntry.objects.filter(offer=made).delete()
    assert indexing.compare(mend=True)["missing"] == 1
    assert indexing.compare() == {"missing": 0, "too many": 0, "seats": 0}
