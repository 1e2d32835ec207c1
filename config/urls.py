"""Every address. Each app names its own; French words on screen, since people read addresses too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config import health, views, views_dashboard

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("tableau-de-bord/", views_dashboard.view, name="dashboard"),
    path("langue/", views.set_language, name="set_language"),
    path("", include("accounts.urls")),
    path("", include("messaging.urls")),
    path("", include("documents.urls")),
    path("", include("law.urls")),
    path("", include("hosts.urls")),
    path("", include("practices.urls")),
    path("", include("internships.urls")),
    path("", include("agreements.urls")),
    path("", include("exchanges.urls")),
    path("compte/", include("allauth.urls")),
    path("gestion/", admin.site.urls),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
