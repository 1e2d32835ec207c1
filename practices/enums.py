from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PracticeState(TextChoices):
    """Where the sheet being written stands (E1). What the public reads is the version that was validated last."""

    DRAFT = "draft", pgettext_lazy("practice", "Draft")
    SUBMITTED = "submitted", _("Waiting for validation")
    RETURNED = "returned", pgettext_lazy("practice", "Sent back to be completed")
    VALIDATED = "validated", pgettext_lazy("practice", "Validated")
    ARCHIVED = "archived", pgettext_lazy("practice", "Archived")


# In these states the authors write.
OPEN_STATES = (PracticeState.DRAFT, PracticeState.RETURNED)


class Evidence(TextChoices):
    """How the effects are known: a reader wants to tell an impression from a measure."""

    UNKNOWN = "", _("Not stated")
    IMPRESSION = "impression", _("What the team noticed")
    FEEDBACK = "feedback", _("What the people concerned and the partners say")
    MEASURED = "measured", _("Measured by indicators")
    EVALUATED = "evaluated", _("Evaluated by somebody from outside")


class Standing(TextChoices):
    """What a person is to a practice."""

    AUTHOR = "author", _("Author")
    CO_AUTHOR = "co_author", _("Co-author")
    COLLEAGUE = "colleague", _("Manager of the author’s organisation")
    VALIDATOR = "validator", _("Validator")
