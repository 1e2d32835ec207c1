"""Schools: their page, courses, cohorts, trainees. Another school's cohort or trainee is a 404."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Invitation
from internships.models import EnrolmentInvitation, ShareDecision
from tests import factories
from tests.matrix import Row, World

# Look after trainees: teachers, coordinators, heads of a school.
SCHOOLS = {"*": 403, "teacher": 200, "other_school": 200}
# The cohort is the first school's: for the other one it does not exist.
OWN = {"*": 403, "teacher": 200, "other_school": 404}
ADMINS = {"*": 403, "admin": 200}


def then(cells: dict[str, int], status: int) -> dict[str, int]:
    return {role: status if cell == 200 else cell for role, cell in cells.items()}


def cohort(world: World) -> dict[str, Any]:
    return {"pk": world.cohort.pk}


def enrolment(world: World) -> dict[str, Any]:
    return {"pk": world.enrolment.pk}


def waiting(world: World) -> dict[str, Any]:
    invitation, _new = Invitation.objects.get_or_create(
        organisation=world.school, email="guest@example.org", defaults={"roles": [], "expires_at": factories.in_days(5)}
    )
    made, _new = EnrolmentInvitation.objects.get_or_create(cohort=world.cohort, invitation=invitation)
    return {"pk": made.pk}


def decision(world: World) -> dict[str, Any]:
    today = timezone.localdate()
    values = {"share": 20, "valid_from": today, "authority": "Le recteur", "reference": "2026-12"}
    known = ShareDecision.objects.filter(institution=world.host).first()
    made = known or ShareDecision.objects.create(institution=world.host, kind=world.placement.kind, **values)
    return {"pk": made.pk}


def row(kwargs: Any = None, **cells: Any) -> Row:
    return Row(kwargs=kwargs or {}, redirect_login=True, **cells)


MATRIX = {
    "internships:school": row(get=SCHOOLS, post=then(SCHOOLS, 302), data={"year_begins_month": "9", "version": "1"}),
    "internships:courses": row(get=SCHOOLS),
    "internships:course_add": row(get=SCHOOLS, post=then(SCHOOLS, 302), data={"title": "DEASS", "active": "on"}),
    "internships:course_edit": row(
        lambda w: {"pk": w.cohort.course_id}, get=OWN, post=then(OWN, 302), data={"title": "DEES", "active": "on"}
    ),
    "internships:cohorts": row(get=SCHOOLS),
    "internships:cohort_new": row(get=SCHOOLS, post=then(SCHOOLS, 422)),
    "internships:enrol_template": row(get=SCHOOLS),
    "internships:cohort": row(cohort, get=OWN),
    "internships:cohort_edit": row(cohort, get=OWN, post=then(OWN, 422)),
    "internships:cohort_copy": row(cohort, get=OWN, post=then(OWN, 302), data={"name": "Promotion suivante"}),
    "internships:enrol_add": row(cohort, get=OWN, post=then(OWN, 422)),
    "internships:enrol_invite": row(cohort, get=OWN, post=then(OWN, 302), data={"email": "new@example.org"}),
    "internships:enrol_table": row(cohort, get=OWN, post=then(OWN, 422)),
    "internships:cohort_act": row(lambda w: {"pk": w.cohort.pk, "action": "archiver"}, get=OWN, post=then(OWN, 302)),
    "internships:enrol_uninvite": row(waiting, post=then(OWN, 302)),
    "internships:enrolment": row(enrolment, get=OWN),
    "internships:enrolment_referent": row(enrolment, post=then(OWN, 302)),
    "internships:enrolment_birth_date": row(enrolment, post=then(OWN, 302)),
    "internships:enrolment_guardians": row(enrolment, get=OWN, post=then(OWN, 302)),
    "internships:enrolment_leave": row(enrolment, get=OWN, post=then(OWN, 302)),
    "internships:my_file": row(get={"*": 200}, post={"*": 302}),
    "internships:birth_date": row(get=ADMINS, post=then(ADMINS, 422), data={"email": "nobody@example.org"}),
    "internships:settings": row(get=ADMINS, post=then(ADMINS, 422)),
    "internships:share_decisions": row(get=ADMINS, post=then(ADMINS, 422)),
    "internships:share_decision_withdraw": row(decision, post=then(ADMINS, 302)),
}
