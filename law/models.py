from __future__ import annotations

import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.enums import Effect, Unit
from law.words import value_words


def in_language(french: str, english: str) -> str:
    return english if get_language() == "en" and english else french


class LegalRegime(models.Model):
    """A body of rules and whom it covers. Scope comes first: each kind of placement names the regime it falls under."""

    country = models.CharField(_("country"), max_length=2)
    code = models.SlugField(_("code"), max_length=40)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    scope_fr = models.TextField(_("whom it covers, in French"), max_length=1000)
    scope_en = models.TextField(_("whom it covers, in English"), max_length=1000)
    article = models.CharField(_("article"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("legal regime")
        verbose_name_plural = _("legal regimes")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="regime_unique_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_fr, self.name_en)

    @property
    def scope(self) -> str:
        return in_language(self.scope_fr, self.scope_en)


class LegalTopic(models.Model):
    """What a rule is about, such as the hourly stipend; `key` is how the calculators name it."""

    country = models.CharField(_("country"), max_length=2)
    key = models.SlugField(_("key"), max_length=60)
    regime = models.ForeignKey(LegalRegime, verbose_name=_("regime"), on_delete=models.PROTECT, related_name="topics")
    label_fr = models.CharField(_("label in French"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices, default=Unit.TEXT)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("subject of a rule")
        verbose_name_plural = _("subjects of rules")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["country", "key"], name="topic_unique_key")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.label_fr, self.label_en)


class LegalRuleQuerySet(models.QuerySet["LegalRule"]):
    def standing(self) -> Self:
        """Without the versions that a correction replaced."""
        return self.filter(replaced_by__isnull=True)

    def in_force(self, on: datetime.date) -> Self:
        return self.standing().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)


class LegalRule(models.Model):
    """A rule as it stands from one day to another, both included, with the article it comes from.

    Never rewritten: a change makes a new version, so that what was decided under the old one can be explained.
    Versions of one topic do not overlap, except those that a correction replaced.
    """

    topic = models.ForeignKey(LegalTopic, on_delete=models.PROTECT, related_name="versions")
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    article = models.CharField(_("article"), max_length=200)
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    # Empty until somebody of the network has read the source: what comes with the software was not checked there.
    read_on = models.DateField(_("read on"), null=True, help_text=_("The day on which someone last read the source."))
    effect = models.CharField(_("effect"), max_length=8, choices=Effect.choices, default=Effect.WARN)
    explanation_fr = models.TextField(_("in plain words, in French"), max_length=2000)
    explanation_en = models.TextField(_("in plain words, in English"), max_length=2000, blank=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("replaced by"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    shipped = models.BooleanField(
        _("as delivered"), default=False, editable=False, help_text=_("Untouched since it came with the software.")
    )
    created_at = models.DateTimeField(_("entered on"), auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = LegalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of law")
        verbose_name_plural = _("rules of law")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="rule_value_not_negative"),
            ExclusionConstraint(
                name="rule_one_version_per_day",
                expressions=[
                    # A range of one number, since GiST compares plain numbers only with an extension.
                    (Func(F("topic"), F("topic"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(replaced_by__isnull=True),
                violation_error_message=_("Another version of this rule holds on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} · {self.article}"

    @property
    def explanation(self) -> str:
        return in_language(self.explanation_fr, self.explanation_en)

    @property
    def words(self) -> str:
        """The value as people write it: « 308 h », « 4,50 € par heure »."""
        return value_words(self.value, self.topic.unit)

    @property
    def minutes(self) -> int:
        """The value of a rule whose unit is minutes or a time of day."""
        return int(self.number)

    @property
    def number(self) -> int:
        """The value of a rule that counts whole things."""
        if self.value is None:
            raise ValueError(f"{self} has no number")
        return int(self.value)
