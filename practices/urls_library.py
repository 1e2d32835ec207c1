"""Addresses of the library of texts (A1)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from practices.views import library, library_keeping

library_urls: list[URLPattern | URLResolver] = [
    path("bibliotheque/", library.document_list, name="library"),
    path("bibliotheque/gestion/", library_keeping.kept_list, name="library_kept"),
    path("bibliotheque/nouveau/", library_keeping.document_new, name="document_new"),
    path("bibliotheque/<int:pk>/", library.document, name="document"),
    path("bibliotheque/<int:pk>/versions/<int:number>/", library.document_version, name="document_version"),
    path("bibliotheque/<int:pk>/modifier/", library_keeping.document_edit, name="document_edit"),
    path("bibliotheque/<int:pk>/nouvelle-version/", library_keeping.version_new, name="version_new"),
    re_path(
        r"^bibliotheque/(?P<pk>[0-9]+)/(?P<action>publier|retirer|supprimer)/$",
        library_keeping.document_act,
        name="document_act",
    ),
    path("bibliotheque/<int:pk>/engagements/nouveau/", library_keeping.commitment, name="commitment_new"),
    path("bibliotheque/<int:pk>/engagements/<int:row>/", library_keeping.commitment, name="commitment"),
    path(
        "bibliotheque/<int:pk>/engagements/<int:row>/suivre/",
        library_keeping.commitment_follow,
        name="commitment_follow",
    ),
    path(
        "bibliotheque/<int:pk>/engagements/<int:row>/retirer/",
        library_keeping.commitment_remove,
        name="commitment_remove",
    ),
]
