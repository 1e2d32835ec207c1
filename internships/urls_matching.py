"""Addresses of the ranking « Pour vous »."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import matching

matching_urls: list[URLPattern | URLResolver] = [
    path("pour-moi/", matching.for_you, name="for_you"),
    path("pour-moi/souhaits/", matching.wishes, name="wishes"),
    path("pour-moi/poids/", matching.weights, name="weights"),
]
