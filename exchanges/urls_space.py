"""Addresses of the space itself: front page, pilot, structures, offers and wishes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from exchanges.views import discover, offers, pilot, space, wishes, writing

BASE = "vis-ma-vie-pro"

space_urls: list[URLPattern | URLResolver] = [
    path(f"{BASE}/", space.home, name="home"),
    path(f"{BASE}/ouvrir/", pilot.found, name="found"),
    path(f"{BASE}/participer/", space.join, name="join"),
    path(f"{BASE}/participer/<int:pk>/<slug:action>/", space.join_act, name="join_act"),
    path(f"{BASE}/decouvrir/", discover.discover, name="discover"),
    path(f"{BASE}/structures/<int:pk>/", discover.structure, name="structure"),
    path(f"{BASE}/pilotage/", pilot.dashboard, name="dashboard"),
    path(f"{BASE}/pilotage/reglages/", pilot.settings, name="settings"),
    path(f"{BASE}/pilotage/structures/", pilot.structures, name="structures"),
    path(f"{BASE}/pilotage/structures/<int:pk>/<slug:action>/", pilot.structure_act, name="structure_act"),
    path(f"{BASE}/pilotage/offres/", pilot.queue, name="queue"),
    path(f"{BASE}/nos-offres/", offers.our_offers, name="our_offers"),
    path(f"{BASE}/offres/nouvelle/", writing.new, name="offer_new"),
    path(f"{BASE}/offres/<int:pk>/", offers.offer, name="offer"),
    path(f"{BASE}/offres/<int:pk>/pdf/", offers.paper, name="offer_pdf"),
    path(f"{BASE}/offres/<int:pk>/copier/", offers.copy, name="offer_copy"),
    path(f"{BASE}/offres/<int:pk>/supprimer/", offers.delete, name="offer_delete"),
    path(f"{BASE}/offres/<int:pk>/ecrire/<slug:step>/", writing.write, name="offer_write"),
    path(f"{BASE}/offres/<int:pk>/documents/<int:number>/", writing.paper_remove, name="offer_paper"),
    path(f"{BASE}/offres/<int:pk>/etat/<slug:action>/", offers.act, name="offer_act"),
    path(f"{BASE}/mes-souhaits/", wishes.mine, name="my_wishes"),
    path(f"{BASE}/souhaits/nouveau/", wishes.new, name="wish_new"),
    path(f"{BASE}/souhaits/<int:pk>/", wishes.wish, name="wish"),
    path(f"{BASE}/souhaits/<int:pk>/modifier/", wishes.edit, name="wish_edit"),
    path(f"{BASE}/souhaits/<int:pk>/<slug:action>/", wishes.move, name="wish_move"),
]
