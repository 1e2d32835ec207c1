"""A visitor finds a host near a commune, by an acronym and by a mistyped name (must show 2, E3, S2)."""

from __future__ import annotations

import re
from itertools import count

import pytest

from hosts.models import HostInstitution, Place, Sector
from hosts.services.indexing import reindex_institutions
from messaging import outbox
from tests import factories
from tests.journeys.conftest import Mode, Walk, Walker

_numbers = count(1)


def host_in(town: str, name: str, *, activity: str) -> HostInstitution:
    """A published host with an offer, in the middle of that commune."""
    place = Place.objects.get(country="FR", name=town)
    host = factories.host(
        organisation__name=name,
        activity=activity,
        sector=Sector.objects.get(code="medico-social"),
        slug=f"j-{next(_numbers)}",
    )
    site = host.sites.get()
    site.place, site.city, site.postcode = place, place.name, place.postcodes[0]
    site.latitude, site.longitude = place.latitude, place.longitude
    site.save()
    factories.offer(host, title="Accompagner un groupe d’enfants")
    reindex_institutions([host.pk])
    return host


@pytest.fixture(scope="module")
def hosts(site: str) -> dict[str, HostInstitution]:
    near = host_in("Vitré", "Institut médico-éducatif Les Sarcelles", activity="Institut médico-éducatif")
    far = host_in("Lodève", "Institut médico-éducatif Les Garrigues", activity="Institut médico-éducatif")
    other = host_in("Vitré", "Résidence du Val", activity="EHPAD")
    while outbox.drain():
        """The words that « vouliez-vous dire » chooses from are learnt after the commit."""
    return {"near": near, "far": far, "other": other}


def ask(someone: Walker, what: str, where: str) -> None:
    """Fills the search box and sends it, as one does by hand."""
    someone.go("/recherche/")
    form = someone.page.locator("#search-form")
    form.locator('[name="q"]').fill(what)
    place = form.locator('input:not([type="hidden"])[name^="lieu"]').first
    place.fill(where)
    place.press("Tab")
    send = form.get_by_role("button", name=someone.say("Search"), exact=True)
    if someone.mode.javascript:
        send.click()
        someone.page.wait_for_url(re.compile(r"[?&]q="))
        someone.settle()
    else:
        with someone.leaving():
            send.click()


def test_a_visitor_finds_a_host_by_an_acronym_near_a_commune(
    walk: Walk, hosts: dict[str, HostInstitution], mode: Mode
) -> None:
    """« IME » finds the institut médico-éducatif of the town, not that of another, nor another kind of host."""
    with walk(mode) as someone:
        ask(someone, "IME", "Vitré")
        found = someone.page.locator(".hits").inner_text()
        assert "Les Sarcelles" in found
        assert "Les Garrigues" not in found
        assert "Résidence du Val" not in found
        with someone.leaving():
            someone.page.locator(".hits").get_by_role("link").filter(visible=True).first.click()
        assert "Les Sarcelles" in someone.text


def test_a_typo_is_forgiven(walk: Walk, hosts: dict[str, HostInstitution], mode: Mode) -> None:
    """« vouliez-vous dire »: the word meant is found, and said."""
    with walk(mode) as someone:
        ask(someone, "sarcelels", "Vitré")
        assert "Les Sarcelles" in someone.page.locator(".hits").inner_text()
        assert "sarcelels" in someone.page.locator(".results").inner_text()


def test_the_address_holds_the_search(walk: Walk, hosts: dict[str, HostInstitution], mode: Mode) -> None:
    """Whoever is sent the address sees the same results."""
    with walk(mode) as someone:
        ask(someone, "IME", "Vitré")
        address = someone.page.url.removeprefix(someone.site)
        title = someone.page.locator("#results-title").inner_text()
    with walk(mode) as friend:
        friend.go(address)
        assert friend.page.locator("#results-title").inner_text() == title
        assert "Les Sarcelles" in friend.page.locator(".hits").inner_text()
