from __future__ import annotations

from django.urls import URLPattern, URLResolver

import_urls: list[URLPattern | URLResolver] = []
