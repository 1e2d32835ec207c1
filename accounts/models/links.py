from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation


class PersonalLink(models.Model):
    """A link sent to one address for one purpose. The link itself is known to its reader only: here lies its hash."""

    purpose = models.CharField(_("purpose"), max_length=40)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, default="fr")
    target_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    target_id = models.CharField(_("number of the object"), max_length=40, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("sent by"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    code_checked_at = models.DateTimeField(_("code checked on"), null=True, blank=True, editable=False)
    codes_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    codes_since = models.DateTimeField(null=True, blank=True, editable=False)

    # Set on the instance that was just issued, never stored.
    url: str = ""

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["purpose", "target_type", "target_id"], name="link_by_target"),
            models.Index(fields=["expires_at"], name="link_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(code_attempts__lte=5), name="link_code_few_attempts"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.target_type} {self.target_id}".strip()

    def is_alive(self, now: datetime.datetime | None = None) -> bool:
        """Neither withdrawn nor past its end. A used link stays alive: its page then says what was done."""
        return self.revoked_at is None and (now or timezone.now()) < self.expires_at

    def points_at(self, target: Any) -> bool:
        return self.target_type == target._meta.label_lower and self.target_id == str(target.pk)
