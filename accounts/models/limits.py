from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempts(models.Model):
    """How often something limited was tried since a moment; the key is a hash, so it names nobody."""

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("counted attempts")
        verbose_name_plural = _("counted attempts")

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.count}"
