from __future__ import annotations

from django.urls import URLPattern, URLResolver

search_urls: list[URLPattern | URLResolver] = []
