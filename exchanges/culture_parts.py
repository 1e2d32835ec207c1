"""On the page of a request: how both see each other, before and after (B14, B15)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from exchanges.culture_enums import Moment
from exchanges.models import ImmersionRequest
from exchanges.request_enums import RequestState
from exchanges.request_parts import Part
from exchanges.selectors import images
from exchanges.services.images import is_too_late
from hosts.views.people import person

POSITION = 40


def section(request: HttpRequest, made: ImmersionRequest) -> Part | None:
    """For those who answer for a side, once the days are agreed on. Two queries."""
    side = images.side_of(made, person(request)) if made.state == RequestState.ACCEPTED else None
    if side is None:
        return None
    waiting, answered = [], False
    for sheet in made.images.filter(side=side):
        sheet.request = made
        answered |= sheet.is_sent
        if not sheet.is_sent and not is_too_late(sheet):
            slug = "avant" if sheet.moment == Moment.BEFORE else "apres"
            waiting.append(reverse("exchanges:image_fill", args=[made.pk, slug]))
    context = {"waiting": waiting, "answered": answered, "partner": images.partner_of(made, side)}
    template = "exchanges/images/section.html"
    return Part(
        title=_("How we see each other"), template=template, context=context, position=POSITION, anchor="regards"
    )
