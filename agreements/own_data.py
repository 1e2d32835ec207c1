"""What this app keeps about people, declared in the register, given out on demand, forgotten in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from agreements.services import bulk


def register() -> None:
    """Called when the site starts."""
    privacy.keep(
        "agreements.bulk",
        label=_("Files that put many agreements together (the agreements themselves stay)"),
        days=14,
        source="Durée choisie par le réseau",
        forget=bulk.forget,
    )
