"""The public page of an offer, and the sitemap's objects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from hosts.enums import HostState, OfferSituation, Standing
from hosts.models import PlacementOffer
from hosts.selectors.pages import offer_page, offers_near, shown
from hosts.selectors.standing import standing
from hosts.views.offer_wizard import stipend_words


@require_safe
@public
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What will I do, when, how many places. Full or over, it shows kindly what else is near."""
    found = get_object_or_404(offer_page(request.user), pk=pk)
    who = standing(found.institution, request.user, request.workspace.memberships)  # type: ignore[attr-defined]
    closed = found.situation in (OfferSituation.FULL, OfferSituation.PAST, OfferSituation.PAUSED)
    seen = found.state == "published" and found.institution.state == HostState.PUBLISHED
    context = {
        "offer": found,
        "institution": found.institution,
        "photos": list(found.institution.photos.all()),
        "sites": shown(found.sites.all(), found.institution),
        "periods": _ahead(found),
        "activities": [line.strip(" -•\t") for line in found.activities.splitlines() if line.strip(" -•\t")],
        "stipend": stipend_words(found),
        "near": offers_near(found) if closed else [],
        "closed": closed,
        "is_public": seen,
        "manages": Standing.MANAGER in who,
        "belongs": bool(who & {Standing.MANAGER, Standing.MEMBER}),
    }
    response = render(request, "hosts/offer_detail.html", context)
    if not seen or closed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _ahead(offer: PlacementOffer) -> list[object]:
    """The periods that are not over; all of them when every one is."""
    periods = list(offer.periods.all())
    coming = [period for period in periods if period.end >= timezone.localdate()]
    return list(coming or periods)
