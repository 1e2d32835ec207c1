"""Objectives, profiles and CVs: the trainee's own; those of the placement read and speak, nobody else sees."""

from __future__ import annotations

import datetime
from typing import Any

from internships.models import CvEntry, Placement
from tests import factories
from tests.matrix import Row, World

# hr belongs to the host and looks on; the other trainee, school and host find nothing.
SEEN = {"trainee": 200, "host": 200, "hr": 200, "teacher": 200, "*": 404}
OWN = {"trainee": 200, "*": 404}


def objective(world: World) -> dict[str, Any]:
    found = world.placement.objectives.first() or factories.objective(placement_=world.placement)  # type: ignore[attr-defined]
    return {"pk": found.pk}


def act(word: str) -> Any:
    return lambda world: {**objective(world), "act": word}


def line(world: World) -> dict[str, Any]:
    person = world.users["trainee"]
    found = CvEntry.objects.filter(person=person).first()
    found = found or CvEntry.objects.create(person=person, section="experience", title="Animatrice")
    return {"pk": found.pk}


def stay(world: World) -> dict[str, Any]:
    line(world)
    return {"pk": world.placement.pk}


def over(world: World) -> dict[str, Any]:
    person = world.users["trainee"]
    found = Placement.objects.filter(person=person, end__lt=world.today).first()
    end = world.today - datetime.timedelta(days=10)
    found = found or factories.placement(person, world.other_host, start=end - datetime.timedelta(days=4), end=end)
    return {"pk": found.pk}


def application(world: World) -> dict[str, Any]:
    line(world)
    return {"pk": world.application.pk}


MATRIX = {
    "internships:my_objectives": Row(get={"*": 200}, redirect_login=True),
    "internships:objective_new": Row(get={"*": 200}, post={"*": 422}, data={"specific": "Mener"}, redirect_login=True),
    "internships:objective": Row(kwargs=objective, get=SEEN, redirect_login=True),
    "internships:objective_edit": Row(
        kwargs=objective, get=OWN, post={"trainee": 422, "*": 404}, data={"specific": ""}, redirect_login=True
    ),
    # The trainee does not agree to their own objective; hr does not act for the host.
    "internships:objective_act": Row(
        kwargs=act("accord"),
        post={"host": 302, "teacher": 302, "trainee": 403, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:application_objectives": Row(
        kwargs=application, get=OWN, post={"trainee": 302, "*": 404}, redirect_login=True
    ),
    "internships:profile": Row(get={"*": 200}, redirect_login=True),
    "internships:profile_about": Row(get={"*": 200}, post={"*": 302}, data={"headline": ""}, redirect_login=True),
    "internships:profile_photo": Row(post={"*": 422}, redirect_login=True),
    "internships:cv_add": Row(
        kwargs={"section": "skill"}, get={"*": 200}, post={"*": 422}, data={"title": ""}, redirect_login=True
    ),
    "internships:cv_edit": Row(
        kwargs=line, get=OWN, post={"trainee": 422, "*": 404}, data={"title": ""}, redirect_login=True
    ),
    "internships:cv_remove": Row(kwargs=line, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:cv_placement": Row(kwargs=over, post={"trainee": 302, "*": 404}, redirect_login=True),
    # Nobody here has written anything but the trainee: an empty CV is no document.
    "internships:cv_pdf": Row(kwargs=lambda world: line(world) and {}, get=OWN, redirect_login=True),
    # The age of the trainee is not known: like a minor's, nothing is shown to the host before it accepts.
    "internships:application_cv": Row(
        kwargs=application, get={"trainee": 200, "teacher": 200, "*": 404}, redirect_login=True
    ),
    "internships:application_cv_by_link": Row(kwargs=application),
    "internships:placement_cv": Row(kwargs=stay, get=SEEN, redirect_login=True),
}
