"""Addresses of the school's board and of what is made for a whole cohort."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from agreements.views import board, bulk

board_urls: list[URLPattern | URLResolver] = [
    path("suivi/", board.board, name="board"),
    path("suivi/relancer/", board.remind, name="board_remind"),
    path("suivi/conventions/", bulk.jobs, name="bulk_jobs"),
    path("suivi/conventions/nouvelles/", bulk.start, name="bulk_start"),
    path("suivi/conventions/<int:pk>/", bulk.job, name="bulk"),
    path("suivi/conventions/<int:pk>/reprendre/", bulk.resume, name="bulk_resume"),
    path("suivi/territoire/", board.territory, name="board_territory"),
]
