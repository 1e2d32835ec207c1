"""Addresses of what placements changed, over all of them, and of lists of evaluations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import evaluation_lists, impact

figure_urls: list[URLPattern | URLResolver] = [
    path("impact/", impact.impact, name="impact"),
    path("evaluations/", evaluation_lists.evaluations, name="evaluations"),
    path("evaluations/territoire/", evaluation_lists.overseen, name="evaluations_overseen"),
]
