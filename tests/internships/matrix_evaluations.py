"""Who writes grids, fills in and reads evaluations, and reads what a trainee brought back."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from internships.models import Criterion, EvaluationGrid, FollowUp, GridSharing, GridVersion, KeyIdea, ReturnReport
from tests import factories
from tests.matrix import Row, World

# Coordinators of schools and administrators of networks; those of the animators' club are none.
WRITERS = {"teacher": 200, "other_school": 200, "admin": 200, "*": 403}
OWN = {"teacher": 200, "other_school": 404, "admin": 404, "*": 403}
OWN_DONE = {"teacher": 302, "other_school": 404, "admin": 404, "*": 403}
TRAINEE = {"trainee": 200, "*": 404}
SEEN = {"trainee": 200, "host": 200, "hr": 200, "teacher": 200, "*": 404}


def grid(world: World) -> EvaluationGrid:
    made, fresh = EvaluationGrid.objects.get_or_create(organisation=world.school, source="host", name_fr="Grille")
    if fresh:
        version = GridVersion.objects.create(grid=made, number=1, published_at=timezone.now())
        Criterion.objects.create(version=version, type="text", label_fr="Un mot ?")
    return made


def of_grid(world: World) -> dict[str, Any]:
    return {"pk": grid(world).pk}


def question(world: World) -> dict[str, Any]:
    latest = grid(world).versions.first()
    assert latest is not None
    line = latest.criteria.first() or Criterion.objects.create(version=latest, type="text", label_fr="Un mot ?")
    return {**of_grid(world), "line": line.pk}


def sharing(world: World) -> dict[str, Any]:
    made = GridSharing.objects.get_or_create(grid=grid(world), organisation=world.other_school)[0]
    return {"sharing": made.pk, "action": "utiliser"}


def pk(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk}


def side(world: World) -> dict[str, Any]:
    return {**pk(world), "source": "trainee"}


def host_side(world: World) -> dict[str, Any]:
    return {**pk(world), "source": "host"}


def school_side(world: World) -> dict[str, Any]:
    return {**pk(world), "source": "school"}


def idea(world: World) -> dict[str, Any]:
    made = KeyIdea.objects.get_or_create(placement=world.placement, idea="Une idée", use="Chaque jour")[0]
    return {**pk(world), "idea": made.pk}


def shared(world: World) -> dict[str, Any]:
    """The report of a grown-up: that of a minor is never shared."""
    until = timezone.now() + datetime.timedelta(days=9)
    made = ReturnReport.objects.filter(token="b" * 43).first()
    if made is None:
        person = factories.user(is_trainee=True, birth_date=datetime.date(1990, 1, 2))
        made = ReturnReport(placement=factories.placement(person), token="b" * 43)
    made.shared_until = until
    made.save()
    return {"token": "b" * 43}


def follow_up(world: World) -> dict[str, Any]:
    made = FollowUp.objects.get_or_create(placement=world.placement, months=12, defaults={"due": world.today})[0]
    return {"pk": made.pk}


MATRIX = {
    "internships:grids": Row(get=WRITERS, redirect_login=True),
    "internships:grid_new": Row(
        get=WRITERS, post={**WRITERS, "teacher": 422, "other_school": 422, "admin": 422}, redirect_login=True
    ),
    "internships:grid": Row(kwargs=of_grid, get=OWN, post={**OWN, "teacher": 422}, redirect_login=True),
    "internships:grid_copy": Row(kwargs=of_grid, post=OWN_DONE, redirect_login=True),
    "internships:grid_share": Row(kwargs=of_grid, get=OWN, post={**OWN, "teacher": 422}, redirect_login=True),
    "internships:criterion_new": Row(kwargs=of_grid, get=OWN, post={**OWN, "teacher": 422}, redirect_login=True),
    "internships:criterion": Row(kwargs=question, get=OWN, post={**OWN, "teacher": 422}, redirect_login=True),
    "internships:criterion_act": Row(
        kwargs=lambda world: {**question(world), "action": "monter"}, post=OWN_DONE, redirect_login=True
    ),
    "internships:grid_act": Row(
        kwargs=lambda world: {**of_grid(world), "action": "modifier"}, post=OWN_DONE, redirect_login=True
    ),
    "internships:grid_preview": Row(kwargs=lambda world: {**of_grid(world), "number": 1}, get=OWN, redirect_login=True),
    "internships:grid_sharing": Row(
        kwargs=sharing, post={"teacher": 404, "other_school": 302, "admin": 404, "*": 403}, redirect_login=True
    ),
    "internships:evaluation": Row(kwargs=side, get=TRAINEE, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:evaluation_reopen": Row(kwargs=side, post={"*": 404}, redirect_login=True),
    "internships:evaluation_ask": Row(
        kwargs=host_side,
        get={"host": 200, "teacher": 200, "*": 404},
        post={"host": 422, "teacher": 422, "*": 404},
        redirect_login=True,
    ),
    "internships:placement_skills": Row(kwargs=pk, get=SEEN, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:key_ideas": Row(kwargs=pk, get=TRAINEE, post={"trainee": 422, "*": 404}, redirect_login=True),
    "internships:key_idea": Row(kwargs=idea, get=TRAINEE, post={"trainee": 422, "*": 404}, redirect_login=True),
    "internships:key_idea_remove": Row(kwargs=idea, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:impact_notes": Row(kwargs=pk, get=TRAINEE, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:report": Row(kwargs=pk, get=SEEN, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:report_pdf": Row(kwargs=pk, get=SEEN, redirect_login=True),
    "internships:report_share": Row(
        kwargs=lambda world: {**pk(world), "action": "retirer"}, post={"trainee": 302, "*": 404}, redirect_login=True
    ),
    "internships:placement_innovation": Row(kwargs=pk, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:placement_practice": Row(kwargs=pk, post={"trainee": 302, "*": 404}, redirect_login=True),
    # Whoever has the link reads it.
    "internships:report_shared": Row(kwargs=shared, get={"*": 200}),
    "internships:report_shared_pdf": Row(kwargs=shared, get={"*": 200}),
    "internships:follow_up_dates": Row(kwargs=pk, get=TRAINEE, post={"trainee": 422, "*": 404}, redirect_login=True),
    "internships:follow_up": Row(kwargs=follow_up, get=TRAINEE, post={"trainee": 422, "*": 404}, redirect_login=True),
}
