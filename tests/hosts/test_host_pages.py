"""The public page of a host, and what stands around it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from hosts import figures
from hosts.enums import Access, HostState, MembershipStatus
from hosts.models import ContactPerson, HostInstitution, HostSite, Occupation, Place, PlacementOffer, SiteQualification
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, host: HostInstitution) -> str:
    answer = client.get(reverse("hosts:detail", args=[host.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_answers_three_questions(client: Client) -> None:
    """E3, S2: would I like it there, can I get there, how do I apply."""
    host = factories.host(
        organisation__name="IME Les Tilleuls",
        sector=factories.sector(name_fr="Médico-social"),
        presentation="Au bord de la Vilaine.",
        public_served="Enfants de 6 à 12 ans",
        languages=["fr", "de"],
        website="https://tilleuls.example",
    )
    host.occupations.add(Occupation.objects.create(code="educ", name_fr="Éducateur spécialisé"))
    HostSite.objects.update(
        address="3 rue des Lilas",
        public_transport=Access.YES,
        transport_details="Métro a, six minutes à pied",
        wheelchair=Access.NO,
    )
    offer = factories.offer(host, capacity=3, taken=1)
    words = page(client, host)
    for said in (
        "IME Les Tilleuls",
        "Médico-social",
        "Au bord de la Vilaine.",
        "Enfants de 6 à 12 ans",
        "Éducateur spécialisé",
        "Allemand",
        "3 rue des Lilas",
        "Métro a, six minutes à pied",
        "access__item--no",
        "Repas\u00a0: non précisé",
        offer.title,
        "2\u00a0places restantes",
    ):
        assert said in words, said
    assert "noindex" not in words


def test_contact_persons_and_telephones_are_never_public(client: Client) -> None:
    """S5: contact persons are seen only once a trainee is accepted."""
    host = factories.host()
    HostSite.objects.update(telephone="02 99 11 22 33")
    ContactPerson.objects.create(institution=host, name="Anne Dupont", email="anne@example.org")
    factories.offer(host)
    words = page(client, host)
    assert "Dupont" not in words
    assert "anne@example.org" not in words
    assert "02 99 11 22 33" not in words


def test_a_landscape_or_a_photo(client: Client) -> None:
    host = factories.host()
    assert 'class="landscape' in page(client, host)
    photo = factories.host_photo(host, alternative="La maison et son jardin")
    words = page(client, host)
    assert 'alt="La maison et son jardin"' in words
    assert client.get(photo.file.url).getvalue()[8:12] == b"WEBP"
    HostInstitution.objects.update(state=HostState.PENDING)
    assert client.get(photo.file.url).status_code == 404


def test_full_and_past_offers_are_not_listed(client: Client) -> None:
    host = factories.host()
    full = factories.offer(host, capacity=1, taken=1)
    words = page(client, host)
    assert full.title not in words
    assert "offre ouverte pour le moment" in words


@pytest.mark.parametrize("state", [HostState.PENDING, HostState.RETURNED, HostState.REFUSED, HostState.ARCHIVED])
def test_other_states_are_for_its_people_and_moderators(client: Client, state: str) -> None:
    territory = factories.territory()
    host = factories.host(state=state, state_reason="Précisez la rue", organisation__territory=territory)
    club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
    for person in (factories.member(host.organisation), factories.member(club, Role.ANIMATOR)):
        client.force_login(person)
        answer = client.get(reverse("hosts:detail", args=[host.slug]))
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert 'class="notice' in answer.content.decode()
    client.force_login(factories.user())
    assert client.get(reverse("hosts:detail", args=[host.slug])).status_code == 404
    client.logout()
    assert client.get(reverse("hosts:detail", args=[host.slug])).status_code == 404


def test_a_merged_sheet_leads_to_its_survivor_for_good(client: Client) -> None:
    """E24."""
    host = factories.host()
    merged = factories.host(state=HostState.MERGED, merged_into=host)
    answer = client.get(reverse("hosts:detail", args=[merged.slug]))
    assert answer.status_code == 301
    assert answer.headers["Location"] == reverse("hosts:detail", args=[host.slug])
    HostInstitution.objects.filter(pk=host.pk).update(state=HostState.ARCHIVED)
    assert client.get(reverse("hosts:detail", args=[merged.slug])).status_code == 404


class TestRecognition:
    """S7: public recognition; figures only once there is something to show."""

    def test_nothing_until_there_is_data(self, client: Client) -> None:
        assert "Un hôte qui forme" not in page(client, factories.host())

    def test_what_is_known(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        host = factories.host(hosting_since=2009, membership_status=MembershipStatus.MEMBER)
        school = factories.organisation(OrganisationKind.TRAINING, name="Institut du travail social")
        SiteQualification.objects.create(site=host.sites.get(), school=school)
        ended = factories.organisation(OrganisationKind.TRAINING, name="École fermée")
        SiteQualification.objects.create(site=host.sites.get(), school=ended, until="2020-01-01", since="2019-01-01")
        known = {host.pk: figures.HostRecord(figures.ReplyRate(92, 24), trainees=42)}
        monkeypatch.setattr(figures, "_providers", [lambda ids: known])
        words = page(client, host)
        assert "Membre du réseau" in words
        assert "depuis 2009" in words
        assert "42 stagiaires accueillis" in words
        assert "92" in words
        assert "Institut du travail social" in words
        assert "École fermée" not in words


def test_a_small_map_shows_where(client: Client) -> None:
    host = factories.host()
    place = Place.objects.create(code="35238", name="Rennes", folded="rennes", postcodes=["35000"], department="35")
    HostSite.objects.update(place=place)
    words = page(client, host)
    assert "locator__point" in words
    assert "Ille-et-Vilaine" in words
    HostSite.objects.update(latitude=None, longitude=None)
    assert "locator__point" not in page(client, host)


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    host = factories.host()
    for number in range(5):
        factories.site(host, name=f"Lieu {number}")
        factories.offer(host)
        factories.host_photo(host)
    with django_assert_max_num_queries(8):
        page(client, host)
    offer = PlacementOffer.objects.earliest("pk")
    # A trainee is told besides whether they have applied, and whether the host can be written to.
    for person in (factories.member(host.organisation), factories.user(is_trainee=True)):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            page(client, host)
        with django_assert_max_num_queries(12):
            assert client.get(reverse("hosts:offer", args=[offer.pk])).status_code == 200


def test_sitemap_lists_what_is_public(client: Client) -> None:
    host, hidden = factories.host(), factories.host(state=HostState.PENDING)
    offer, full = factories.offer(host), factories.offer(host, capacity=1, taken=1)
    index = client.get(reverse("hosts:sitemaps")).content.decode()
    assert "sitemap-hosts.xml" in index
    hosts = client.get(reverse("hosts:sitemap", args=["hosts"])).content.decode()
    offers = client.get(reverse("hosts:sitemap", args=["offers"])).content.decode()
    assert f"/hotes/{host.slug}/" in hosts
    assert hidden.slug not in hosts
    assert f"/offres/{offer.pk}/" in offers
    assert f"/offres/{full.pk}/" not in offers
