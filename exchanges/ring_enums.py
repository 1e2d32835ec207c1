from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RunState(TextChoices):
    """How far a search for exchanges has come."""

    WAITING = "waiting", pgettext_lazy("search for exchanges", "Waits for its turn")
    RUNNING = "running", pgettext_lazy("search for exchanges", "Searching")
    OPTIMAL = "optimal", pgettext_lazy("search for exchanges", "Proven optimal")
    BOUNDED = "bounded", pgettext_lazy("search for exchanges", "Stopped by the clock")
    FAILED = "failed", pgettext_lazy("search for exchanges", "Without a result")


UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class RingState(TextChoices):
    """A ring is the machine's proposal until the pilot confirms it."""

    PROPOSED = "proposed", pgettext_lazy("ring", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("ring", "Confirmed")
    DISSOLVED = "dissolved", pgettext_lazy("ring", "Dissolved")
    DROPPED = "dropped", pgettext_lazy("ring", "Put aside")


class Failure(TextChoices):
    """Why a search has no result."""

    FIXED = "fixed", pgettext_lazy("search for exchanges", "The legs that were kept cannot stand together.")
    TIME = "time", pgettext_lazy("search for exchanges", "Rings with the legs that were kept were not found in time.")
    BROKEN = "broken", pgettext_lazy("search for exchanges", "The search could not be finished.")
