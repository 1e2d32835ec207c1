from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import answers, application_lists, applying

application_urls: list[URLPattern | URLResolver] = [
    path("candidatures/nouvelle/", applying.apply, name="apply"),
    path("candidatures/", application_lists.my_applications, name="my_applications"),
    path("candidatures/recues/", application_lists.received, name="received"),
    path("candidatures/recues/refuser/", application_lists.refuse_several, name="refuse_several"),
    path("candidatures/stagiaires/", application_lists.school_applications, name="school_applications"),
    path("candidatures/<int:pk>/", answers.application, name="application"),
    path("candidatures/<int:pk>/reponse/", answers.by_link, name="application_by_link"),
    path("candidatures/<int:pk>/document/<int:document>/", answers.document, name="application_document"),
    path("candidatures/<int:pk>/reponse/<slug:action>/", answers.answer, name="application_answer"),
    path("candidatures/<int:pk>/<slug:action>/", answers.act, name="application_act"),
]
