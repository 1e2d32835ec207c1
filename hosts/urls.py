"""Addresses of hosts, offers, search and imports: each part in its own module."""

from __future__ import annotations

from hosts.urls_hosts import host_urls
from hosts.urls_imports import import_urls
from hosts.urls_search import search_urls

app_name = "hosts"
urlpatterns = [*search_urls, *import_urls, *host_urls]
