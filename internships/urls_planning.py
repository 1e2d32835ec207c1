"""Addresses of the planning of a stay, of its budget, and of grants."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import budget, grant_requests, grants, planning

planning_urls: list[URLPattern | URLResolver] = [
    path("stages/<int:pk>/planning/", planning.planning, name="planning"),
    path("stages/<int:pk>/planning/programme/", planning.programme, name="planning_programme"),
    path("stages/<int:pk>/planning/copier/", planning.copy_week, name="planning_copy"),
    path("stages/<int:pk>/planning/nouveau/<slug:kind>/", planning.item_new, name="planning_new"),
    path("stages/<int:pk>/planning/<int:item>/", planning.item, name="planning_item"),
    path("stages/<int:pk>/planning/<int:item>/deplacer/", planning.item_move, name="planning_move"),
    path("stages/<int:pk>/planning/<int:item>/retirer/", planning.item_remove, name="planning_remove"),
    path("stages/<int:pk>/planning/<int:item>/accepter/", planning.item_accept, name="planning_accept"),
    path("bourses/", grants.grants, name="grants"),
    path("bourses/gestion/", grants.grants_ours, name="grants_ours"),
    path("bourses/nouvelle/", grants.grant_new, name="grant_new"),
    path("bourses/<int:pk>/", grants.grant, name="grant"),
    path("bourses/<int:pk>/modifier/", grants.grant_edit, name="grant_edit"),
    path("bourses/<int:pk>/demander/", grants.grant_apply, name="grant_apply"),
    path("bourses/<int:pk>/etat/<slug:action>/", grants.grant_act, name="grant_act"),
    path("bourses/demandes/", grant_requests.grant_requests, name="grant_requests"),
    path("bourses/demandes/<int:pk>/", grant_requests.grant_request, name="grant_request"),
    path("bourses/demandes/<int:pk>/modifier/", grant_requests.grant_request_edit, name="grant_request_edit"),
    path("bourses/demandes/<int:pk>/pieces/", grant_requests.grant_paper_add, name="grant_paper_add"),
    path(
        "bourses/demandes/<int:pk>/pieces/<int:document>/retirer/",
        grant_requests.grant_paper_remove,
        name="grant_paper_remove",
    ),
    path("bourses/demandes/<int:pk>/reponse/", grant_requests.grant_request_by_link, name="grant_request_by_link"),
    path("bourses/demandes/<int:pk>/reponse/pieces/<int:document>/", grant_requests.grant_paper, name="grant_paper"),
    path(
        "bourses/demandes/<int:pk>/reponse/<slug:action>/",
        grant_requests.grant_request_decide,
        name="grant_request_decide",
    ),
    path("bourses/demandes/<int:pk>/<slug:action>/", grant_requests.grant_request_act, name="grant_request_act"),
    path("stages/<int:pk>/budget/", budget.budget, name="budget"),
    path("stages/<int:pk>/budget/partager/", budget.share, name="budget_share"),
    path("stages/<int:pk>/budget/nouveau/<slug:side>/", budget.line_new, name="budget_new"),
    path("stages/<int:pk>/budget/<int:line>/", budget.line, name="budget_line"),
    path("stages/<int:pk>/budget/<int:line>/retirer/", budget.line_remove, name="budget_remove"),
]
