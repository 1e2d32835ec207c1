"""Addresses of signatures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from agreements.views import signatories, signing_link

signing_urls: list[URLPattern | URLResolver] = [
    path("conventions/<int:pk>/signatures/", signatories.signatures, name="signatures"),
    path("conventions/<int:pk>/document/", signatories.document, name="document"),
    path("signatures/<int:pk>/document/", signing_link.document, name="link_document"),
]
