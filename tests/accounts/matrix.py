"""People, organisations, personal links. Who looks after what: see `MANAGING_ROLES`."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import Invitation, Membership
from tests import factories
from tests.matrix import Row, World

# A link that nobody was sent: the page says so, to everyone alike.
UNKNOWN = {"token": "nobody-was-sent-this"}
MEMBERS = {
    "*": 200,
    "trainee": 403,
    "other_trainee": 403,
    "superuser": 403,
}
# Look after an organisation; the other members of it do not.
MANAGERS = {"*": 403, "host": 200, "other_host": 200, "teacher": 200, "other_school": 200, "admin": 200}
SCHOOLS = {"*": 403, "teacher": 200, "other_school": 200}
MODERATORS = {"*": 403, "animator": 200, "admin": 200}
ADMINS = {"*": 403, "local_admin": 200, "admin": 200}
SITE_ADMINS = {"*": 403, "local_admin": 403, "admin": 200}


def then(cells: dict[str, int], status: int) -> dict[str, int]:
    """The same people, answered with another status."""
    return {role: status if cell == 200 else cell for role, cell in cells.items()}


def invitation(world: World) -> dict[str, Any]:
    """An open invitation of the first host."""
    made, _new = Invitation.objects.get_or_create(
        organisation=world.host.organisation,
        email="colleague@example.org",
        defaults={"roles": [Role.TUTOR], "expires_at": factories.in_days(5)},
    )
    return {"pk": made.pk}


def colleague(world: World) -> dict[str, Any]:
    return {"pk": world.users["hr"].pk}


def colleague_role(world: World) -> dict[str, Any]:
    return {"pk": Membership.objects.get(user=world.users["hr"]).pk}


def pupil(world: World) -> dict[str, Any]:
    """A pupil of the first school."""
    made = world.school.pupils.first() or factories.pupil(world.school)
    return {"pk": made.pk}


def school(world: World) -> dict[str, Any]:
    return {"pk": world.school.pk}


def territory(world: World) -> dict[str, Any]:
    return {"pk": world.territory.pk}


def own_host_only(status: int) -> dict[str, int]:
    """Another organisation's object is a 404 for those who look after one, a 403 for the others."""
    return {**then(MANAGERS, 404), "host": status}


MATRIX = {
    "accounts:link": Row(kwargs=UNKNOWN, get={"*": 404}, post={"*": 404}),
    "accounts:link_code": Row(kwargs=UNKNOWN, get={"*": 404}, post={"*": 404}),
    "accounts:renew_link": Row(kwargs=UNKNOWN, post={"*": 404}),
    "accounts:profile": Row(get={"*": 200}, post={"*": 200}, redirect_login=True),
    "accounts:welcome": Row(get={"*": 200}, redirect_login=True),
    "accounts:switch": Row(
        post={"*": 404, "host": 302, "hr": 302},
        data=lambda world: {"organisation": world.host.organisation_id},
        redirect_login=True,
    ),
    "accounts:second_factor": Row(get={"*": 200}, redirect_login=True),
    "accounts:remove_passkey": Row(kwargs={"pk": 0}, get={"*": 404}, post={"*": 404}, redirect_login=True),
    "accounts:pupil_sign_in": Row(get={"anonymous": 200, "*": 302}, post={"anonymous": 200, "*": 302}),
    "accounts:privacy": Row(get={"*": 200}, redirect_login=True),
    "accounts:export": Row(post={"*": 200}, redirect_login=True),
    "accounts:erase": Row(get={"*": 200}, post={"*": 200}, redirect_login=True),
    "accounts:erased": Row(get={"*": 200}),
    "accounts:register": Row(get={"*": 200}),
    "accounts:organisation": Row(
        get=MEMBERS, post={**MEMBERS, "animator": 404, "validator": 404, "pilot": 404, "hr": 404}, redirect_login=True
    ),
    "accounts:ask_again": Row(post=then(MANAGERS, 302), redirect_login=True),
    "accounts:members": Row(get=MEMBERS, redirect_login=True),
    "accounts:invite": Row(post=MANAGERS, redirect_login=True),
    "accounts:former_members": Row(get=MANAGERS, redirect_login=True),
    "accounts:member": Row(kwargs=colleague, get=own_host_only(200), post=own_host_only(200), redirect_login=True),
    "accounts:remove_member": Row(
        kwargs=colleague, get=own_host_only(200), post=own_host_only(302), redirect_login=True
    ),
    "accounts:end_membership": Row(kwargs=colleague_role, post=own_host_only(302), redirect_login=True),
    "accounts:invite_again": Row(kwargs=invitation, post=own_host_only(302), redirect_login=True),
    "accounts:revoke_invitation": Row(kwargs=invitation, post=own_host_only(302), redirect_login=True),
    "accounts:leave": Row(
        get=MEMBERS,
        post=then(MEMBERS, 302)
        # The last who looks after it hands over first.
        | dict.fromkeys(("host", "other_host", "teacher", "other_school", "admin"), 200),
        redirect_login=True,
    ),
    "accounts:audit": Row(get=MANAGERS, redirect_login=True),
    "accounts:pupils": Row(get=SCHOOLS, redirect_login=True),
    "accounts:add_pupils": Row(get=SCHOOLS, post=SCHOOLS, redirect_login=True),
    "accounts:invite_trainee": Row(post=then(SCHOOLS, 302), redirect_login=True),
    "accounts:change_code": Row(post=then(SCHOOLS, 302), redirect_login=True),
    "accounts:reset_secret": Row(
        kwargs=pupil, post={"*": 403, "teacher": 200, "other_school": 404}, redirect_login=True
    ),
    "accounts:close_pupil": Row(
        kwargs=pupil, post={"*": 403, "teacher": 302, "other_school": 404}, redirect_login=True
    ),
    "accounts:reopen_pupil": Row(
        kwargs=pupil, post={"*": 403, "teacher": 200, "other_school": 404}, redirect_login=True
    ),
    "accounts:found": Row(kwargs={"kind": "training"}, get={"*": 200}, post={"*": 200}, redirect_login=True),
    "accounts:ask_to_join": Row(kwargs=school, post={"*": 302}, redirect_login=True),
    "accounts:organisations": Row(get=MODERATORS, redirect_login=True),
    "accounts:add_organisation": Row(get=ADMINS, post=ADMINS, redirect_login=True),
    "accounts:overseen": Row(
        kwargs=school, get=MODERATORS, post={"*": 403, "animator": 404, "admin": 200}, redirect_login=True
    ),
    "accounts:overseen_invite": Row(
        kwargs=school, post={"*": 403, "admin": 302}, data={"email": "hr@example.org"}, redirect_login=True
    ),
    "accounts:verify": Row(kwargs=school, post=then(MODERATORS, 302), redirect_login=True),
    "accounts:refuse": Row(kwargs=school, post=MODERATORS, redirect_login=True),
    "accounts:territories": Row(get=ADMINS, redirect_login=True),
    "accounts:add_territory": Row(get=SITE_ADMINS, post=SITE_ADMINS, redirect_login=True),
    "accounts:territory": Row(kwargs=territory, get=ADMINS, post=ADMINS, redirect_login=True),
    "accounts:delete_territory": Row(kwargs=territory, post=then(SITE_ADMINS, 302), redirect_login=True),
    "accounts:retention": Row(get=SITE_ADMINS, post=SITE_ADMINS, redirect_login=True),
}
