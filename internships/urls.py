"""Addresses of internships: each part in its own module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from internships.urls_applications import application_urls
from internships.urls_evaluations import evaluation_urls
from internships.urls_figures import figure_urls
from internships.urls_matching import matching_urls
from internships.urls_objectives import objective_urls
from internships.urls_placements import placement_urls
from internships.urls_planning import planning_urls
from internships.urls_schools import school_urls

app_name = "internships"
urlpatterns: list[URLPattern | URLResolver] = [
    # Before those of applications, whose last part is any word.
    *objective_urls,
    *figure_urls,
    *application_urls,
    *evaluation_urls,
    *matching_urls,
    *placement_urls,
    *planning_urls,
    *school_urls,
]
