"""Addresses of requests, of the visa and of the ledger."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from exchanges.views import ledger, request_acts, request_lists, requests

BASE = "vis-ma-vie-pro"

request_urls: list[URLPattern | URLResolver] = [
    path(f"{BASE}/offres/<int:pk>/demander/", requests.ask, name="ask"),
    path(f"{BASE}/demandes/", request_lists.request_list, name="requests"),
    path(f"{BASE}/demandes/ressources-humaines/", request_lists.hr, name="hr_requests"),
    path(f"{BASE}/demandes/<int:pk>/", requests.detail, name="request"),
    path(f"{BASE}/demandes/<int:pk>/par-lien/", request_acts.by_link, name="request_by_link"),
    path(f"{BASE}/demandes/<int:pk>/par-lien/<slug:action>/", request_acts.by_link_act, name="request_by_link_act"),
    path(f"{BASE}/demandes/<int:pk>/<slug:action>/", request_acts.act, name="request_act"),
    path(f"{BASE}/registre/", ledger.ledger, name="ledger"),
    path(f"{BASE}/registre/complet/", ledger.whole, name="ledger_whole"),
    path(f"{BASE}/registre/<int:pk>/renoncer/", ledger.waive, name="ledger_waive"),
]
