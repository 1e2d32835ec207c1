"""A host publishes an offer by the wizard, and it can be found (must show 2, §3)."""

from __future__ import annotations

import datetime
from itertools import count

from django.utils import timezone

from accounts.enums import Role
from hosts.enums import OfferState
from hosts.models import Level, Occupation, PlacementOffer, Position
from tests import factories
from tests.journeys.conftest import Mode, Walk

_numbers = count(1)


def test_a_host_publishes_an_offer_and_it_is_found(walk: Walk, mode: Mode) -> None:
    number = next(_numbers)
    host = factories.host(organisation__name=f"Foyer Les Passereaux {number}", slug=f"passereaux-{mode}")
    manager = factories.member(host.organisation, Role.HOST_MANAGER)
    title = f"Jardiner avec les résidents {number}"
    start = timezone.localdate() + datetime.timedelta(days=40)
    level = Level.objects.get(code="travail-social-6")
    with walk(mode, manager) as someone:
        page = someone.page
        someone.go("/mes-offres/")
        someone.press("Write our first offer")
        someone.fill("title", title)
        someone.fill("description", "Un potager de trois cents mètres carrés et huit résidents qui y passent l’été.")
        someone.fill("activities", "Semer\nRécolter")
        position = Position.objects.get(code="support")
        page.locator(f'[name="position"][value="{position.pk}"]').check()
        occupation = Occupation.objects.get(code="moniteur-educateur")
        page.locator('[name="occupation"]').select_option(str(occupation.pk))
        someone.press("Save and continue")
        page.locator(f'[name="levels"][value="{level.pk}"]').check()
        someone.press("Save and continue")
        page.locator('[name="sites"]').first.check()
        someone.fill("periods-0-start", start.isoformat())
        someone.fill("periods-0-end", (start + datetime.timedelta(weeks=8)).isoformat())
        someone.fill("periods-0-capacity", "2")
        someone.fill("weekly_minutes", "31 h 30")
        someone.press("Save and continue")
        someone.fill("conditions", "Bottes fournies.")
        someone.press("Save and continue")
        assert title in someone.text
        someone.press("Publish the offer")
        offer = PlacementOffer.objects.get(title=title)
        assert offer.state == OfferState.PUBLISHED
        assert offer.weekly_minutes == 31 * 60 + 30
        assert offer.periods.get().capacity == 2
    with walk(mode) as visitor:
        visitor.go(f"/recherche/?q=jardiner+passereaux+{number}")
        assert title in visitor.page.locator(".hits").inner_text()


def test_a_draft_is_kept_where_one_left_it(walk: Walk, mode: Mode) -> None:
    """Autosave with JavaScript, « finish later » without: nothing typed is lost."""
    host = factories.host(organisation__name="Maison des Vents", slug=f"vents-{mode}")
    manager = factories.member(host.organisation, Role.HOST_MANAGER)
    title = f"Un titre à moitié {next(_numbers)}"
    with walk(mode, manager) as someone:
        someone.go("/mes-offres/")
        someone.press("Write our first offer")
        someone.fill("title", title)
        if mode.javascript:
            with someone.page.expect_response(lambda answer: answer.request.method == "POST"):
                someone.page.locator('[name="title"]').blur()
        else:
            someone.press("Finish later")
    assert PlacementOffer.objects.get(title=title).state == OfferState.DRAFT
