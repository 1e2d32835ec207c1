"""Addresses of the pilot's searches for exchanges."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from exchanges.views import rings

BASE = "vis-ma-vie-pro/pilotage/echanges"

ring_urls: list[URLPattern | URLResolver] = [
    path(f"{BASE}/", rings.searches, name="rings"),
    path(f"{BASE}/chercher/", rings.search, name="ring_search"),
    path(f"{BASE}/<int:pk>/", rings.ring_run, name="ring_run"),
    path(f"{BASE}/<int:pk>/arreter/", rings.give_up, name="ring_run_stop"),
    path(f"{BASE}/anneaux/<int:pk>/confirmer/", rings.confirm, name="ring_confirm"),
    path(f"{BASE}/anneaux/<int:pk>/ecarter/", rings.drop, name="ring_drop"),
    path(f"{BASE}/etapes/<int:pk>/", rings.leg, name="ring_leg"),
    path(f"{BASE}/etapes/<int:pk>/garder/", rings.fix, name="ring_leg_fix"),
]
