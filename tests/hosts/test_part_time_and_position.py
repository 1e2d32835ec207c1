"""Half-time placements that another site completes (A7), and technical or administrative help as a position (T2)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hosts.enums import Position
from hosts.services.indexing import reindex_institutions
from tests import factories

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


@pytest.mark.parametrize("position", [Position.TECHNICAL, Position.ADMINISTRATIVE])
def test_help_beside_the_care_is_a_position_of_its_own(client: Client, position: Position) -> None:
    """T2: « ponctuelle pour les fonctions techniques ou administratives »."""
    offer = factories.offer(position=position)
    page = client.get(reverse("hosts:offer", kwargs={"pk": offer.pk})).content.decode()
    assert str(position.label) in page
