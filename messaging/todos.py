"""« À faire » of this app: messages to read, and for administrators what could not be sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from messaging import people_todos  # noqa: F401 - registers what waits about people and organisations
from messaging.inbox import Todo, Urgency, register
from messaging.models import EmailDelivery, OutboxEntry, Thread

MOST = 10


@register
def unread_threads(workspace: Workspace) -> Iterator[Todo]:
    if workspace.user is None:
        return
    waiting = Thread.objects.visible_to(workspace.user).unread_by(workspace.user)
    for thread in waiting.order_by("last_message_at")[:MOST]:
        number: int = thread.unread  # type: ignore[attr-defined]
        yield Todo(
            title=_("Answer: %(subject)s") % {"subject": thread.subject},
            url=reverse("messaging:thread", kwargs={"pk": thread.pk}),
            urgency=Urgency.SOON,
            icon="message-circle",
            detail=ngettext("%(count)d new message", "%(count)d new messages", number) % {"count": number},
        )


@register
def given_up(workspace: Workspace) -> Iterator[Todo]:
    if not workspace.runs_the_site:
        return
    number = OutboxEntry.objects.failed().count() + EmailDelivery.objects.failed().count()
    if number:
        yield Todo(
            title=ngettext(
                "%(count)d e-mail or task could not be done", "%(count)d e-mails or tasks could not be done", number
            )
            % {"count": number},
            url=reverse("messaging:failures"),
            urgency=Urgency.SOON,
            icon="mail-warning",
            count=number,
        )
