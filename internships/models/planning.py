"""The planning of a stay: what is done when, how one gets there, where one sleeps (E8)."""

from __future__ import annotations

import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.enums import Means, PlanningKind
from internships.models.placements import Placement, PlacementSite

# One may arrive some days before the stay and leave some days after it.
MARGIN = datetime.timedelta(days=14)
TIMED = (PlanningKind.ACTIVITY, PlanningKind.JOURNEY)


class PlanningItemQuerySet(models.QuerySet["PlanningItem"]):
    def during(self, first: datetime.date, last: datetime.date) -> Self:
        """What touches those days, both included; a lodging counts by its nights."""
        timed = Q(kind__in=TIMED, day__lte=last, until__gte=first)
        return self.filter(timed | Q(kind=PlanningKind.LODGING, day__lte=last, until__gt=first))

    def kept(self) -> Self:
        """Without what a tutor proposes and the trainee has not taken up yet."""
        return self.filter(proposed_at__isnull=True)


class PlanningItem(models.Model):
    """One line of the planning. Days and minutes are those of the clock of the site; the moments that follow from them
    (`starts_at`, `ends_at`) are stored too, so that they are compared as they really pass when clocks change.

    An activity ends on its day. A journey may arrive on another one. A lodging has nights: one leaves on `until`.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="planning")
    kind = models.CharField(_("kind"), max_length=8, choices=PlanningKind.choices)
    site = models.ForeignKey(
        PlacementSite, verbose_name=_("site"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objective = models.ForeignKey(
        "internships.SmartObjective",
        verbose_name=_("objective"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="planning",
    )
    day = models.DateField(_("day"))
    until = models.DateField(_("until"))
    start_minute = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    end_minute = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    title = models.CharField(_("what"), max_length=160, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    origin = models.CharField(_("from where"), max_length=160, blank=True)
    destination = models.CharField(_("to where"), max_length=160, blank=True)
    means = models.CharField(_("by what means"), max_length=10, choices=Means.choices, blank=True)
    reference = models.CharField(_("booking reference"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(_("proposed on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanningItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the planning")
        verbose_name_plural = _("lines of the planning")
        ordering = ["day", "start_minute", "pk"]
        indexes = [models.Index(fields=["placement", "day"], name="planning_of_placement")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PlanningKind.LODGING, until__gt=F("day"), starts_at__isnull=True, ends_at__isnull=True)
                | Q(
                    kind__in=TIMED,
                    start_minute__isnull=False,
                    end_minute__isnull=False,
                    start_minute__lt=1440,
                    end_minute__lte=1440,
                    starts_at__lt=F("ends_at"),
                ),
                name="planning_item_has_its_times",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanningKind.ACTIVITY) | Q(until=F("day"), start_minute__lt=F("end_minute")),
                name="planning_activity_within_its_day",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("day")), name="planning_item_days_in_order"),
            models.CheckConstraint(
                condition=Q(kind=PlanningKind.JOURNEY) & ~Q(origin="") & ~Q(destination="")
                | ~Q(kind=PlanningKind.JOURNEY) & ~Q(title=""),
                name="planning_item_says_what",
            ),
            ExclusionConstraint(
                name="planning_item_never_overlaps",
                expressions=[
                    # A range of one number, since GiST compares plain numbers only with an extension.
                    (Func(F("placement"), F("placement"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            Value("[)"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind__in=TIMED),
                violation_error_message=_("Something else stands in the planning at that time."),
            ),
            ExclusionConstraint(
                name="planning_one_bed_a_night",
                expressions=[
                    (Func(F("placement"), F("placement"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("day"), F("until"), Value("[)"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=PlanningKind.LODGING),
                violation_error_message=_("A lodging is noted for one of these nights already."),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == PlanningKind.JOURNEY:
            return f"{self.origin} → {self.destination}"
        return self.title

    @property
    def is_timed(self) -> bool:
        return self.kind in TIMED

    def stands_on(self, day: datetime.date) -> bool:
        """Whether something of it happens that day; of a lodging, the night that follows."""
        return self.day <= day < self.until or (self.is_timed and day == self.until)

    @property
    def is_proposed(self) -> bool:
        return self.proposed_at is not None

    @property
    def nights(self) -> int:
        return (self.until - self.day).days if self.kind == PlanningKind.LODGING else 0
