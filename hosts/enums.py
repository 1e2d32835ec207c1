from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MembershipStatus(TextChoices):
    """« chez des membres ou membres potentiels » (E3)."""

    MEMBER = "member", _("Member")
    POTENTIAL = "potential", _("Potential member")


class HostState(TextChoices):
    """Moderation of a host's sheet: only published ones are public (E24, S5)."""

    PENDING = "pending", _("Waiting for moderation")
    RETURNED = "returned", _("Sent back to be completed")
    PUBLISHED = "published", pgettext_lazy("sheet", "Published")
    REFUSED = "refused", pgettext_lazy("sheet", "Refused")
    MERGED = "merged", _("Merged into another sheet")
    ARCHIVED = "archived", pgettext_lazy("sheet", "Archived")


# Sheets that stand for a real host, public or not yet.
LIVE_STATES = (HostState.PENDING, HostState.RETURNED, HostState.PUBLISHED, HostState.ARCHIVED)


class HostOrigin(TextChoices):
    ITSELF = "itself", _("Created by its own people")
    TRAINEE = "trainee", _("Discovered by a trainee")
    SCHOOL = "school", _("Discovered by a school")
    NETWORK = "network", _("Created by the network")
    IMPORT = "import", _("Imported from a register")


class Access(TextChoices):
    """Three answers, since « we do not know » is not « no »."""

    UNKNOWN = "", _("Not stated")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class OfferState(TextChoices):
    """What the host decided. « Full » and « past » follow from the periods, by themselves."""

    DRAFT = "draft", pgettext_lazy("offer", "Draft")
    PUBLISHED = "published", pgettext_lazy("offer", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")


class AlertFrequency(TextChoices):
    """How often a saved search writes, when it has something new."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    NEVER = "never", _("No e-mail")


class Standing(TextChoices):
    """What a person is to a host."""

    MANAGER = "manager", _("Host manager")
    MEMBER = "member", _("Member of the host")
    DISCOVERER = "discoverer", _("Discovered the host")
    MODERATOR = "moderator", _("Moderator of its territory")


class OfferSituation(TextChoices):
    """What an offer is today: its state, and for a published one what its periods say."""

    DRAFT = "draft", pgettext_lazy("offer", "Draft")
    OPEN = "open", pgettext_lazy("offer", "Published")
    FULL = "full", pgettext_lazy("offer", "Full")
    PAST = "past", pgettext_lazy("offer", "Past")
    PAUSED = "paused", pgettext_lazy("offer", "Paused")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")


class ClaimState(TextChoices):
    """A request to keep a sheet that exists already."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request", "Accepted")
    REFUSED = "refused", pgettext_lazy("request", "Refused")


class ImportState(TextChoices):
    """How far an import has come. From a preview on, the file is known line by line."""

    UPLOADED = "uploaded", _("Columns to check")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not imported yet")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped, nothing was imported")
    CANCELLED = "cancelled", _("Given up")


class RowOutcome(TextChoices):
    """What became of a line, or would."""

    CREATED = "created", _("New")
    UPDATED = "updated", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    SKIPPED = "skipped", _("Passed over")
    ERROR = "error", _("To mend")
