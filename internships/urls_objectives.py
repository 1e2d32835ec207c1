"""Addresses of objectives, and of the profile and CV."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import objectives, profiles

objective_urls: list[URLPattern | URLResolver] = [
    path("mes-objectifs/", objectives.my_objectives, name="my_objectives"),
    path("mes-objectifs/nouveau/", objectives.objective_new, name="objective_new"),
    path("mes-objectifs/<int:pk>/", objectives.objective, name="objective"),
    path("mes-objectifs/<int:pk>/modifier/", objectives.objective_edit, name="objective_edit"),
    path("mes-objectifs/<int:pk>/<slug:act>/", objectives.objective_act, name="objective_act"),
    path("mon-profil/", profiles.profile, name="profile"),
    path("mon-profil/presentation/", profiles.about, name="profile_about"),
    path("mon-profil/photo/", profiles.photo, name="profile_photo"),
    path("mon-profil/cv.pdf", profiles.cv_pdf, name="cv_pdf"),
    path("mon-profil/<slug:section>/ajouter/", profiles.entry_add, name="cv_add"),
    path("mon-profil/<int:pk>/modifier/", profiles.entry_edit, name="cv_edit"),
    path("mon-profil/<int:pk>/retirer/", profiles.entry_remove, name="cv_remove"),
    path("mon-profil/stages/<int:pk>/", profiles.placement_accept, name="cv_placement"),
    path("candidatures/<int:pk>/cv.pdf", profiles.application_cv, name="application_cv"),
    path("candidatures/<int:pk>/reponse/cv.pdf", profiles.application_cv_by_link, name="application_cv_by_link"),
    path("candidatures/<int:pk>/objectifs/", objectives.application_objectives, name="application_objectives"),
    path("stages/<int:pk>/cv.pdf", profiles.placement_cv, name="placement_cv"),
]
