from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

MANY_POSTCODES = 5
COUNTRY_NAMES = {"FR": "France", "BE": "Belgique"}


class Place(models.Model):
    """A commune or locality of the gazetteer.

    `folded` holds the name and its `aliases` without accents, case or punctuation, and is what completion compares
    (`hosts.selectors.places.fold_place`). A place whose centre is unknown takes its postcode's mean and is flagged
    `approximate`.
    """

    country = models.CharField(_("country"), max_length=2, default="FR")
    code = models.CharField(_("official code"), max_length=20, help_text=_("INSEE, NIS, or a register's own."))
    name = models.CharField(_("name"), max_length=120)
    aliases = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("In another language of the country, for example."),
    )
    folded = models.CharField(max_length=240, editable=False)
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
            GinIndex(SearchVector("folded", config="simple"), name="place_words"),
            GistIndex(Func(F("longitude"), F("latitude"), function="point"), name="place_position"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the place is written in a field: « Rennes (35000) », « Paris (75) », « Namur (Belgique) ».

        Typed back, it names the place again: `hosts.selectors.places.resolve` reads it.
        """
        return f"{self.name} ({self.mark})"

    @property
    def mark(self) -> str:
        """What tells it from places of the same name: its postcode, or its département when it has many."""
        if self.postcodes and len(self.postcodes) <= MANY_POSTCODES:
            return self.postcodes[0]
        return self.department if self.country == "FR" else COUNTRY_NAMES.get(self.country, self.country)

    @property
    def detail(self) -> str:
        """Where it lies, for those who hesitate between two."""
        return ", ".join(dict.fromkeys(filter(None, [self.department_name, self.region])))
