from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.enums import MANAGING_ROLES, Role
from accounts.models.organisations import Membership, Organisation


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> Self:
        """Everything for the administrators of an unlimited network; otherwise the organisations one looks after,
        and for a territory's administrators those of their territory."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user)
        seats = list(
            mine.filter(role__in=MANAGING_ROLES).values_list("role", "organisation_id", "organisation__territory_id")
        )
        territories = {territory for role, _organisation, territory in seats if role == Role.NETWORK_ADMIN}
        if None in territories:
            return self.all()
        return self.filter(
            models.Q(organisation_id__in=[organisation for _role, organisation, _territory in seats])
            | models.Q(organisation__territory_id__in=territories)
        )


class AuditEntry(models.Model):
    """One line of the trace: ids and codes only. A trigger of the database forbids changing or removing it."""

    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    action = models.CharField(_("action"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    target_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    target_id = models.CharField(_("number of the object"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the trace")
        verbose_name_plural = _("trace")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["organisation", "-id"], name="audit_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}".strip()


class AuditText(models.Model):
    """What a person wrote beside a line of the trace: a comment, a reason. Erased with the person."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of the trace")
        verbose_name_plural = _("texts of the trace")

    def __str__(self) -> str:
        return self.text


class IdempotencyKey(models.Model):
    """A form that was sent: the second sending gets the first one's answer."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once_per_owner")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return self.key
