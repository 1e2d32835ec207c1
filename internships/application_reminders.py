"""Reminders about applications: to the host while it has not answered, to the trainee before the seat is let go."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships import application_emails as emails
from internships.enums import ApplicationState
from internships.models import Application
from internships.services.applications.moving import locked
from messaging import reminders

ANSWER = "internships.answer_application"
CONFIRM = "internships.confirm_placement"
UNANSWERED = (ApplicationState.SENT, ApplicationState.READ)


def unanswered(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Applications that the host has not answered some days after they were sent; the days are set on screen."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(ANSWER) if day >= 0]
    waiting = Application.objects.filter(state__in=UNANSWERED, due_on__gte=today, sent_at__isnull=False)
    for application in waiting.only("pk", "sent_at").order_by("pk") if offsets else ():
        sent = timezone.localdate(application.sent_at)
        if due := reminders.last_due(sent, offsets, today):
            yield reminders.Due(application, due, partial(_remind_host, application.pk))


def unconfirmed(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Accepted applications whose trainee has only some days left."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(CONFIRM) if day <= 0]
    waiting = Application.objects.filter(state=ApplicationState.ACCEPTED, due_on__gte=today)
    for application in waiting.only("pk", "due_on").order_by("pk") if offsets else ():
        if application.due_on and (due := reminders.last_due(application.due_on, offsets, today)):
            yield reminders.Due(application, due, partial(_remind_trainee, application.pk))


@transaction.atomic
def _remind_host(pk: int) -> None:
    application = locked(pk)
    if application.state in UNANSWERED:
        emails.answer_reminder(application)


@transaction.atomic
def _remind_trainee(pk: int) -> None:
    application = locked(pk)
    if application.state == ApplicationState.ACCEPTED:
        emails.confirm_reminder(application)


def register() -> None:
    """Called when the site starts."""
    reminders.register(
        ANSWER, scan=unanswered, label=_("A host has not answered an application (days after sending)"), offsets=(3, 7)
    )
    reminders.register(
        CONFIRM, scan=unconfirmed, label=_("A trainee has not confirmed (days before the deadline)"), offsets=(-2,)
    )
