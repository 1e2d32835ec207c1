"""What a trainee wishes of a host, beside the objectives: for the ranking « Pour vous » only (E4)."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

DEFAULT_RADIUS = 30


class TraineeWishesQuerySet(models.QuerySet["TraineeWishes"]):
    def visible_to(self, user: Any) -> Self:
        """One's own only."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class TraineeWishes(models.Model):
    """Place, dates, level and the rest, and how much each counts. Nobody else reads it; no host is told.

    Sectors and occupations by code, as in an address of the search: one that is no longer in use is passed over.
    """

    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="wishes")
    place = models.ForeignKey(
        "hosts.Place", verbose_name=_("where from"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    radius = models.PositiveSmallIntegerField(
        _("how far, in km"), default=DEFAULT_RADIUS, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("until"), null=True, blank=True)
    level = models.ForeignKey(
        "hosts.Level", verbose_name=_("level"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    share = models.CharField(_("share of time"), max_length=8, blank=True)
    sectors = ArrayField(models.SlugField(max_length=60), verbose_name=_("sectors"), default=list, blank=True)
    occupations = ArrayField(models.SlugField(max_length=60), verbose_name=_("occupations"), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True)
    access = ArrayField(models.CharField(max_length=10), verbose_name=_("needed on site"), default=list, blank=True)
    # Criterion → 0 to 10; those that are not there have their default.
    weights = models.JSONField(_("how much each criterion counts"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    objects = TraineeWishesQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishes of a trainee")
        verbose_name_plural = _("wishes of trainees")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(last__gte=F("first")),
                name="wishes_end_after_they_begin",
            ),
            models.CheckConstraint(condition=Q(radius__gte=1, radius__lte=500), name="wishes_radius_on_earth"),
        ]

    def __str__(self) -> str:
        return str(self.person)
