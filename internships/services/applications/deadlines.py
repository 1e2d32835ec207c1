"""What time does by itself. Everything is computed from the state, so an outage of forty days is caught up once."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from hosts.services.indexing import reindex_institution
from internships import application_emails as emails
from internships.enums import ApplicationState
from internships.models import Application
from internships.services.applications.moving import locked, move
from internships.services.applications.sleeping import consider_sleep
from internships.workflow import of_machine

OVERDUE = {
    ApplicationState.SENT: "expire",
    ApplicationState.READ: "expire",
    ApplicationState.ACCEPTED: "lapse",
}
BATCH = 500


def expire_due(now: datetime.datetime | None = None) -> int:
    """Closes what was not answered, or not confirmed, by its day; returns how many. One transaction each."""
    today = timezone.localdate(now)
    overdue = Application.objects.filter(state__in=OVERDUE, due_on__lt=today).order_by("due_on", "pk")
    closed = [done for number in overdue.values_list("pk", flat=True)[:BATCH] if (done := _close(number, today))]
    # After the applications' locks are gone: a merge takes the host's first.
    for institution in {one.institution for one in closed if one.state == ApplicationState.EXPIRED}:
        consider_sleep(institution)
    return len(closed)


@transaction.atomic
def _close(application_id: int, today: datetime.date) -> Application | None:
    """Closes one, unless somebody acted meanwhile."""
    application = locked(application_id)
    code = OVERDUE.get(ApplicationState(application.state))
    if code is None or application.due_on is None or application.due_on >= today:
        return None
    move(application, of_machine(application, code), actor=None)
    if code == "expire":
        emails.expired(application)
        reindex_institution(application.institution)
    else:
        emails.lapsed(application)
    return application
