"""Where a return leads: the practice observed there is written (E23), a host discovered there reported (E24)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from internships.models import Placement, PlacementPractice
from internships.return_leads import Lead
from practices.enums import PracticeState
from practices.models import GoodPractice


def practice_observed(request: HttpRequest, placement: Placement) -> Lead | None:
    """« Écrire ma bonne pratique observée », filled in from the stay."""
    rows = PlacementPractice.objects.filter(placement=placement, practice__author=placement.person)
    begun = rows.select_related("practice").first()
    if begun is not None:
        return _begun(begun.practice)
    why = _("What did they do well there? Tell it while it is fresh: the network reads and validates it.")
    if placement.key_ideas.exists():
        why = _("What did they do well there? Your ideas are already in the sheet: the network reads and validates it.")
    return Lead(
        words=_("Write my observed good practice"),
        why=why,
        address=reverse("internships:placement_practice", args=[placement.pk]),
        icon="book-open",
        post=True,
    )


def _begun(practice: GoodPractice) -> Lead:
    """What there is to do with it now: write on, wait, read it as others do."""
    if practice.is_public:
        words, why = _("See my good practice"), _("It is validated: everybody can read it. Thank you!")
    elif practice.is_open:
        words = _("Go on with my observed good practice")
        why = _("You began to write down what you saw: others wait to read it.")
    else:
        words, why = _("See my observed good practice"), _("The practice is archived: it is no longer shown.")
        if practice.state == PracticeState.SUBMITTED:
            why = _("The validators are reading it: their answer comes by e-mail.")
    return Lead(words=words, why=why, address=reverse("practices:sheet", args=[practice.pk]), icon="book-open")


def host_discovered(request: HttpRequest, placement: Placement) -> Lead | None:
    """« Signaler un hôte découvert »: moderators check it first."""
    return Lead(
        words=_("Report a host I discovered"),
        why=_("Another place impressed you on the way? Report it: the next trainees will find it."),
        address=reverse("hosts:discover"),
        icon="map-pin-plus",
    )
