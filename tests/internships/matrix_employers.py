"""Who sees an employer's staff and what a person says of their employer: themselves, and that employer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink
from internships.services.employments import JOIN_LINK
from tests import factories
from tests.matrix import Row, World

# Human resources of a host have staff too; a host's managers look after trainees.
EMPLOYERS = {"employer": 200, "other_employer": 200, "hr": 200, "*": 403}


def own(world: World) -> dict[str, Any]:
    """What the trainee says of an employer."""
    person = world.users["trainee"]
    made = person.employments.first() or factories.employment(person)  # type: ignore[attr-defined]
    return {"pk": made.pk}


def asked(world: World) -> dict[str, Any]:
    link = PersonalLink.objects.filter(purpose=JOIN_LINK, revoked_at=None).first() or links.issue(
        purpose=JOIN_LINK, email="staff@example.org", target=world.employer, organisation=world.employer
    )
    return {"pk": link.pk}


def worker(world: World) -> dict[str, Any]:
    """Somebody who named the employer, which was told of it."""
    person = factories.user(is_trainee=True)
    return {"pk": factories.employment(person, world.employer, agreed_at=timezone.now()).pk}


OF_EMPLOYER = {"employer": 302, "other_employer": 404, "hr": 404, "*": 403}
MINE = {"trainee": 200, "*": 404}
MATRIX = {
    "internships:staff": Row(
        get=EMPLOYERS, post={**EMPLOYERS, "employer": 422, "other_employer": 422, "hr": 422}, redirect_login=True
    ),
    "internships:staff_unask": Row(
        kwargs=asked, post={"employer": 302, "other_employer": 404, "hr": 404, "*": 403}, redirect_login=True
    ),
    "internships:staff_recognise": Row(kwargs=worker, post=OF_EMPLOYER, redirect_login=True),
    "internships:staff_end": Row(kwargs=worker, post=OF_EMPLOYER, redirect_login=True),
    "internships:employer_new": Row(get={"*": 200}, post={"*": 422}, redirect_login=True),
    "internships:employer_edit": Row(kwargs=own, get=MINE, post={"trainee": 422, "*": 404}, redirect_login=True),
    "internships:employer_end": Row(kwargs=own, get=MINE, post={"trainee": 302, "*": 404}, redirect_login=True),
}
