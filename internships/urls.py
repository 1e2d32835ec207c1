"""Addresses of internships: each part in its own module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "internships"
urlpatterns: list[URLPattern | URLResolver] = []
