from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.enums import OutboxState


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def due(self, now: datetime.datetime) -> Self:
        """What may be handled now. A running entry that nobody holds locked belongs to a process that died."""
        return self.filter(state__in=(OutboxState.PENDING, OutboxState.RUNNING), due_at__lte=now)

    def failed(self) -> Self:
        return self.filter(state=OutboxState.FAILED)


class OutboxEntry(models.Model):
    """Something that must happen after a commit; written in the same transaction, deleted once it has happened."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=120, blank=True)
    payload = models.JSONField(_("content"), default=dict)
    urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(
        _("state"), max_length=8, choices=OutboxState.choices, default=OutboxState.PENDING, editable=False
    )
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    starts = models.PositiveSmallIntegerField(_("times begun"), default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(_("times failed"), default=0, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=~models.Q(state=OutboxState.FAILED), name="outbox_due"),
            models.Index(
                fields=["kind", "key"],
                condition=models.Q(state=OutboxState.PENDING) & ~models.Q(key=""),
                name="outbox_pending_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()
