"""How the trace says what was done to placements, cohorts and trainees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "cohort.archived": _("Cohort archived"),
    "cohort.changed": _("Cohort changed"),
    "cohort.copied": _("Cohort copied for the next year"),
    "cohort.created": _("Cohort created"),
    "cohort.enrolled": _("Trainees enrolled"),
    "cohort.left": _("Trainee left a cohort"),
    "cohort.referent_set": _("Referent teacher of a trainee set"),
    "cohort.reopened": _("Cohort taken back"),
    "course.added": _("Course added"),
    "course.changed": _("Course changed"),
    "placement.cancelled": _("Placement cancelled"),
    "placement.created": _("Placement agreed"),
    "placement.dates_changed": _("Dates changed"),
    "placement.stopped": _("Placement ended early"),
    "placement_settings.set": _("Deadlines and quotas of applications set"),
    "school.described": _("What agreements say of the school changed"),
    "trainee.guardians_set": _("Legal representatives of a trainee entered"),
}
