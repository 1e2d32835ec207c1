"""The demonstration's mailbox: e-mails are kept for the visitor to open instead of leaving for the network."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from messaging.models import DemoEmail

KEPT = 500


class DemoMailboxBackend(BaseEmailBackend):
    """Stores each message as a row that `/demo/courrier/` shows; only the last `KEPT` stay."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                keep(message)
            prune()
        return len(email_messages)


def keep(message: EmailMessage) -> DemoEmail:
    alternatives = getattr(message, "alternatives", [])
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    return DemoEmail.objects.create(
        to=", ".join(message.recipients())[:300],
        sender=message.from_email[:300],
        subject=message.subject[:300],
        text=str(message.body),
        html=html,
        message_id=str(message.extra_headers.get("Message-ID", ""))[:200],
    )


def prune() -> None:
    kept = DemoEmail.objects.order_by("-sent_at", "-pk")
    oldest = list(kept.values_list("pk", flat=True)[KEPT : KEPT + 1])
    if oldest:
        DemoEmail.objects.filter(pk__lte=oldest[0]).delete()
