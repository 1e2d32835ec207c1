"""The structured CV of a trainee, beside their profile (E6, A23)."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.enums import CvSection, LanguageLevel


class CvEntryQuerySet(models.QuerySet["CvEntry"]):
    def visible_to(self, user: Any) -> Self:
        """One's own only: what hosts may read of a CV is decided in `internships.disclosure`."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class CvEntry(models.Model):
    """One line of a CV. What was done in a placement carries it, with the hours (A23)."""

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="cv_entries")
    section = models.CharField(_("part of the CV"), max_length=14, choices=CvSection.choices)
    title = models.CharField(_("title"), max_length=160)
    organisation = models.CharField(_("where"), max_length=200, blank=True)
    place = models.CharField(_("town"), max_length=120, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    # « 2024 », not « janvier 2024 »: the month was not said.
    by_year = models.BooleanField(default=False, editable=False)
    minutes = models.PositiveIntegerField(_("hours of presence"), null=True, blank=True, editable=False)
    level = models.CharField(_("level"), max_length=2, choices=LanguageLevel.choices, blank=True)
    description = models.TextField(_("what I did, what I learnt"), max_length=2000, blank=True)
    placement = models.ForeignKey(
        "internships.Placement", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False, validators=[MaxValueValidator(999)])
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = CvEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a CV")
        verbose_name_plural = _("lines of CVs")
        # What goes on has no end, and comes first.
        ordering = ["-end", "-start", "pk"]
        indexes = [models.Index(fields=["person", "section"], name="cv_entry_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "placement"],
                condition=Q(placement__isnull=False),
                name="cv_entry_once_per_placement",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="cv_entry_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title
