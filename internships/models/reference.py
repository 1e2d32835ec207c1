"""Kinds and modes of placement: lists that administrators extend on screen (A3, S10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hosts.models.reference import Term
from internships.enums import Sender


class PlacementKind(Term):
    """What a placement is in the eyes of the law: the student's placement, the pupil's observation, a stay of a
    professional. The kind names the regime; the mentions and signatories of its agreement hang on it."""

    description_fr = models.CharField(_("for whom, in French"), max_length=300, blank=True)
    description_en = models.CharField(_("for whom, in English"), max_length=300, blank=True)
    regime = models.ForeignKey(
        "law.LegalRegime", verbose_name=_("legal regime"), on_delete=models.PROTECT, related_name="+"
    )
    sender = models.CharField(_("who sends the trainee"), max_length=10, choices=Sender.choices, default=Sender.SCHOOL)
    is_observation = models.BooleanField(_("observation only, no work"), default=False)
    is_secondary = models.BooleanField(_("vocational, of secondary level"), default=False)
    has_stipend = models.BooleanField(_("a stipend may be due"), default=True)
    needs_objective = models.BooleanField(_("an objective is required before the agreement"), default=False)

    followed_up = models.BooleanField(_("asked again one and two years later"), default=False)

    shown_with = ("regime",)

    class Meta(Term.Meta):
        verbose_name = _("kind of placement")
        verbose_name_plural = _("kinds of placement")

    @property
    def description(self) -> str:
        return self.description_en if get_language() == "en" and self.description_en else self.description_fr

    @property
    def note(self) -> str:
        """Which law holds, with its article."""
        return f"{self.regime.name} · {self.regime.article}" if self.regime.article else self.regime.name

    @property
    def country(self) -> str:
        return self.regime.country


class PlacementMode(Term):
    """How a placement is organised (A3): one site, several institutions, a collective project, an immersion…"""

    description_fr = models.CharField(_("what it is, in French"), max_length=300, blank=True)
    description_en = models.CharField(_("what it is, in English"), max_length=300, blank=True)
    least_sites = models.PositiveSmallIntegerField(_("sites at least"), default=1)
    is_collective = models.BooleanField(_("several trainees on one commission"), default=False)
    is_immersion = models.BooleanField(_("an immersion between professionals"), default=False)

    class Meta(Term.Meta):
        verbose_name = _("mode of placement")
        verbose_name_plural = _("modes of placement")

    @property
    def description(self) -> str:
        return self.description_en if get_language() == "en" and self.description_en else self.description_fr


class PlacementSettings(models.Model):
    """Deadlines and quotas of the installation, set on screen by network administrators. One row at most.

    When reminders go out is set where all reminders are (`messaging.reminders`).
    """

    answer_days = models.PositiveSmallIntegerField(_("days a host has to answer"), default=15)
    confirm_days = models.PositiveSmallIntegerField(_("days a trainee has to confirm"), default=7)
    undo_days = models.PositiveSmallIntegerField(_("days during which a refusal can be taken back"), default=3)
    waiting_per_host = models.PositiveSmallIntegerField(_("unanswered applications per host at most"), default=20)
    waiting_per_trainee = models.PositiveSmallIntegerField(_("unanswered applications per trainee at most"), default=8)
    sleep_after = models.PositiveSmallIntegerField(
        _("unanswered in a row before a host’s offers are paused"), default=3
    )
    evaluation_days = models.PositiveSmallIntegerField(_("days before the end when evaluations open"), default=7)
    evaluation_undo_days = models.PositiveSmallIntegerField(
        _("days during which a sent evaluation can be taken back"), default=3
    )
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("deadlines and quotas")
        verbose_name_plural = _("deadlines and quotas")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="placement_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(answer_days__gte=1, confirm_days__gte=1, sleep_after__gte=1),
                name="placement_settings_leave_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("deadlines and quotas"))

    @classmethod
    def current(cls) -> PlacementSettings:
        """The settings of this installation; the defaults, not stored, where nobody changed them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
