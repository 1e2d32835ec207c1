from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """A reminder that went out. The constraint is what makes it go out once, whoever scans and however often."""

    kind = models.CharField(_("kind"), max_length=60)
    target = models.CharField(_("about"), max_length=120)
    due = models.DateField(_("due on"))
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = [models.UniqueConstraint(fields=["kind", "target", "due"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.due}"


class ReminderSetting(models.Model):
    """Whether and when reminders of a kind go out: days from the deadline, negative before it."""

    kind = models.CharField(_("kind"), max_length=60, unique=True)
    enabled = models.BooleanField(_("sent"), default=True)
    offsets = ArrayField(models.SmallIntegerField(), verbose_name=_("days from the deadline"), default=list, blank=True)

    class Meta:
        verbose_name = _("reminder setting")
        verbose_name_plural = _("reminder settings")

    def __str__(self) -> str:
        return self.kind
