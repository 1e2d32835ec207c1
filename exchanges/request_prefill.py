"""What the agreement on an immersion begins with: lines of the sheet « offre accueil » and of the request (B10)."""

from __future__ import annotations

from exchanges.models import ImmersionRequest
from internships.models import Placement


def terms(placement: Placement) -> dict[str, str]:
    """By code of mention; nothing where the placement is no immersion of the space."""
    made = ImmersionRequest.objects.filter(placement=placement).select_related("offer").first()
    if made is None:
        return {}
    offer = made.offer
    return {
        "activities": _lines(offer.contents, offer.observable_missions, offer.observable_posts),
        "host_supervision": offer.conditions,
        "host_expectations": offer.effects_structure,
        "objectives": offer.effects_person,
        "arrival": made.answer,
        "employment": made.post,
    }


def _lines(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())
