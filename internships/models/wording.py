"""Questions in two languages, and the versions that they stand in: what every questionnaire has."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def spoken(row: Any, name: str) -> str:
    """The words of a field in the reader's language; French where there are no English ones."""
    english = getattr(row, f"{name}_en") if get_language() == "en" else ""
    return str(english or getattr(row, f"{name}_fr"))


class VersionOfQuestions(models.Model):
    """A draft until it is put in use, then never changed."""

    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def introduction(self) -> str:
        return spoken(self, "introduction")

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class Question(models.Model):
    """Its words, and those of both ends of a scale."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label_fr = models.CharField(_("question in French"), max_length=240)
    label_en = models.CharField(_("question in English"), max_length=240, blank=True)
    low_fr = models.CharField(_("what 1 means, in French"), max_length=60, blank=True)
    low_en = models.CharField(_("what 1 means, in English"), max_length=60, blank=True)
    high_fr = models.CharField(_("what 5 means, in French"), max_length=60, blank=True)
    high_en = models.CharField(_("what 5 means, in English"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return spoken(self, "label")

    @property
    def low(self) -> str:
        return spoken(self, "low")

    @property
    def high(self) -> str:
        return spoken(self, "high")
