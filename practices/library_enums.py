from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LibraryKind(TextChoices):
    """What a text of the library is (A1)."""

    PROTOCOL = "protocol", pgettext_lazy("library", "Protocol")
    NOTE = "note", _("Summary note")
    REFERENCE = "reference", _("Reference text")
    AGREEMENT_MODEL = "agreement_model", _("Model of an agreement")
    FRAMEWORK = "framework", _("Framework of practice")
    SPECIFICATIONS = "specifications", _("Charter and specifications")
    OTHER = "other", _("Other document")


class LibraryAudience(TextChoices):
    """For whom a text is. Scoped ones are those of an app's own people (`practices.library_scopes`)."""

    PUBLIC = "public", pgettext_lazy("library", "Everybody")
    MEMBERS = "members", _("Members of an organisation")
    SCOPED = "scoped", _("The people of one space")


class LibraryState(TextChoices):
    DRAFT = "draft", pgettext_lazy("library", "In preparation")
    PUBLISHED = "published", pgettext_lazy("library", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("library", "Withdrawn")


class CommitmentState(TextChoices):
    """How far a commitment of a protocol is."""

    PLANNED = "planned", pgettext_lazy("commitment", "To come")
    UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
    KEPT = "kept", pgettext_lazy("commitment", "Kept")
    DROPPED = "dropped", pgettext_lazy("commitment", "Given up")


OPEN_COMMITMENTS = (CommitmentState.PLANNED, CommitmentState.UNDER_WAY)
