from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestState(TextChoices):
    """How far a request for an immersion has come. That the days are over follows from the dates."""

    VISA = "visa", pgettext_lazy("immersion", "Waits for the visa")
    SENT = "sent", pgettext_lazy("immersion", "With the host structure")
    ACCEPTED = "accepted", pgettext_lazy("immersion", "Accepted")
    REFUSED = "refused", pgettext_lazy("immersion", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("immersion", "Withdrawn")
    CANCELLED = "cancelled", pgettext_lazy("immersion", "Cancelled")


# At most one of these per person and offer; they wait for somebody.
WAITING_STATES = (RequestState.VISA, RequestState.SENT)
ACTIVE_STATES = (*WAITING_STATES, RequestState.ACCEPTED)


class EntryKind(TextChoices):
    """What a line of the ledger says (B1, B2)."""

    OWED = "owed", pgettext_lazy("ledger", "Owed: somebody is received")
    RETURNED = "returned", pgettext_lazy("ledger", "Returned: somebody is received in exchange")
    WAIVED = "waived", pgettext_lazy("ledger", "Waived by the pilot")
    UNDONE = "undone", pgettext_lazy("ledger", "Undone: the immersion does not take place")


class Part(TextChoices):
    """What somebody is to a request."""

    PERSON = "person", _("Who asks")
    VISA = "visa", _("Human resources of the structure that asks")
    HOST = "host", _("Host structure")
    PILOT = "pilot", _("Pilot of the space")
