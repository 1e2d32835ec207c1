from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from documents import site_views, verification_views, views

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("fichiers/<uuid:pk>/", views.file, name="file"),
    path("fichiers/<uuid:pk>/vignette/", views.thumbnail, name="thumbnail"),
    path("pages/", site_views.site_pages, name="site_pages"),
    path("pages/<slug:slug>/", site_views.page, name="page"),
    path("pages/<slug:slug>/modifier/<str:language>/", site_views.edit_page, name="edit_page"),
    path("verifier/", verification_views.verify, name="verify_any"),
    path("verifier/<str:code>/", verification_views.verify, name="verify"),
]
