"""Choices of questionnaires on the partner, and of what an immersion brought."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """Whose picture of whom: the professional's of the host, or the host's of where the professional works."""

    VISITOR = "visitor", _("The professional received")
    HOST = "host", _("Those who received")


class Moment(TextChoices):
    BEFORE = "before", _("Before the immersion")
    AFTER = "after", _("After the immersion")


class Subject(TextChoices):
    """« Leurs missions, leurs références, leurs contraintes » (B14)."""

    MISSIONS = "missions", _("Missions")
    REFERENCES = "references", _("References")
    CONSTRAINTS = "constraints", _("Constraints")


class QuestionType(TextChoices):
    SCALE = "scale", _("Scale from 1 to 5")
    TEXT = "text", _("Free text")


class SheetState(TextChoices):
    OPEN = "open", pgettext_lazy("questionnaire", "To fill in")
    SENT = "sent", pgettext_lazy("questionnaire", "Answered")


class Happened(IntegerChoices):
    """How far the effects that were expected came true (B15)."""

    NOT = 1, _("Not at all")
    LITTLE = 2, _("A little")
    PARTLY = 3, _("In part")
    LARGELY = 4, _("Largely")
    BEYOND = 5, _("Beyond what was expected")
