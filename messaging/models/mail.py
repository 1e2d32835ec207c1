from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.enums import DeliveryState


class DeliveryQuerySet(models.QuerySet["EmailDelivery"]):
    def visible_to(self, user: Any) -> Self:
        """What was written to the person themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user)

    def failed(self) -> Self:
        return self.filter(state=DeliveryState.FAILED)


class EmailDelivery(models.Model):
    """One e-mail to one address, as it was written, and what became of it. Its text is erased after a time."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=160, null=True, blank=True, unique=True)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, default="fr")
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    ephemeral = models.BooleanField(
        default=False, help_text=_("Holds a code or a personal link: erased as soon as it is sent.")
    )
    about = models.CharField(_("about"), max_length=120, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("text erased on"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"


class DemoEmail(models.Model):
    """An e-mail of the demonstration, kept instead of sent so that a visitor can follow its links."""

    to = models.CharField(_("to"), max_length=300)
    sender = models.CharField(_("from"), max_length=300)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("e-mail of the demonstration")
        verbose_name_plural = _("e-mails of the demonstration")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
