"""Applications: the trainee's, the host's that received them, the school's that reads along. Others: a 404."""

from __future__ import annotations

from typing import Any

from tests.matrix import Row, World

# The trainee, their school, the host (its managers answer, its colleagues read).
SEEN = {"*": 404, "trainee": 200, "host": 200, "hr": 200, "teacher": 200}
HOSTS = {"*": 403, "host": 200, "other_host": 200}


def own(world: World) -> dict[str, Any]:
    return {"pk": world.application.pk}


def action(word: str) -> Any:
    return lambda world: {"pk": world.application.pk, "action": word}


MATRIX = {
    "internships:my_applications": Row(get={"*": 200}, redirect_login=True),
    "internships:received": Row(get={**HOSTS, "hr": 200}, redirect_login=True),
    "internships:refuse_several": Row(
        query=lambda world: {"choix": world.application.pk},
        get={"*": 403, "host": 200, "other_host": 302},
        post={"*": 403, "host": 302, "other_host": 302},
        redirect_login=True,
    ),
    "internships:school_applications": Row(get={"*": 403, "teacher": 200, "other_school": 200}, redirect_login=True),
    "internships:apply": Row(
        query=lambda world: {"offre": world.offer.pk},
        # The trainee has applied already; a host's own people do not apply to it.
        get={"*": 200, "trainee": 302, "host": 302, "hr": 302},
        post={"*": 400, "host": 302, "hr": 302},
        redirect_login=True,
    ),
    "internships:application": Row(kwargs=own, get=SEEN, redirect_login=True),
    "internships:application_act": Row(
        kwargs=action("accepter"),
        get={"*": 404, "host": 200},
        post={"*": 404, "host": 302},
        redirect_login=True,
    ),
    # By a personal link only: an account opens none of these.
    "internships:application_by_link": Row(kwargs=own),
    "internships:application_answer": Row(kwargs=action("accepter")),
    "internships:application_document": Row(kwargs=lambda world: {"pk": world.application.pk, "document": 1}),
    "hosts:wake": Row(get=HOSTS, post={"*": 403, "host": 302, "other_host": 302}, redirect_login=True),
}
