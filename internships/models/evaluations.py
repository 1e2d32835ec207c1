"""What each side says at the end of a placement: answers, skills before and after (E11, E19, E20, E22)."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.enums import Source
from internships.evaluation_enums import EvaluationState, Moment, SkillLevel
from internships.models.placements import Placement


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the placements one sees; what of them one may read is said in `internships.evaluation_rights`."""
        return self.filter(placement__in=Placement.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(state=EvaluationState.OPEN)

    def sent(self) -> Self:
        return self.filter(state=EvaluationState.SENT)


class Evaluation(models.Model):
    """What one source says about a placement, with the version of the grid it was opened with.

    While it is open, `draft` holds what was typed. Sent, it is frozen: the answers are rows, the objectives are
    judged, the skills are rated, and `draft` stays as it was answered.
    """

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="evaluations")
    source = models.CharField(_("who answers"), max_length=10, choices=Source.choices)
    grid_version = models.ForeignKey("internships.GridVersion", on_delete=models.PROTECT, related_name="evaluations")
    state = models.CharField(_("state"), max_length=5, choices=EvaluationState.choices, default=EvaluationState.OPEN)
    draft = models.JSONField(_("what was typed"), default=dict, blank=True)
    # Somebody without an account, named by a party; otherwise it is computed whom to ask.
    contact_name = models.CharField(_("name of the person asked"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail address of the person asked"), blank=True)
    opened_at = models.DateTimeField(_("opened on"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved on"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_by_name = models.CharField(_("sent by"), max_length=160, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["placement", "pk"]
        indexes = [models.Index(fields=["state", "placement"], name="evaluation_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["placement", "source"], name="evaluation_once_per_source"),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.OPEN) | Q(sent_at__isnull=False), name="evaluation_sent_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement} · {self.get_source_display()}"

    @property
    def is_sent(self) -> bool:
        return self.state == EvaluationState.SENT


class Answer(models.Model):
    """The answer to one question of a sent evaluation: a number, words, or the places of the choices."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey("internships.Criterion", on_delete=models.PROTECT, related_name="answers")
    number = models.SmallIntegerField(_("number"), null=True, blank=True)
    text = models.TextField(_("words"), max_length=4000, blank=True)
    choices = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("choices"), default=list, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["criterion__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "criterion"], name="answer_once")]

    def __str__(self) -> str:
        return self.text or str(self.number if self.number is not None else self.choices)


class SkillRating(models.Model):
    """How far a transversal skill was, before or after, in the eyes of one source."""

    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="skill_ratings")
    skill = models.ForeignKey("internships.Skill", on_delete=models.PROTECT, related_name="ratings")
    source = models.CharField(_("who rates"), max_length=10, choices=Source.choices)
    moment = models.CharField(_("moment"), max_length=6, choices=Moment.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel.choices)
    rated_at = models.DateTimeField(_("rated on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rating of a skill")
        verbose_name_plural = _("ratings of skills")
        ordering = ["skill__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "skill", "source", "moment"], name="skill_rated_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skill_level_one_to_five"),
            models.CheckConstraint(
                condition=Q(moment=Moment.AFTER) | Q(source=Source.TRAINEE), name="skill_before_by_the_trainee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"
