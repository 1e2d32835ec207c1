"""Half-time placements that another site completes (A7), and technical or administrative help as a position (T2)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from hosts.models import PlacementOffer, Position
from hosts.reference import load_terms, positions
from hosts.services.indexing import reindex_institutions
from tests import factories
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


def test_a_half_time_offer_is_found_by_whoever_completes_a_stay(client: Client) -> None:
    """A7: « stagiaire à mi-temps … complété son temps sur un autre terrain »."""
    host = factories.host()
    factories.offer(host, title="À mi-temps à la ferme", time_share=50)
    factories.offer(host, title="À plein temps au foyer", time_share=100)
    reindex_institutions([host.pk])
    page = client.get(reverse("hosts:search"), {"temps": "mi"}).content.decode()
    assert "À mi-temps à la ferme" in page
    assert "À plein temps au foyer" not in page


@pytest.mark.parametrize("code", ["technical", "administrative"])
def test_help_beside_the_care_is_a_position_of_its_own(client: Client, code: str) -> None:
    """T2: « ponctuelle pour les fonctions techniques ou administratives »."""
    load_terms(Position, positions())
    position = Position.objects.get(code=code)
    offer = factories.offer(position=position)
    page = client.get(reverse("hosts:offer", kwargs={"pk": offer.pk})).content.decode()
    assert f"<dd>{position.name_fr}</dd>" in page


def test_positions_are_a_list_kept_on_screen() -> None:
    """T2, S13: one that is added is offered by the wizard; one out of use stays where it was chosen, and only there."""
    load_terms(Position, positions())
    network = factories.organisation(OrganisationKind.NETWORK)
    admin = factories.member(network, Role.NETWORK_ADMIN)
    factories.second_factor(admin)
    host = factories.host()
    kept = factories.offer(host, position=Position.objects.get(code="care"))
    at = {"kind": "places-dans-l-equipe"}
    keeper = sign_in(admin)
    keeper.post(reverse("hosts:term_add", kwargs=at), {"name_fr": "Recherche", "position": "9", "active": "on"})
    care = reverse("hosts:term_edit", kwargs={**at, "pk": kept.position_id})
    keeper.post(care, {"name_fr": "Soin", "name_en": "Care", "position": "2"})

    manager = sign_in(factories.member(host.organisation))

    def proposed(offer: PlacementOffer) -> str:
        return manager.get(reverse("hosts:offer_edit", kwargs={"pk": offer.pk, "step": "what"})).content.decode()

    other = factories.offer(host)
    assert "Recherche" in proposed(other)
    assert "Soin" in proposed(kept)
    assert "Soin" not in proposed(other)
