"""Addresses of agreements: each part in its own module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from agreements.urls_board import board_urls
from agreements.urls_content import content_urls
from agreements.urls_signing import signing_urls

app_name = "agreements"
urlpatterns: list[URLPattern | URLResolver] = [*board_urls, *content_urls, *signing_urls]
