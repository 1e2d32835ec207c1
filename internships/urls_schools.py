from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from internships.views import birth_dates, cohorts, decisions, employers, enrolments, lists, schools, trainees

school_urls: list[URLPattern | URLResolver] = [
    path("etablissement/", schools.school, name="school"),
    path("formations/", schools.courses, name="courses"),
    path("formations/nouvelle/", schools.course_edit, name="course_add"),
    path("formations/<int:pk>/", schools.course_edit, name="course_edit"),
    path("promotions/", cohorts.cohorts, name="cohorts"),
    path("promotions/nouvelle/", cohorts.cohort_new, name="cohort_new"),
    path("promotions/modele/", enrolments.table_template, name="enrol_template"),
    path("promotions/<int:pk>/", cohorts.cohort, name="cohort"),
    path("promotions/<int:pk>/modifier/", cohorts.cohort_edit, name="cohort_edit"),
    path("promotions/<int:pk>/copier/", cohorts.cohort_copy, name="cohort_copy"),
    path("promotions/<int:pk>/ajouter/", enrolments.add, name="enrol_add"),
    path("promotions/<int:pk>/inviter/", enrolments.invite, name="enrol_invite"),
    path("promotions/<int:pk>/tableau/", enrolments.table, name="enrol_table"),
    path("promotions/<int:pk>/<slug:action>/", cohorts.cohort_act, name="cohort_act"),
    path("invitations-en-attente/<int:pk>/retirer/", enrolments.uninvite, name="enrol_uninvite"),
    path("inscriptions/<int:pk>/", enrolments.enrolment, name="enrolment"),
    path("inscriptions/<int:pk>/referent/", enrolments.referent, name="enrolment_referent"),
    path("inscriptions/<int:pk>/naissance/", enrolments.birth_date, name="enrolment_birth_date"),
    path("inscriptions/<int:pk>/representants/", enrolments.guardians, name="enrolment_guardians"),
    path("inscriptions/<int:pk>/quitter/", enrolments.leave, name="enrolment_leave"),
    path("mon-dossier/", trainees.my_file, name="my_file"),
    path("mon-dossier/employeur/", employers.employer_new, name="employer_new"),
    path("mon-dossier/employeur/<int:pk>/", employers.employer_edit, name="employer_edit"),
    path("mon-dossier/employeur/<int:pk>/quitter/", employers.employer_end, name="employer_end"),
    path("personnes/date-de-naissance/", birth_dates.birth_date, name="birth_date"),
    path("delais-et-quotas/", lists.deadlines, name="settings"),
    path("nombre-de-stagiaires/", decisions.share_decisions, name="share_decisions"),
    path("nombre-de-stagiaires/<int:pk>/retirer/", decisions.share_decision_withdraw, name="share_decision_withdraw"),
]
