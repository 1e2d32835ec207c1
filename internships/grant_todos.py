"""« À faire » and reminders about grants: requests to answer, drafts to send before it is too late (E5)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.workspace import Workspace
from internships import grant_emails as emails
from internships import money
from internships.enums import GrantRequestState
from internships.models import GrantApplication
from internships.models.grants import FUNDING
from internships.services.grants import locked
from messaging import reminders
from messaging.inbox import Todo, Urgency

ANSWER, SEND = "internships.grant_answer", "internships.grant_send"
FEW = 5


def trainee(workspace: Workspace) -> Iterator[Todo]:
    """Drafts whose grant can still be asked for."""
    if workspace.user is None:
        return
    drafts = GrantApplication.objects.filter(person=workspace.user, state=GrantRequestState.DRAFT)
    drafts = drafts.filter(grant__state="published").exclude(grant__deadline__lt=timezone.localdate())
    for one in drafts.select_related("grant").order_by("grant__deadline", "pk")[:FEW]:
        yield Todo(
            title=_("Finish your request for “%(grant)s”") % {"grant": one.grant},
            url=reverse("internships:grant_request", args=[one.pk]),
            urgency=Urgency.SOON if one.grant.deadline else Urgency.NORMAL,
            due=one.grant.deadline,
            icon="hand-coins",
            detail=_("Nothing is sent before you say so."),
        )


def funder(workspace: Workspace) -> Iterator[Todo]:
    """Requests that wait for the funder acted for, the oldest first."""
    here = workspace.organisation
    if here is None or not workspace.has_role(*FUNDING.get(here.kind, ())):
        return
    waiting = GrantApplication.objects.filter(grant__funder=here, state=GrantRequestState.SENT)
    rows = waiting.select_related("person", "grant").order_by("grant__answers_by", "sent_at")
    for one in rows[:FEW]:
        asked = money.said(one.amount_asked, one.grant.currency) if one.amount_asked else ""
        yield Todo(
            title=_("Answer the request of %(trainee)s") % {"trainee": one.person},
            url=reverse("internships:grant_request", args=[one.pk]),
            urgency=Urgency.SOON,
            due=one.grant.answers_by,
            icon="hand-coins",
            detail=f"{one.grant} · {asked}",
        )


def unanswered(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Requests that the funder has not answered some days after they were sent."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(ANSWER) if day >= 0]
    waiting = GrantApplication.objects.filter(state=GrantRequestState.SENT, sent_at__isnull=False)
    for one in waiting.only("pk", "sent_at").order_by("pk") if offsets else ():
        sent = timezone.localdate(one.sent_at)
        if due := reminders.last_due(sent, offsets, today):
            yield reminders.Due(one, due, partial(_remind_funder, one.pk))


def unsent(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Drafts whose last day comes near."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(SEND) if day <= 0]
    drafts = GrantApplication.objects.filter(state=GrantRequestState.DRAFT, grant__deadline__gte=today)
    rows = drafts.filter(grant__state="published").select_related("grant").order_by("pk")
    for one in rows if offsets else ():
        if one.grant.deadline and (due := reminders.last_due(one.grant.deadline, offsets, today)):
            yield reminders.Due(one, due, partial(_remind_trainee, one.pk))


@transaction.atomic
def _remind_funder(pk: int) -> None:
    application = locked(pk)
    if application.state == GrantRequestState.SENT:
        emails.answer_reminder(application)


@transaction.atomic
def _remind_trainee(pk: int) -> None:
    application = locked(pk)
    if application.state == GrantRequestState.DRAFT:
        emails.deadline_near(application)


def register_reminders() -> None:
    """Called when the site starts."""
    reminders.register(
        ANSWER,
        scan=unanswered,
        label=gettext_lazy("A funder has not answered a request (days after sending)"),
        offsets=(14, 30),
    )
    reminders.register(
        SEND,
        scan=unsent,
        label=gettext_lazy("A request for a grant is not sent (days before the last day)"),
        offsets=(-7, -2),
    )
