"""Addresses of agreements in the making, of their texts, and of certificates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from agreements.views import agreement, certificates, part_pages, templates

content_urls: list[URLPattern | URLResolver] = [
    path("conventions/<int:pk>/", agreement.detail, name="detail"),
    path("conventions/<int:pk>/envoyer/", agreement.send, name="send"),
    path("conventions/<int:pk>/parties/<slug:side>/", part_pages.part, name="part"),
    path("conventions/<int:pk>/parties/<slug:side>/demander/", agreement.ask, name="ask"),
    path("stages/<int:pk>/convention/", agreement.draw_up, name="draw_up"),
    path("stages/<int:pk>/attestation/", certificates.certificate, name="certificate"),
    path("attestations/<int:pk>/", certificates.document, name="certificate_document"),
    path("modeles/", templates.texts, name="texts"),
    path("modeles/copier/", templates.copy, name="text_copy"),
    path("modeles/<int:pk>/", templates.edit, name="text"),
    path("modeles/<int:pk>/exemple.pdf", templates.sample_pdf, name="text_pdf"),
    path("modeles/<int:pk>/versions/", templates.history, name="text_history"),
    path("modeles/<int:pk>/versions/<int:number>/reprendre/", templates.restore, name="text_restore"),
    path("modeles/<int:pk>/retirer/", templates.retire, name="text_retire"),
]
