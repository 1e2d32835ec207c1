"""Addresses of practices: the public list and pages, one's own sheets, validation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from practices.urls_library import library_urls
from practices.urls_network import network_urls
from practices.views import enclosures, mine, pages, search, validation, writing

app_name = "practices"

public_urls: list[URLPattern | URLResolver] = [
    path("pratiques/", search.practice_list, name="list"),
    path("pratiques/carte/", search.practice_map, name="map"),
    path("pratiques/partager/", mine.new, name="new"),
    path("pratiques/<slug:slug>/", pages.detail, name="detail"),
    path("pratiques/<slug:slug>/pdf/", pages.paper, name="pdf"),
]
own_urls: list[URLPattern | URLResolver] = [
    path("mes-pratiques/", mine.my_practices, name="mine"),
    path("mes-pratiques/<int:pk>/", mine.sheet, name="sheet"),
    path("mes-pratiques/<int:pk>/versions/", enclosures.versions, name="versions"),
    path("mes-pratiques/<int:pk>/supprimer/", writing.delete, name="delete"),
    path("mes-pratiques/<int:pk>/ecrire/pictures/", enclosures.pictures, name="pictures"),
    path("mes-pratiques/<int:pk>/ecrire/<slug:step>/", writing.write, name="write"),
    path("mes-pratiques/<int:pk>/fichiers/<slug:kind>/<int:number>/<slug:action>/", enclosures.file_act, name="file"),
    path("mes-pratiques/<int:pk>/etat/<slug:action>/", writing.act, name="act"),
]
validation_urls: list[URLPattern | URLResolver] = [
    path("validation/pratiques/", validation.queue, name="queue"),
    path("validation/pratiques/<int:pk>/", validation.examine, name="examine"),
]
urlpatterns = [*public_urls, *own_urls, *validation_urls, *library_urls, *network_urls]
