"""What the map asks for as it is moved: counts by square, or single hosts and offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import public
from hosts.forms.search import SearchForm, ZoneField
from hosts.models import SearchEntry
from hosts.selectors.search import map as results_map


class FrameForm(forms.Form):
    """The part of the map on screen (west, south, east, north) and its zoom."""

    cadre = ZoneField()
    z = forms.IntegerField(min_value=0, max_value=22)

    def clean_cadre(self) -> Any:
        if self.cleaned_data["cadre"] is None:
            raise forms.ValidationError(_("The part of the map is missing."))
        return self.cleaned_data["cadre"]


@require_safe
@public
def map_clusters(request: HttpRequest) -> HttpResponse:
    """JSON: `clusters` (count, position, rectangle) or `spots` (a position and what is there). 400 for a bad frame."""
    frame = FrameForm(request.GET)
    if not frame.is_valid():
        return JsonResponse({"error": next(iter(frame.errors.values()))[0]}, status=400)
    criteria = SearchForm(request.GET or QueryDict()).criteria()
    found = results_map.look(criteria, frame.cleaned_data["cadre"], frame.cleaned_data["z"])
    response = JsonResponse(
        {
            "total": found.total,
            "clusters": [
                {"n": one.count, "at": _rounded(one.latitude, one.longitude), "box": one.box.text()}
                for one in found.clusters
            ],
            "spots": spots(found.entries, _item),
        }
    )
    patch_cache_control(response, private=True, max_age=60)
    return response


def _rounded(*degrees: float | None) -> list[float]:
    """Five decimals are a metre."""
    return [round(value or 0, 5) for value in degrees]


def spots(entries: Iterable[Any], item: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries by position: several of one site are one mark. `item` tells what the mark says of each."""

    def position(entry: Any) -> list[float]:
        return _rounded(entry.latitude, entry.longitude)

    return [
        {"at": at, "items": [item(entry) for entry in together]}
        for at, together in groupby(sorted(entries, key=position), key=position)
    ]


def _item(entry: SearchEntry) -> dict[str, Any]:
    place = ", ".join(filter(None, [entry.host_name if entry.offer_id else entry.activity, entry.city]))
    return {"title": entry.title, "place": place, "url": entry.address, "offer": entry.offer_id is not None}
