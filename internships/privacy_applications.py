"""Applications: given out and erased on demand, forgotten in time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from accounts.models import AuditText, User
from internships.application_threads import LABEL
from internships.enums import ACTIVE_STATES, ApplicationState
from internships.models import Application, ApplicationDocument
from internships.services import applications as service
from messaging.models import Thread

NO_WORDS = "—"
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
    _forget_words(mine.values_list("pk", flat=True))
    mine.update(message="", answer="", host_name="", host_email="")
    mine.exclude(state=ApplicationState.REFUSED).update(reason="")
    # A refusal always has a reason: the table says so.
    mine.filter(state=ApplicationState.REFUSED).update(reason=NO_WORDS)
    Application.objects.filter(answered_by=user).update(answered_by=None)
    Application.objects.filter(tutor=user).update(
        tutor=None, tutor_name="", tutor_function="", tutor_email="", tutor_telephone=""
    )


def forget(before: datetime.datetime) -> int:
    """Applications that came to nothing and were closed before that moment, with what was written about them."""
    old = list(Application.objects.filter(state__in=UNSUCCESSFUL, closed_at__lt=before).values_list("pk", flat=True))
    Thread.objects.filter(about__in=[f"{LABEL}:{number}" for number in old]).delete()
    _forget_words(old)
    Application.objects.filter(pk__in=old).delete()
    return len(old)


def _forget_words(numbers: Iterable[int]) -> None:
    """What anybody wrote beside the trace of these applications: the host, a link without account, the trainee."""
    AuditText.objects.filter(
        entry__target_type=Application._meta.label_lower, entry__target_id__in=[str(number) for number in numbers]
    ).delete()
