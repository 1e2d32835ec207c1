"""Addresses of placements, their calendars, and commissions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from internships.views import calendars, changes, commissions, entering, placements, staff, weeks

placement_urls: list[URLPattern | URLResolver] = [
    path("stages/", placements.placements, name="placements"),
    path("stages/nouveau/", entering.placement_new, name="placement_new"),
    path("stages/<int:pk>/", placements.placement, name="placement"),
    path("stages/<int:pk>/dates/", changes.dates, name="placement_dates"),
    path("stages/<int:pk>/horaires/<int:site>/", weeks.week, name="placement_week"),
    path("stages/<int:pk>/horaires/<int:site>/jour/", weeks.special_day, name="placement_day"),
    path("stages/<int:pk>/horaires/<int:site>/jour/<str:day>/", weeks.special_day_clear, name="placement_day_clear"),
    path("stages/<int:pk>/absences/", changes.interruptions, name="placement_interruptions"),
    path("stages/<int:pk>/absences/<int:line>/retirer/", changes.interruption_remove, name="interruption_remove"),
    path("stages/<int:pk>/accompagnement/", changes.companion_new, name="companion_new"),
    path(
        "stages/<int:pk>/accompagnement/<int:supervisor>/remplacer/",
        changes.companion_replace,
        name="companion_replace",
    ),
    path("stages/<int:pk>/lieux/", changes.site_new, name="placement_site_new"),
    path("stages/<int:pk>/particularites/", changes.terms, name="placement_terms"),
    path("stages/<int:pk>/terminer/", changes.stop, name="placement_stop"),
    path("stages/<int:pk>/annuler/", changes.cancel, name="placement_cancel"),
    path("stages/<int:pk>/documents/", changes.document_add, name="document_add"),
    path("stages/<int:pk>/documents/<int:document>/retirer/", changes.document_remove, name="document_remove"),
    path("stages/<int:pk>/stage.ics", calendars.placement_ics, name="placement_ics"),
    path("stages/<int:pk>/calendrier/", calendars.placement_calendar_renew, name="placement_calendar_renew"),
    path("nos-professionnels/", staff.staff, name="staff"),
    path("nos-professionnels/<int:pk>/retirer/", staff.staff_unask, name="staff_unask"),
    path(
        "nos-professionnels/<int:pk>/reconnaitre/", staff.staff_act, {"action": "reconnaitre"}, name="staff_recognise"
    ),
    path("nos-professionnels/<int:pk>/terminer/", staff.staff_act, {"action": "terminer"}, name="staff_end"),
    path("calendrier/", calendars.calendar, name="calendar"),
    path("calendrier/adresse/", calendars.calendar_address, name="calendar_address"),
    re_path(r"^calendrier/(?P<token>[\w-]{43})\.ics$", calendars.calendar_feed, name="calendar_feed"),
    path("commandes/", commissions.commissions, name="commissions"),
    path("commandes/nouvelle/", commissions.commission_new, name="commission_new"),
    path("commandes/<int:pk>/", commissions.commission, name="commission"),
    path("commandes/<int:pk>/modifier/", commissions.commission_edit, name="commission_edit"),
    re_path(
        r"^commandes/(?P<pk>[0-9]+)/(?P<action>clore|joindre|quitter)/$",
        commissions.commission_act,
        name="commission_act",
    ),
]
