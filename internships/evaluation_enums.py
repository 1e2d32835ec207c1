"""Choices of grids, evaluations and what follows a placement."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CriterionType(TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("Scale from 1 to 5")
    TEXT = "text", _("Free text")
    YES_NO = "yes_no", _("Yes or no")
    ONE = "one", _("One choice of several")
    SEVERAL = "several", _("Several choices")


class Meaning(TextChoices):
    """What the answers to a question are counted as, over all placements. Most are counted nowhere."""

    NONE = "", _("Nothing: it is read, not counted")
    THINKING = "thinking", _("Effect on the way of thinking")
    SPEAKING = "speaking", _("Effect on the way of speaking")
    WORKING = "working", _("Effect on the way of working")
    RELATIONSHIP = "relationship", _("Quality of the relationship between tutor and trainee")
    SATISFACTION = "satisfaction", _("Satisfaction with the placement")
    INTERESTS = "interests", _("What changed in the trainee’s interests")


# E22: « la façon de penser, de parler et de travailler ».
EFFECTS = (Meaning.THINKING, Meaning.SPEAKING, Meaning.WORKING)


class EvaluationState(TextChoices):
    OPEN = "open", pgettext_lazy("evaluation", "To fill in")
    SENT = "sent", pgettext_lazy("evaluation", "Sent")


class Moment(TextChoices):
    """When a skill was rated."""

    BEFORE = "before", _("Before the placement")
    AFTER = "after", _("After the placement")


class SkillLevel(IntegerChoices):
    """How far a transversal skill is, in one's own eyes or in another’s."""

    NEW = 1, _("To be discovered")
    HELPED = 2, _("With help")
    USUAL = 3, _("In usual situations")
    SURE = 4, _("With assurance")
    EXEMPLARY = 5, _("So well that others learn from it")


class ImpactLevel(TextChoices):
    """On what a placement has an effect (E13)."""

    WORK = "work", _("My daily work")
    BENEFICIARIES = "beneficiaries", _("The people we support")
    TEAM = "team", _("My team")
    INSTITUTION = "institution", _("My institution")


class Effect(IntegerChoices):
    """How much changed, as the person sees it."""

    NONE = 0, _("Nothing yet")
    LITTLE = 1, _("A little")
    CLEAR = 2, _("Clearly")
    MUCH = 3, _("Much")


# From here on something was put to work: an innovation may be told.
CLEAR_EFFECT = Effect.CLEAR
FOLLOW_UP_MONTHS = (12, 24)
