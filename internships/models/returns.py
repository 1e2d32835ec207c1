"""What a placement leaves behind: key ideas, impact, the return report, the follow-up a year or two later."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.evaluation_enums import FOLLOW_UP_MONTHS, Effect, ImpactLevel


class KeyIdea(models.Model):
    """An idea brought back, and how it serves at work (E12)."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="key_ideas")
    idea = models.CharField(_("the idea"), max_length=300)
    use = models.TextField(_("how I use it at work"), max_length=1000)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(_("noted on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("key idea")
        verbose_name_plural = _("key ideas")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(idea="") & ~Q(use=""), name="key_idea_with_its_use"),
        ]

    def __str__(self) -> str:
        return self.idea


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: Any) -> Self:
        """One's own only: what remains is told by the person."""
        return self.filter(placement__person=user) if user.is_authenticated else self.none()

    def waiting(self) -> Self:
        return self.filter(answered_at__isnull=True)


class FollowUp(models.Model):
    """What remains of a placement after twelve and twenty-four months (E15)."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after the end"))
    due = models.DateField(_("asked on"))
    by_hand = models.BooleanField(_("the date was chosen"), default=False)
    remains = models.TextField(_("what remains of what I learnt"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["months"]
        indexes = [models.Index(fields=["due"], condition=Q(answered_at__isnull=True), name="follow_up_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["placement", "months"], name="follow_up_once"),
            models.CheckConstraint(condition=Q(months__in=FOLLOW_UP_MONTHS), name="follow_up_after_one_or_two_years"),
        ]

    def __str__(self) -> str:
        return f"{self.placement} +{self.months}"


class ImpactNote(models.Model):
    """What changed on one of the four levels (E13): on return, or told in a follow-up."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="impact_notes")
    follow_up = models.ForeignKey(FollowUp, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    level = models.CharField(_("on what"), max_length=14, choices=ImpactLevel.choices)
    effect = models.PositiveSmallIntegerField(_("how much"), choices=Effect.choices, null=True, blank=True)
    text = models.TextField(_("what changed"), max_length=2000, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("impact")
        verbose_name_plural = _("impacts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "follow_up", "level"], nulls_distinct=False, name="impact_once_per_level"
            ),
            models.CheckConstraint(
                condition=Q(effect__isnull=True) | Q(effect__range=(0, 3)), name="impact_effect_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.text}"


class ReturnReport(models.Model):
    """The report of a return (E14): its own words, and the link by which the team reads it while it lasts."""

    placement = models.OneToOneField("internships.Placement", on_delete=models.CASCADE, related_name="return_report")
    summary = models.TextField(_("the placement in a few sentences"), max_length=2000, blank=True)
    token = models.CharField(max_length=43, unique=True, null=True, blank=True, editable=False)
    shared_at = models.DateTimeField(_("shared on"), null=True, blank=True)
    shared_until = models.DateTimeField(_("shared until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("return report")
        verbose_name_plural = _("return reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=True) | Q(shared_until__isnull=False), name="report_shared_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.placement)

    @property
    def is_shared(self) -> bool:
        return bool(self.token and self.shared_until and self.shared_until > timezone.now())


class PlacementPractice(models.Model):
    """The good practice observed during a placement, which its trainee began from it (E23)."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="practices")
    practice = models.OneToOneField(
        "practices.GoodPractice", on_delete=models.CASCADE, related_name="placement_practice"
    )
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("practice from a placement")
        verbose_name_plural = _("practices from placements")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.placement} · {self.practice}"


class PlacementInnovation(models.Model):
    """The innovation or progress that a placement inspired, which its trainee began from it (E16)."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="innovations")
    innovation = models.OneToOneField(
        "practices.Innovation", on_delete=models.CASCADE, related_name="placement_innovation"
    )
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("innovation from a placement")
        verbose_name_plural = _("innovations from placements")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.placement} · {self.innovation}"
