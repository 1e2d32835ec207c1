"""The cahier des charges of a space: versions, and who validated which of them (B9)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def in_force(self) -> Self:
        """Published ones, the latest first."""
        return self.filter(published_at__isnull=False).order_by("-number")


class CharterVersion(models.Model):
    """What the actors of a space agree on, from a day on. A draft until it is published, then never changed."""

    space = models.ForeignKey("exchanges.ExchangeSpace", on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), max_length=40_000, blank=True)
    note = models.CharField(_("what changes"), max_length=500, blank=True)
    made_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the cahier des charges")
        verbose_name_plural = _("versions of the cahier des charges")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="charter_number_once"),
            models.UniqueConstraint(fields=["space"], condition=Q(published_at__isnull=True), name="charter_one_draft"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(text=""), name="charter_published_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space} · {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class CharterValidation(models.Model):
    """A structure validated a version, in the person of one who looks after it. It is never taken back: a new
    version asks again."""

    charter = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="validations")
    structure = models.ForeignKey("exchanges.Structure", on_delete=models.CASCADE, related_name="validations")
    person = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.CharField(_("validated by"), max_length=160, blank=True)
    at = models.DateTimeField(_("validated on"), default=timezone.now)

    class Meta:
        verbose_name = _("validation of the cahier des charges")
        verbose_name_plural = _("validations of the cahier des charges")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["charter", "structure"], name="charter_validated_once")]

    def __str__(self) -> str:
        return f"{self.charter_id} · {self.structure_id}"
