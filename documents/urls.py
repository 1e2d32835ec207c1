from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from documents import views

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("fichiers/<uuid:pk>/", views.file, name="file"),
    path("fichiers/<uuid:pk>/vignette/", views.thumbnail, name="thumbnail"),
]
