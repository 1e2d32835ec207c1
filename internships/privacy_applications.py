"""Applications: given out and erased on demand, forgotten in time."""

from __future__ import annotations

import datetime

from accounts.models import User
from internships.application_threads import LABEL
from internships.enums import ACTIVE_STATES, ApplicationState
from internships.models import Application, ApplicationDocument
from internships.services import applications as service
from messaging.models import Thread

UNSUCCESSFUL = (
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
    ApplicationState.EXPIRED,
    ApplicationState.LAPSED,
    ApplicationState.RELEASED,
)


def export(user: User) -> object:
    rows = Application.objects.filter(person=user).select_related("institution__organisation", "offer", "kind")
    return [
        {
            "host": str(one.institution),
            "offer": str(one.offer or ""),
            "kind": one.kind.name,
            "from": one.start,
            "until": one.end,
            "message": one.message,
            "documents": [document.file.name for document in one.documents.all()],
            "state": one.state,
            "reason": one.reason,
            "answer": one.answer,
            "written_on": one.created_at,
            "answered_on": one.answered_at,
        }
        for one in rows.prefetch_related("documents__file").order_by("pk")
    ]


def erase(user: User) -> None:
    """Open applications are withdrawn, so that no host waits for nobody; words and documents go, the rows stay."""
    mine = Application.objects.filter(person=user)
    for number in mine.filter(state__in=ACTIVE_STATES).order_by("pk").values_list("pk", flat=True):
        service.withdraw(application_id=number, actor=user)
    ApplicationDocument.objects.filter(application__person=user).delete()
    mine.update(message="", answer="", host_name="", host_email="")
    mine.exclude(state=ApplicationState.REFUSED).update(reason="")
    Application.objects.filter(answered_by=user).update(answered_by=None)
    Application.objects.filter(tutor=user).update(
        tutor=None, tutor_name="", tutor_function="", tutor_email="", tutor_telephone=""
    )


def forget(before: datetime.datetime) -> int:
    """Applications that came to nothing and were closed before that moment, with what was written about them."""
    old = list(Application.objects.filter(state__in=UNSUCCESSFUL, closed_at__lt=before).values_list("pk", flat=True))
    Thread.objects.filter(about__in=[f"{LABEL}:{number}" for number in old]).delete()
    Application.objects.filter(pk__in=old).delete()
    return len(old)
