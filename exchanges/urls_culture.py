"""Addresses of the tools, the cahier des charges, the questionnaires on the partner, and the network."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from exchanges.views import charters, images, network, questions

tools: list[URLPattern | URLResolver] = [
    path("vis-ma-vie-pro/outils/", network.tools, name="tools"),
    path("vis-ma-vie-pro/outils/<int:pk>/pdf/", network.tool_paper, name="tool_pdf"),
    path("vis-ma-vie-pro/reseau/", network.network, name="network"),
    path("vis-ma-vie-pro/cahier-des-charges/", charters.charter, name="charter"),
    path("vis-ma-vie-pro/cahier-des-charges/ecrire/", charters.write, name="charter_write"),
    path("vis-ma-vie-pro/cahier-des-charges/ecrire/abandonner/", charters.drop, name="charter_drop"),
    path("vis-ma-vie-pro/cahier-des-charges/versions/", charters.compared, name="charter_versions"),
    path("vis-ma-vie-pro/cahier-des-charges/<int:number>/", charters.charter, name="charter_version"),
    path("vis-ma-vie-pro/cahier-des-charges/<int:number>/pdf/", charters.paper, name="charter_pdf"),
    path("vis-ma-vie-pro/cahier-des-charges/<int:number>/valider/", charters.validate, name="charter_validate"),
]
pictures: list[URLPattern | URLResolver] = [
    path("vis-ma-vie-pro/regards/", images.pictures, name="images"),
    path("vis-ma-vie-pro/regards/<int:pk>/", images.picture, name="image"),
    path("vis-ma-vie-pro/regards/<int:pk>/partage/<slug:action>/", images.share, name="image_share"),
    path("vis-ma-vie-pro/regards/<int:pk>/<slug:moment>/", images.fill, name="image_fill"),
]
asked: list[URLPattern | URLResolver] = [
    path("vis-ma-vie-pro/pilotage/questions/", questions.questions, name="questions"),
    path("vis-ma-vie-pro/pilotage/questions/ajouter/", questions.question, name="question_new"),
    path("vis-ma-vie-pro/pilotage/questions/version/<slug:action>/", questions.questions_act, name="questions_act"),
    path("vis-ma-vie-pro/pilotage/questions/apercu/<int:number>/", questions.preview, name="questions_preview"),
    path("vis-ma-vie-pro/pilotage/questions/<int:place>/", questions.question, name="question"),
    path("vis-ma-vie-pro/pilotage/questions/<int:place>/<slug:action>/", questions.question_act, name="question_act"),
]
culture_urls = [*tools, *pictures, *asked]
