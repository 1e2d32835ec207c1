"""Addresses of the space of exchanges: each part in its own module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from exchanges.urls_culture import culture_urls
from exchanges.urls_requests import request_urls
from exchanges.urls_rings import ring_urls
from exchanges.urls_space import space_urls

app_name = "exchanges"
urlpatterns: list[URLPattern | URLResolver] = [*space_urls, *request_urls, *ring_urls, *culture_urls]
