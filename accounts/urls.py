from __future__ import annotations

from django.urls import path

from accounts.views import links

app_name = "accounts"

urlpatterns = [
    path("lien/<str:token>/", links.open_link, name="link"),
    path("lien/<str:token>/code/", links.link_code, name="link_code"),
    path("lien/<str:token>/renouveler/", links.renew_link, name="renew_link"),
]
