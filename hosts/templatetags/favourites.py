"""The favourite button of a page about one host or one offer."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string

from hosts.models import HostInstitution, PlacementOffer
from hosts.selectors import favourites

register = template.Library()


@register.simple_tag(takes_context=True)
def favourite_button(context: Context, offer: Any = None, institution: Any = None) -> str:
    """A button where one is signed in; otherwise a link that signs in first. About the offer when there is one."""
    thing = offer if isinstance(offer, PlacementOffer) else institution
    request = context.get("request")
    if request is None or not isinstance(thing, (PlacementOffer, HostInstitution)):
        return ""
    kind = "offre" if isinstance(thing, PlacementOffer) else "hote"
    marked = favourites.of(request.user, [thing]).has(thing)
    values = {"kind": kind, "pk": thing.pk, "favourite": marked}
    return render_to_string("hosts/favourite_button.html", values, request=request)
