"""Completion of places."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.access import public
from hosts.selectors import places


@require_safe
@public
def place_suggest(request: HttpRequest) -> HttpResponse:
    """At most ten places whose name or postcode begins as `q`: JSON, or options for htmx and `?format=html`."""
    country = request.GET.get("country", "")[:2].upper()
    found = places.suggest(request.GET.get("q", ""), country=country)
    response: HttpResponse
    if request.headers.get("HX-Request") or request.GET.get("format") == "html":
        response = render(request, "hosts/place_options.html", {"places": found})
    else:
        results = [{"id": place.pk, "label": place.label, "detail": place.detail} for place in found]
        response = JsonResponse({"results": results})
    patch_cache_control(response, public=True, max_age=3600)
    return response
