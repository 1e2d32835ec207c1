from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class StructureState(TextChoices):
    """How a structure stands to the space: its professionals enter while it is approved (B7)."""

    ASKED = "asked", pgettext_lazy("structure", "Waiting for an answer")
    APPROVED = "approved", pgettext_lazy("structure", "Approved")
    REFUSED = "refused", pgettext_lazy("structure", "Refused")
    LEFT = "left", pgettext_lazy("structure", "No longer takes part")


class OfferState(TextChoices):
    """Where the sheet « offre accueil » stands (B6). A full or past offer is still published: it just isn't open."""

    DRAFT = "draft", pgettext_lazy("immersion offer", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("immersion offer", "Waiting for the pilot")
    PUBLISHED = "published", pgettext_lazy("immersion offer", "Published")
    RETURNED = "returned", pgettext_lazy("immersion offer", "Sent back to be completed")
    CLOSED = "closed", pgettext_lazy("immersion offer", "Closed")


# In these states the professionals of the structure write.
OPEN_STATES = (OfferState.DRAFT, OfferState.RETURNED)


class WishState(TextChoices):
    """« Je voudrais découvrir … » (B6)."""

    OPEN = "open", pgettext_lazy("wish", "Open")
    SERVED = "served", pgettext_lazy("wish", "Came true")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")


class Standing(TextChoices):
    """What a person is to a sheet or a structure of the space."""

    PILOT = "pilot", pgettext_lazy("standing", "Pilot of the space")
    WRITER = "writer", pgettext_lazy("standing", "Professional of the structure")
    MANAGER = "manager", pgettext_lazy("standing", "Manager or human resources of the structure")
