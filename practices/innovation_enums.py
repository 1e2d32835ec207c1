from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InnovationKind(TextChoices):
    """« Innovation » or « progrès » (E16)."""

    INNOVATION = "innovation", pgettext_lazy("innovation", "Innovation")
    PROGRESS = "progress", pgettext_lazy("innovation", "Progress")


class InnovationState(TextChoices):
    """Declared → interview planned → written → published (E18)."""

    DRAFT = "draft", pgettext_lazy("innovation", "Draft")
    DECLARED = "declared", pgettext_lazy("innovation", "Declared")
    PLANNED = "planned", _("Interview planned")
    WRITTEN = "written", pgettext_lazy("innovation", "Written")
    PUBLISHED = "published", pgettext_lazy("innovation", "Published")
    RETURNED = "returned", pgettext_lazy("innovation", "Sent back to be completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("innovation", "Withdrawn")


# In these states those who tell it write.
OPEN = (InnovationState.DRAFT, InnovationState.RETURNED)


class Agreement(TextChoices):
    """What somebody named by an innovation says to its publication (E17)."""

    ASKED = "asked", _("Not answered yet")
    NAMED = "named", _("Agrees, with their name")
    UNNAMED = "unnamed", _("Agrees, without their name")


class Part(TextChoices):
    """What a person is to an innovation."""

    AUTHOR = "author", _("Author")
    CO_AUTHOR = "co_author", _("Co-author")
    VALIDATOR = "validator", _("Validator")
