from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A commune or locality of the gazetteer.

    `folded` is the name without accents, case or punctuation, and is what completion compares. A place whose
    centre is unknown takes its postcode's mean and is flagged `approximate`.
    """

    country = models.CharField(_("country"), max_length=2, default="FR")
    code = models.CharField(_("official code"), max_length=20, help_text=_("INSEE, NIS, or a register's own."))
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=120, editable=False)
    postcodes = ArrayField(models.CharField(max_length=10), verbose_name=_("postcodes"), default=list, blank=True)
    department = models.CharField(_("département or province"), max_length=10, blank=True, db_index=True)
    department_name = models.CharField(_("name of the département or province"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    approximate = models.BooleanField(_("approximate position"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="place_unique_code")]
        indexes = [
            models.Index(OpClass("folded", "varchar_pattern_ops"), name="place_folded_prefix"),
            GinIndex(fields=["postcodes"], name="place_postcodes"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.postcodes[0]})" if self.postcodes else self.name
