"""The search page: the same with and without JavaScript, an answer whatever the address holds (§4, E3, S2)."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from hosts.services import favourites
from tests import factories
from tests.hosts.searching import host, learn, offer, place

pytestmark = pytest.mark.django_db
AREA = re.compile(r'<div id="search-area">(.*?)</div>\s*</div>\s*</main>', re.DOTALL)
HTMX = {"HX-Request": "true", "HX-Target": "search-area"}
NAMES = (
    *("q", "lieu", "lieu_id", "lieu_for", "rayon", "secteur", "metier", "niveau", "territoire", "du", "au", "temps"),
    *("transport", "repas", "places", "type", "tri", "zone", "page", "apres", "avant", "exact", "carte"),
)


def page(client: Client, **asked: object) -> str:
    response = client.get("/recherche/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_finds_an_offer_near_a_town(client: Client) -> None:
    place()
    made = offer("Découvrir la crèche", host("Crèche du Port", site={"wheelchair": "yes"}))
    words = page(client, q="creche", lieu="rennes", type="offres")
    assert "Découvrir la crèche" in words
    assert f'href="/offres/{made.pk}/"' in words
    assert "11 km" in words.replace("\u00a0", " ")
    assert "Fauteuils roulants" in words
    assert "À 20 km de Rennes" in words.replace("\u00a0", " ")
    assert "2 places" in words


def test_correction_is_said_and_can_be_refused(client: Client) -> None:
    offer("Orthophoniste en cabinet")
    learn()
    words = page(client, q="ortofoniste")
    assert "<strong>orthophoniste</strong>" in words
    assert "/recherche/?q=ortofoniste&amp;exact=1" in words
    assert "Rien trouvé" in page(client, q="ortofoniste", exact="1")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"lieu": "Xyzzyville"}, "Nous ne connaissons pas"),
        ({"du": "hier"}, "Écrivez une date comme 03/03/2027."),
        ({"du": "2027-05-01", "au": "2027-04-01"}, "Choisissez une date après la première."),
        ({"places": "beaucoup"}, "Écrivez un nombre de places"),
        ({"secteur": "alchimie"}, "alchimie"),
    ],
)
def test_bad_input_is_said_beside_its_field(client: Client, asked: dict[str, str], message: str) -> None:
    offer("Toujours là")
    words = page(client, **asked)
    assert message in words or asked.get("lieu")
    assert "invalid-feedback" in words or "secteur" in asked
    assert "Toujours là" in words


def test_several_places_of_one_name(client: Client) -> None:
    """The likeliest is taken, the others are one press away."""
    place("Saint-Denis", "93200", population=110_000, latitude=48.93, longitude=2.36)
    other = place("Saint-Denis", "11310", population=90_000, latitude=43.35, longitude=2.21)
    words = page(client, lieu="Saint-Denis")
    assert "Plusieurs lieux portent ce nom" in words
    assert f"lieu_id={other.pk}" in words


def test_nothing_found_offers_a_way_out(client: Client) -> None:
    place()
    offer("Atelier bois", host("Menuiserie"))
    words = page(client, q="atelier", lieu="Rennes", rayon="5")
    assert "Rien trouvé" in words
    assert 'href="/recherche/?q=atelier"' in words
    assert "Atelier bois" in words


def test_fragment_is_the_same_part_of_the_same_page(client: Client) -> None:
    """§4: swapping gives what a reload gives; the address pushed is the plain one."""
    sector = factories.sector()
    offer("Découvrir la crèche", host("Crèche", sector=sector))
    asked = {"q": "crèche", "secteur": sector.code, "du": "", "type": "tout", "rayon": "20"}
    whole = AREA.search(page(client, **asked))
    response = client.get("/recherche/", asked, headers=HTMX)
    part = response.content.decode()
    part, announced = part[: part.index('<span hx-swap-oob="innerHTML:#search-live">')], part
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert whole is not None
    assert token.sub("", whole.group(1)).split() == token.sub("", part).split()
    assert "résultat" in announced[announced.index("hx-swap-oob") :]
    assert response.headers["HX-Push-Url"] == f"/recherche/?q=cr%C3%A8che&secteur={sector.code}"
    assert "HX-Request" in response.headers["Vary"]


def test_without_javascript_every_filter_belongs_to_the_form(client: Client) -> None:
    offer("Découvrir la crèche", host("Crèche", sector=factories.sector()))
    words = page(client)
    filters = words[words.index('id="filters"') : words.index('class="results"')]
    inputs = re.findall(r"<(?:input|select|button)[^>]*>", filters)
    assert len(inputs) > 8
    assert all('form="search-form"' in one for one in inputs)
    assert " style=" not in words
    assert " onclick" not in words


def test_chip_leads_to_the_search_without_it(client: Client) -> None:
    one, two = factories.sector(), factories.sector()
    for sector in (one, two):
        offer(f"Chez {sector.code}", host(sector.code, sector=sector))
    words = page(client, secteur=[one.code, two.code], fauteuil="1")
    assert f'href="/recherche/?secteur={two.code}&amp;fauteuil=1"' in words
    assert f'href="/recherche/?secteur={one.code}&amp;secteur={two.code}"' in words


def test_favourite_is_marked_for_its_owner_only(client: Client) -> None:
    made = offer("Découvrir la crèche")
    user = factories.user()
    favourites.mark(user=user, thing=made)
    assert "is-on" not in page(client)
    client.force_login(user)
    assert 'above is-on" form="marks"' in page(client)
    client.force_login(factories.user())
    assert "is-on" not in page(client)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=20) | st.integers().map(str)), max_size=6))
def test_no_address_breaks_the_page(client: Client, asked: list[tuple[str, str]]) -> None:
    """Whatever the query string: 200, or the map's 400; never a 500."""
    query = urlencode([(name, value.encode("utf-8", "ignore")) for name, value in asked])
    assert client.get(f"/recherche/?{query}").status_code == 200
    assert client.get(f"/recherche/carte/?cadre=-5,42,9,51&z=6&{query}").status_code in (200, 400)


def test_pages_and_orders(client: Client) -> None:
    place()
    on = host("Grand hôte")
    for number in range(25):
        factories.offer(on, title=f"Atelier {number}")
    from hosts.services.indexing import reindex_institution

    reindex_institution(on)
    first = page(client, q="atelier", lieu="Rennes")
    assert "page=2" in first
    second = page(client, q="atelier", lieu="Rennes", page="2")
    titles = [set(re.findall(r">(Atelier \d+)</a>", words)) for words in (first, second)]
    assert len(titles[0]) == 20
    assert len(titles[1]) == 5
    assert not titles[0] & titles[1]
    assert "tri=distance" in first
    turned = client.get("/recherche/", {"q": "atelier", "page": "2", "lieu": ""}, headers=HTMX)
    assert turned.headers["HX-Push-Url"] == "/recherche/?q=atelier&page=2"
    assert "<script" not in turned.content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"q": "atelier", "lieu": "Rennes"}, {"q": "zzz", "lieu": "Rennes", "repas": "1"}]
)
def test_number_of_queries(
    client: Client, asked: dict[str, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most twelve, signed in, however many results."""
    place()
    user = factories.user()
    client.force_login(user)
    for number in range(3):
        offer(f"Atelier {number}")
    page(client, **asked)
    with django_assert_max_num_queries(12) as few:
        page(client, **asked)
    for number in range(15):
        offer(f"Atelier {3 + number}")
    with django_assert_max_num_queries(len(few)):
        page(client, **asked)
