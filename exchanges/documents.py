"""The sheet « offre accueil » on paper. Pure: the same offer gives the same pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from documents import pdf
from exchanges.access import within
from exchanges.lines import lines
from exchanges.models import ImmersionOffer


def sheet(offer: ImmersionOffer, language: str) -> bytes:
    """One or two pages, accessible (PDF/UA)."""
    return pdf.render("exchanges/pdf/offer.html", context(offer, language), language=language)


def context(offer: ImmersionOffer, language: str) -> dict[str, Any]:
    with translation.override(language):
        made = lines(offer)
    space = offer.structure.space
    address = f"{settings.PUBLIC_URL.rstrip('/')}{within(space.pk, offer.get_absolute_url())}"
    return {"offer": offer, "lines": made, "space": space, "address": address, "title": str(offer)}
