"""Decisions that raise how many trainees a host may have in one week (C. éduc. R124-11)."""

from __future__ import annotations

import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShareDecisionQuerySet(models.QuerySet["ShareDecision"]):
    def standing(self) -> Self:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class ShareDecision(models.Model):
    """The education authority lets a host take more trainees of a kind, up to a share of its staff."""

    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.PROTECT, related_name="share_decisions")
    kind = models.ForeignKey(
        "internships.PlacementKind", verbose_name=_("kind of placement"), on_delete=models.PROTECT, related_name="+"
    )
    share = models.PositiveSmallIntegerField(_("share of the staff, in %"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    authority = models.CharField(_("who decided"), max_length=160)
    reference = models.CharField(_("number and day of the decision"), max_length=160)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(_("recorded on"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ShareDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on the number of trainees")
        verbose_name_plural = _("decisions on the number of trainees")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(share__range=(1, 100)), name="share_decision_in_percent"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="share_decision_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="share_decision_one_at_a_time",
                expressions=[
                    # Ranges of one number, since GiST compares plain numbers only with an extension.
                    (
                        Func(F("institution"), F("institution"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("kind"), F("kind"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("Another decision for this host and kind holds on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} · {self.kind} · {self.share} %"

    def holds(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
