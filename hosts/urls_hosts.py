from __future__ import annotations

from django.urls import URLPattern, URLResolver

host_urls: list[URLPattern | URLResolver] = []
