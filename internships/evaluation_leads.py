"""Where a return leads: the practice observed there is written (E23), a host discovered there reported (E24)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from internships.models import Placement, PlacementPractice
from internships.return_leads import Lead


def practice_observed(request: HttpRequest, placement: Placement) -> Lead | None:
    """« Écrire ma bonne pratique observée », filled in from the stay."""
    begun = PlacementPractice.objects.filter(placement=placement, practice__author=placement.person).first()
    if begun is not None:
        return Lead(
            words=_("Go on with my observed good practice"),
            why=_("You began to write down what you saw: others wait to read it."),
            address=reverse("practices:sheet", args=[begun.practice_id]),
            icon="book-open",
        )
    return Lead(
        words=_("Write my observed good practice"),
        why=_("What did they do well there? Your ideas are already in the sheet: the network reads and validates it."),
        address=reverse("internships:placement_practice", args=[placement.pk]),
        icon="book-open",
        post=True,
    )


def host_discovered(request: HttpRequest, placement: Placement) -> Lead | None:
    """« Signaler un hôte découvert »: moderators check it first."""
    return Lead(
        words=_("Report a host I discovered"),
        why=_("Another place impressed you on the way? Report it: the next trainees will find it."),
        address=reverse("hosts:discover"),
        icon="map-pin-plus",
    )
