from __future__ import annotations

from django.urls import path

from law import views

app_name = "law"
urlpatterns = [
    path("regles/", views.rules_page, name="rules"),
    path("regles/gratification/", views.stipend_page, name="stipend"),
    path("regles/<int:pk>/", views.topic_page, name="topic"),
    path("regles/<int:pk>/nouvelle-version/", views.new_version, name="new_version"),
    path("regles/versions/<int:pk>/relue/", views.confirm_reading, name="confirm_reading"),
]
