"""Who may see and change a placement: its parties, and nobody else."""

from __future__ import annotations

from typing import Any

from internships.models import CalendarFeed, Commission, Interruption, PlacementDocument, Supervisor
from tests import factories
from tests.matrix import Row, World

# The trainee, the host's people, the school; another one's object is a 404.
SEEN = {"trainee": 200, "host": 200, "hr": 200, "teacher": 200, "*": 404}
# hr belongs to the host but does not act for it; the trainee looks on.
WORKED = {"host": 200, "teacher": 200, "trainee": 403, "hr": 403, "*": 404}
SENT = {"host": 422, "teacher": 422, "trainee": 403, "hr": 403, "*": 404}
HOSTS = {"host": 200, "other_host": 200, "*": 403}


def pk(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk}


def site(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk, "site": world.placement.sites.get().pk}


def special_day(world: World) -> dict[str, Any]:
    return {**site(world), "day": world.placement.start.isoformat()}


def tutor(world: World) -> dict[str, Any]:
    made = Supervisor.objects.get_or_create(
        placement=world.placement,
        capacity="tutor",
        placement_site=world.placement.sites.get(),
        defaults={"name": "Claude Petit", "since": world.placement.start},
    )[0]
    return {"pk": world.placement.pk, "supervisor": made.pk}


def line(world: World) -> dict[str, Any]:
    day = world.placement.start
    made = Interruption.objects.create(placement=world.placement, start=day, end=day)
    return {"pk": world.placement.pk, "line": made.pk}


def document(world: World) -> dict[str, Any]:
    from documents.files import keep_image

    stored = keep_image(factories.picture(), name="plan.png")
    made = PlacementDocument.objects.create(
        placement=world.placement, file=stored, added_by=world.users["trainee"], label="Plan"
    )
    return {"pk": world.placement.pk, "document": made.pk}


def commission(world: World) -> dict[str, Any]:
    made = Commission.objects.get_or_create(institution=world.host, title="Diagnostic partagé")[0]
    return {"pk": made.pk}


def act(world: World) -> dict[str, Any]:
    return {**commission(world), "action": "clore"}


def feed(world: World) -> dict[str, Any]:
    made = CalendarFeed.objects.get_or_create(user=world.users["trainee"], defaults={"token": "a" * 43})[0]
    return {"token": made.token}


MATRIX = {
    "internships:placements": Row(get={"*": 200}, redirect_login=True),
    "internships:placement_new": Row(
        get={"teacher": 200, "other_school": 200, "hr": 200, "employer": 200, "*": 403},
        post={"teacher": 200, "other_school": 200, "hr": 200, "employer": 200, "*": 403},
        redirect_login=True,
    ),
    "internships:placement": Row(kwargs=pk, get=SEEN, redirect_login=True),
    "internships:placement_dates": Row(kwargs=pk, get=WORKED, post=SENT, data={"x": "1"}, redirect_login=True),
    "internships:placement_week": Row(
        kwargs=site,
        get=WORKED,
        post=SENT,
        data={"d1a_from": "09:00", "d1a_until": "08:00"},
        redirect_login=True,
    ),
    "internships:placement_day": Row(kwargs=site, post=SENT, data={"day": "x"}, redirect_login=True),
    "internships:placement_day_clear": Row(
        kwargs=special_day,
        post={"host": 302, "teacher": 302, "trainee": 403, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:placement_interruptions": Row(kwargs=pk, get=WORKED, post=SENT, data={"x": "1"}, redirect_login=True),
    "internships:interruption_remove": Row(
        kwargs=line,
        post={"host": 302, "teacher": 302, "trainee": 403, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:companion_new": Row(kwargs=pk, get=WORKED, post=SENT, data={"x": "1"}, redirect_login=True),
    "internships:companion_replace": Row(kwargs=tutor, get=WORKED, post=SENT, data={"x": "1"}, redirect_login=True),
    "internships:placement_site_new": Row(
        kwargs=pk,
        get={"teacher": 200, "host": 403, "trainee": 403, "hr": 403, "*": 404},
        post={"teacher": 200, "host": 403, "trainee": 403, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:placement_terms": Row(
        kwargs=pk,
        get=WORKED,
        post={"host": 302, "teacher": 302, "trainee": 403, "hr": 403, "*": 404},
        data={"title": "Un stage"},
        redirect_login=True,
    ),
    # It has not begun: nothing to end early yet.
    "internships:placement_stop": Row(
        kwargs=pk,
        get={"teacher": 403, "host": 403, "trainee": 403, "hr": 403, "*": 404},
        post={"teacher": 403, "host": 403, "trainee": 403, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:placement_cancel": Row(
        kwargs=pk,
        get={"teacher": 200, "host": 200, "trainee": 200, "hr": 403, "*": 404},
        post={"teacher": 422, "host": 422, "trainee": 422, "hr": 403, "*": 404},
        data={"x": "1"},
        redirect_login=True,
    ),
    "internships:document_add": Row(
        kwargs=pk,
        post={"teacher": 422, "host": 422, "trainee": 422, "hr": 403, "*": 404},
        data={"x": "1"},
        redirect_login=True,
    ),
    # Only who shared it takes it away.
    "internships:document_remove": Row(kwargs=document, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:placement_ics": Row(kwargs=pk, get=SEEN, redirect_login=True),
    "internships:placement_calendar_renew": Row(
        kwargs=pk,
        post={"teacher": 302, "host": 302, "trainee": 302, "hr": 403, "*": 404},
        redirect_login=True,
    ),
    "internships:calendar": Row(get={"*": 200}, redirect_login=True),
    "internships:calendar_address": Row(post={"*": 302}, redirect_login=True),
    # The address itself is the key.
    "internships:calendar_feed": Row(kwargs=feed, get={"*": 200}),
    "internships:commissions": Row(get=HOSTS, redirect_login=True),
    "internships:commission_new": Row(
        get=HOSTS, post={"host": 422, "other_host": 422, "*": 403}, data={"x": "1"}, redirect_login=True
    ),
    "internships:commission": Row(
        kwargs=commission, get={"host": 200, "other_host": 404, "*": 403}, redirect_login=True
    ),
    "internships:commission_edit": Row(
        kwargs=commission,
        get={"host": 200, "other_host": 404, "*": 403},
        post={"host": 422, "other_host": 404, "*": 403},
        data={"x": "1"},
        redirect_login=True,
    ),
    "internships:commission_act": Row(kwargs=act, post={"host": 302, "other_host": 404, "*": 403}, redirect_login=True),
}
