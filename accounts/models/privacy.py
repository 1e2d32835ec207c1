from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def in_force(self, day: datetime.date | None = None) -> Self:
        """The rules of that day, the latest of each matter."""
        day = day or timezone.localdate()
        return self.filter(valid_from__lte=day).order_by("matter", "-valid_from").distinct("matter")


class RetentionRule(models.Model):
    """How long one kind of data is kept, from a date on: data that administrators correct, not constants."""

    matter = models.CharField(_("kind of data"), max_length=60)
    valid_from = models.DateField(_("applies from"), default=timezone.localdate)
    days = models.PositiveIntegerField(_("kept for (days)"))
    source = models.CharField(_("source of the rule"), max_length=300, blank=True)
    read_on = models.DateField(_("source read on"), null=True, blank=True)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["matter", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "valid_from"], name="retention_once_per_day"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_at_least_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.days}"
