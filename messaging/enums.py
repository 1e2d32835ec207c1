from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class OutboxState(TextChoices):
    """What is done is deleted, so only these three are ever stored."""

    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("In progress")
    FAILED = "failed", _("Given up")


class DeliveryState(TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Accepted by the mail server")
    FAILED = "failed", _("Refused")


class Urgency(IntegerChoices):
    """How soon something waits for its person; the inbox sorts by it."""

    LATE = 1, _("Late")
    SOON = 2, _("Soon")
    NORMAL = 3, _("When you can")
