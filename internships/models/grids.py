"""Grids of evaluation: versioned, built on screen, shared between organisations (E11, T13)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hosts.models.reference import Term
from internships.enums import Source
from internships.evaluation_enums import CriterionType, Meaning
from internships.models.wording import Question, VersionOfQuestions, spoken


class Skill(Term):
    """A transversal skill (E19, A25): a list that administrators extend on screen."""

    description_fr = models.CharField(_("what it is, in French"), max_length=300, blank=True)
    description_en = models.CharField(_("what it is, in English"), max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("transversal skill")
        verbose_name_plural = _("transversal skills")

    @property
    def description(self) -> str:
        return spoken(self, "description")

    @property
    def note(self) -> str:
        return self.description


class GridQuerySet(models.QuerySet["EvaluationGrid"]):
    def in_use(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def for_organisation(self, organisation_id: int | None) -> Self:
        """Its own, those shared with it, and the site's, which serve everybody."""
        own = Q(organisation__isnull=True)
        if organisation_id is not None:
            own |= Q(organisation=organisation_id) | Q(sharings__organisation=organisation_id)
        return self.filter(own).distinct()


class EvaluationGrid(models.Model):
    """The questions that one source answers about placements of some kinds.

    It belongs to a school or network, or without an organisation to the whole site. Without kinds it serves all.
    """

    source = models.CharField(_("who answers"), max_length=10, choices=Source.choices)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="evaluation_grids",
    )
    kinds = models.ManyToManyField(
        "internships.PlacementKind", verbose_name=_("kinds of placement"), blank=True, related_name="+"
    )
    code = models.SlugField(max_length=60, blank=True, editable=False)
    shipped = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("out of use since"), null=True, blank=True)

    objects = GridQuerySet.as_manager()

    class Meta:
        verbose_name = _("grid of evaluation")
        verbose_name_plural = _("grids of evaluation")
        ordering = ["source", "name_fr", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="grid_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self, "name")


class GridSharing(models.Model):
    """A grid offered to another organisation, which uses it once it said so (T13)."""

    grid = models.ForeignKey(EvaluationGrid, on_delete=models.CASCADE, related_name="sharings")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="grids_shared")
    shared_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField(_("shared on"), default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(_("used since"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared grid")
        verbose_name_plural = _("shared grids")
        ordering = ["organisation__sort_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["grid", "organisation"], name="grid_shared_once")]

    def __str__(self) -> str:
        return f"{self.grid} · {self.organisation}"


class GridVersion(VersionOfQuestions):
    """One version of a grid: a draft until it is put in use, then never changed."""

    grid = models.ForeignKey(EvaluationGrid, on_delete=models.CASCADE, related_name="versions")
    introduction_fr = models.TextField(_("first words, in French"), max_length=1000, blank=True)
    introduction_en = models.TextField(_("first words, in English"), max_length=1000, blank=True)
    asks_objectives = models.BooleanField(_("asks how far each objective was reached"), default=True)
    asks_skills = models.BooleanField(_("asks about the transversal skills"), default=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a grid")
        verbose_name_plural = _("versions of grids")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "number"], name="grid_version_number_once"),
            models.UniqueConstraint(fields=["grid"], condition=Q(published_at__isnull=True), name="grid_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.grid} · {self.number}"


class Criterion(Question):
    """A question of a version. `choices` is a list of {"fr": …, "en": …}; an answer is a place in it."""

    version = models.ForeignKey(GridVersion, on_delete=models.CASCADE, related_name="criteria")
    type = models.CharField(_("answered by"), max_length=8, choices=CriterionType.choices)
    help_fr = models.CharField(_("help in French"), max_length=300, blank=True)
    help_en = models.CharField(_("help in English"), max_length=300, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    meaning = models.CharField(_("counted as"), max_length=14, choices=Meaning.choices, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(type=CriterionType.SCALE) | (~Q(low_fr="") & ~Q(high_fr="")),
                name="criterion_scale_has_words_for_its_ends",
            ),
        ]

    @property
    def help(self) -> str:
        return spoken(self, "help")

    @property
    def options(self) -> list[str]:
        """The words of the choices, in the reader's language."""
        english = get_language() == "en"
        return [str((one.get("en") if english else "") or one.get("fr", "")) for one in self.choices]
