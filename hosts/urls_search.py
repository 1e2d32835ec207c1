"""Addresses of search, of what people keep of it, and of the guided path."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hosts.views import favourites, guide, map, saved_searches, search

search_urls: list[URLPattern | URLResolver] = [
    path("recherche/", search.search, name="search"),
    path("recherche/carte/", map.map_clusters, name="map_clusters"),
    path("trouver-ma-voie/", guide.guide, name="guide"),
    path("recherches/", saved_searches.saved_searches, name="saved_searches"),
    path("recherches/nouvelle/", saved_searches.new, name="saved_search_new"),
    path("recherches/<int:pk>/", saved_searches.edit, name="saved_search_edit"),
    path("recherches/<int:pk>/supprimer/", saved_searches.delete, name="saved_search_delete"),
    path("recherches/arret/<str:token>/", saved_searches.unsubscribe, name="saved_search_stop"),
    path("favoris/", favourites.favourites, name="favourites"),
    path("favoris/<slug:kind>/<int:pk>/", favourites.toggle, name="favourite"),
]
