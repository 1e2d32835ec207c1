from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hosts.views import imports, places

import_urls: list[URLPattern | URLResolver] = [
    path("lieux/suggestions/", places.place_suggest, name="place_suggest"),
    path("imports/", imports.imports, name="imports"),
    path("imports/nouveau/", imports.import_new, name="import_new"),
    path("imports/modele/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/colonnes/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/lignes/", imports.import_rows, name="import_rows"),
    path("imports/<int:pk>/lancer/", imports.import_start, name="import_start"),
    path("imports/<int:pk>/abandonner/", imports.import_cancel, name="import_cancel"),
]
