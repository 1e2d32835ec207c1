"""`{% apply_way institution offer as way %}`: how the reader asks for a place, as a higher app says; and other ways
to search: `{% other_ways as leads %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from hosts.models import PlacementOffer
from hosts.slots import Way, search_leads, way_to_apply

register = template.Library()


@register.simple_tag(takes_context=True)
def apply_way(context: Context, institution: Any, offer: Any = None) -> Way | None:
    request = context.get("request")
    if request is None:
        return None
    return way_to_apply(request.workspace, institution, offer if isinstance(offer, PlacementOffer) else None)


@register.simple_tag(takes_context=True)
def other_ways(context: Context) -> list[tuple[str, str]]:
    request = context.get("request")
    return [] if request is None else search_leads(request.workspace)
