"""Addresses of what placements changed, over all of them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import impact

figure_urls: list[URLPattern | URLResolver] = [
    path("impact/", impact.impact, name="impact"),
]
