from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hosts.views import places

import_urls: list[URLPattern | URLResolver] = [
    path("lieux/suggestions/", places.place_suggest, name="place_suggest"),
]
