from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Effect(TextChoices):
    """What the product does when a rule is broken. The article is shown either way."""

    BLOCK = "block", _("Stops what breaks it")
    WARN = "warn", _("Warns")
    INFORM = "inform", _("Informs")


class Unit(TextChoices):
    """What a rule's number counts. Durations are whole minutes, so that sums never drift."""

    EURO_PER_HOUR = "euro_hour", _("euros per hour")
    MINUTES = "minutes", _("minutes")
    CLOCK = "clock", _("time of day, in minutes after midnight")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    PERCENT = "percent", _("per cent")
    PERSONS = "persons", _("persons")
    YEARS = "years", _("years of age")
    PART = "part", _("one part in")
    TEXT = "text", _("no number")
