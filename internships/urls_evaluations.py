"""Addresses of grids, evaluations, and what follows a placement."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from internships.enums import Source
from internships.views import evaluations, follow_ups, grids, reports, returns

SOURCES = {
    "stagiaire": Source.TRAINEE,
    "hote": Source.HOST,
    "employeur": Source.EMPLOYER,
    "etablissement": Source.SCHOOL,
}


class SourceConverter:
    """A side of a placement, by its French word in the address."""

    regex = "|".join(SOURCES)

    def to_python(self, value: str) -> Source:
        return SOURCES[value]

    def to_url(self, value: str) -> str:
        return next(word for word, source in SOURCES.items() if source == value)


register_converter(SourceConverter, "source")

evaluation_urls: list[URLPattern | URLResolver] = [
    path("grilles/", grids.grids, name="grids"),
    path("grilles/nouvelle/", grids.grid_new, name="grid_new"),
    path("grilles/<int:pk>/", grids.grid, name="grid"),
    path("grilles/<int:pk>/copier/", grids.grid_copy, name="grid_copy"),
    path("grilles/<int:pk>/partager/", grids.grid_share, name="grid_share"),
    path("grilles/<int:pk>/questions/nouvelle/", grids.criterion, name="criterion_new"),
    path("grilles/<int:pk>/questions/<int:line>/", grids.criterion, name="criterion"),
    re_path(
        r"^grilles/(?P<pk>[0-9]+)/questions/(?P<line>[0-9]+)/(?P<action>monter|descendre|retirer)/$",
        grids.criterion_act,
        name="criterion_act",
    ),
    re_path(
        r"^grilles/(?P<pk>[0-9]+)/(?P<action>modifier|publier|abandonner|retirer)/$", grids.grid_act, name="grid_act"
    ),
    path("grilles/<int:pk>/versions/<int:number>/", grids.grid_preview, name="grid_preview"),
    re_path(
        r"^grilles/partages/(?P<sharing>[0-9]+)/(?P<action>utiliser|renoncer|retirer)/$",
        grids.sharing_act,
        name="grid_sharing",
    ),
    path("stages/<int:pk>/evaluations/<source:source>/", evaluations.evaluation, name="evaluation"),
    path(
        "stages/<int:pk>/evaluations/<source:source>/reprendre/",
        evaluations.evaluation_reopen,
        name="evaluation_reopen",
    ),
    path("stages/<int:pk>/evaluations/<source:source>/demander/", evaluations.evaluation_ask, name="evaluation_ask"),
    path("stages/<int:pk>/competences/", returns.skills, name="placement_skills"),
    path("stages/<int:pk>/idees/", returns.ideas, name="key_ideas"),
    path("stages/<int:pk>/idees/<int:idea>/", returns.ideas, name="key_idea"),
    path("stages/<int:pk>/idees/<int:idea>/retirer/", returns.idea_remove, name="key_idea_remove"),
    path("stages/<int:pk>/impact/", returns.impact, name="impact_notes"),
    path("stages/<int:pk>/rapport/", reports.report, name="report"),
    path("stages/<int:pk>/rapport.pdf", reports.report_pdf, name="report_pdf"),
    re_path(
        r"^stages/(?P<pk>[0-9]+)/rapport/(?P<action>partager|retirer)/$", reports.report_share, name="report_share"
    ),
    re_path(r"^rapports/(?P<token>[\w-]{43})/$", reports.report_shared, name="report_shared"),
    re_path(r"^rapports/(?P<token>[\w-]{43})/rapport\.pdf$", reports.report_shared_pdf, name="report_shared_pdf"),
    path("stages/<int:pk>/bonne-pratique/", returns.practice_begin, name="placement_practice"),
    path("stages/<int:pk>/innovation/", returns.innovation_begin, name="placement_innovation"),
    path("stages/<int:pk>/suivi/", follow_ups.follow_up_dates, name="follow_up_dates"),
    path("suivi/<int:pk>/", follow_ups.follow_up, name="follow_up"),
]
