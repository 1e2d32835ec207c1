"""SMART objectives: what a trainee wants to reach, what the others say of it, how far it was reached (E7, E21)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hosts.models.reference import Term
from internships.enums import REACHED_FROM, NoteKind, ResultLevel, Source
from internships.models.placements import Placement

WRITTEN = ("specific", "measurable", "acceptable", "realistic")
FACETS = (*WRITTEN, "due")


class SmartObjectiveQuerySet(models.QuerySet["SmartObjective"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; those of the placements that one may see. A host that was only written to sees those attached
        to the application, on its page (`internships.disclosure`)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(placement__in=Placement.objects.visible_to(user).values("pk")))

    def standing(self) -> Self:
        """Without those that were given up."""
        return self.filter(dropped_at__isnull=True)


class SmartObjective(models.Model):
    """Specific, measurable, acceptable, realistic, time-bound: all five are there, or it is not saved.

    It may exist before any placement; the trainee attaches it to one, and to the applications that are to show it.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="objectives")
    placement = models.ForeignKey(
        "internships.Placement",
        verbose_name=_("placement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="objectives",
    )
    specific = models.TextField(_("specific: what I will be able to do"), max_length=600)
    measurable = models.TextField(_("measurable: how it will show"), max_length=600)
    acceptable = models.TextField(_("acceptable: why it suits everybody"), max_length=600)
    realistic = models.TextField(_("realistic: what makes it possible"), max_length=600)
    due = models.DateField(_("time-bound: by when"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    # When the wording became what it is: who agreed before is asked again.
    worded_at = models.DateTimeField(_("worded on"), default=timezone.now, editable=False)
    shared_at = models.DateTimeField(_("shared on"), null=True, blank=True, editable=False)
    dropped_at = models.DateTimeField(_("given up on"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = SmartObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("SMART objective")
        verbose_name_plural = _("SMART objectives")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["person", "position"], name="objective_of_person"),
            models.Index(fields=["placement", "position"], name="objective_of_placement"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(specific="") & ~Q(measurable="") & ~Q(acceptable="") & ~Q(realistic=""),
                name="objective_has_all_facets",
            ),
        ]

    def __str__(self) -> str:
        return self.specific


class ObjectiveVersion(models.Model):
    """An earlier wording of an objective, kept when it was changed."""

    objective = models.ForeignKey(SmartObjective, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    specific = models.TextField()
    measurable = models.TextField()
    acceptable = models.TextField()
    realistic = models.TextField()
    due = models.DateField()
    replaced_at = models.DateTimeField(_("replaced on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("earlier wording of an objective")
        verbose_name_plural = _("earlier wordings of objectives")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["objective", "number"], name="objective_version_once")]

    def __str__(self) -> str:
        return f"{self.number} · {self.specific}"


class ObjectiveNote(models.Model):
    """What somebody of the placement says of an objective: a remark, their agreement, or how far it has come."""

    objective = models.ForeignKey(SmartObjective, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind.choices, default=NoteKind.COMMENT)
    source = models.CharField(_("in which capacity"), max_length=10, choices=Source.choices)
    author = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    by = models.CharField(_("who"), max_length=160, blank=True)
    level = models.PositiveSmallIntegerField(_("how far"), choices=ResultLevel.choices, null=True, blank=True)
    text = models.TextField(_("words"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note about an objective")
        verbose_name_plural = _("notes about objectives")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["objective", "created_at"], name="objective_note_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=NoteKind.COMMENT) | ~Q(text=""), name="objective_remark_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kind=NoteKind.PROGRESS, level__isnull=False, level__lte=4)
                | (~Q(kind=NoteKind.PROGRESS) & Q(level__isnull=True)),
                name="objective_progress_has_level",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())


class ObjectiveResult(models.Model):
    """How far an objective was reached in the end, in one source's eyes. Written by `services.objectives.judge`."""

    objective = models.ForeignKey(SmartObjective, on_delete=models.CASCADE, related_name="results")
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    level = models.PositiveSmallIntegerField(_("how far it was reached"), choices=ResultLevel.choices)
    evidence = models.TextField(_("how one sees it"), max_length=2000, blank=True)
    actor = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    by = models.CharField(_("who"), max_length=160, blank=True)
    judged_at = models.DateTimeField(_("judged on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("result of an objective")
        verbose_name_plural = _("results of objectives")
        ordering = ["objective", "source"]
        indexes = [models.Index(fields=["source", "level"], name="objective_result_by_source")]
        constraints = [
            models.UniqueConstraint(fields=["objective", "source"], name="objective_result_once_per_source"),
            models.CheckConstraint(condition=Q(level__lte=4), name="objective_result_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.get_level_display()}"

    @property
    def is_reached(self) -> bool:
        return self.level >= REACHED_FROM


class ObjectiveExample(Term):
    """A whole objective of a field, shown beside the form as an example. Kept on screen by administrators."""

    sector = models.ForeignKey(
        "hosts.Sector", verbose_name=_("sector"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    specific_fr = models.CharField(_("specific, in French"), max_length=300)
    measurable_fr = models.CharField(_("measurable, in French"), max_length=300)
    acceptable_fr = models.CharField(_("acceptable, in French"), max_length=300)
    realistic_fr = models.CharField(_("realistic, in French"), max_length=300)
    due_fr = models.CharField(_("by when, in French"), max_length=160)
    specific_en = models.CharField(_("specific, in English"), max_length=300, blank=True)
    measurable_en = models.CharField(_("measurable, in English"), max_length=300, blank=True)
    acceptable_en = models.CharField(_("acceptable, in English"), max_length=300, blank=True)
    realistic_en = models.CharField(_("realistic, in English"), max_length=300, blank=True)
    due_en = models.CharField(_("by when, in English"), max_length=160, blank=True)

    shown_with = ("sector",)

    class Meta(Term.Meta):
        verbose_name = _("example of an objective")
        verbose_name_plural = _("examples of objectives")

    @property
    def note(self) -> str:
        return str(self.sector) if self.sector else str(_("Every field"))

    def facet(self, name: str) -> str:
        """One facet in the reader's language; French where no English one was given."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return str(english or getattr(self, f"{name}_fr"))
