"""The planning of a stay: all parties read it, the trainee writes it, those who host propose (E8)."""

from __future__ import annotations

import datetime
from typing import Any

from internships.enums import PlanningKind
from internships.models import PlanningItem
from internships.services import planning
from tests.matrix import Row, World

SEEN = {"trainee": 200, "host": 200, "hr": 200, "teacher": 200, "*": 404}
ELSEWHERE = {"teacher": 403, "hr": 403, "*": 404}


def pk(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk}


def new(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk, "kind": "activite"}


def item(world: World) -> dict[str, Any]:
    """A line of the trainee’s; each cell finds one, whatever the one before did to it."""
    day = world.placement.start
    found = PlanningItem.objects.filter(placement=world.placement).first()
    if found is None:
        line = planning.Line(
            kind=PlanningKind.ACTIVITY, day=day, until=day, start_minute=540, end_minute=600, title="Accueil"
        )
        found = planning.add(placement_id=world.placement.pk, actor=world.users["trainee"], line=line)
    return {"pk": world.placement.pk, "item": found.pk}


def moved(world: World) -> dict[str, Any]:
    return {"day": (world.placement.start + datetime.timedelta(days=1)).isoformat(), "minute": "540"}


MATRIX = {
    "internships:planning": Row(kwargs=pk, get=SEEN, redirect_login=True),
    "internships:planning_programme": Row(kwargs=pk, get=SEEN, redirect_login=True),
    "internships:planning_new": Row(
        kwargs=new,
        get={"trainee": 200, "host": 200, **ELSEWHERE},
        post={"trainee": 422, "host": 422, **ELSEWHERE},
        data={"x": "1"},
        redirect_login=True,
    ),
    # The line is the trainee’s: a host changes its own proposals only.
    "internships:planning_item": Row(
        kwargs=item,
        get={"trainee": 200, "host": 403, **ELSEWHERE},
        post={"trainee": 422, "host": 403, **ELSEWHERE},
        data={"x": "1"},
        redirect_login=True,
    ),
    "internships:planning_move": Row(
        kwargs=item, post={"trainee": 302, "host": 403, **ELSEWHERE}, data=moved, redirect_login=True
    ),
    "internships:planning_remove": Row(
        kwargs=item, post={"trainee": 302, "host": 403, **ELSEWHERE}, redirect_login=True
    ),
    "internships:planning_accept": Row(
        kwargs=item, post={"trainee": 302, "host": 403, **ELSEWHERE}, redirect_login=True
    ),
    "internships:planning_copy": Row(
        kwargs=pk, post={"trainee": 302, "host": 403, **ELSEWHERE}, data={"x": "1"}, redirect_login=True
    ),
}
