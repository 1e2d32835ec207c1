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
    "commission.changed": _("Commission changed"),
    "commission.closed": _("Commission closed"),
    "commission.created": _("Commission created"),
    "commission.joined": _("Joined a commission"),
    "commission.left": _("Left a commission"),
    "placement.calendar_renewed": _("Address of the calendar renewed"),
    "placement.cancelled": _("Placement cancelled"),
    "placement.companion_named": _("Person who accompanies named"),
    "placement.companion_replaced": _("Person who accompanies replaced"),
    "placement.created": _("Placement agreed"),
    "placement.dates_changed": _("Dates changed"),
    "placement.day_cleared": _("Special day removed"),
    "placement.day_set": _("Special day noted"),
    "placement.document_added": _("Document shared"),
    "placement.document_removed": _("Document removed"),
    "placement.interruption_added": _("Interruption noted"),
    "placement.interruption_removed": _("Interruption removed"),
    "placement.site_added": _("Site added"),
    "placement.stopped": _("Placement ended early"),
    "placement_settings.set": _("Deadlines and quotas of applications set"),
    "school.described": _("What agreements say of the school changed"),
    "trainee.birth_date_set": _("Date of birth of a trainee corrected"),
    "trainee.guardians_set": _("Legal representatives of a trainee entered"),
    "placement.terms_set": _("Conditions of the stay noted"),
    "placement.week_set": _("Weekly hours set"),
    "placement.moved": _("Placement moved to another place of its host"),
}

OBJECTIVES = {
    "objective.dropped": _("Objective given up"),
    "objective.judged": _("Objective: how far it was reached"),
    "objective.reworded": _("Objective reworded"),
    "objective.shared": _("Objective shared"),
    "objective.taken_back": _("Objective taken back"),
    "objective.taken_up": _("Objective taken up again"),
    "objective.written": _("Objective written"),
}
