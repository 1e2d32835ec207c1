"""What this app keeps about people, declared in the register, given out on demand, forgotten in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from agreements import privacy_parties as parties
from agreements.services import bulk


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "agreements",
        label=_("Agreements, signatures and certificates"),
        purpose=_("Have all parties agree on a placement, and be able to prove what each of them signed."),
        basis=_("Legal obligation of the school and the host, which need a signed agreement (GDPR art. 6.1.c)"),
        recipients=_("The parties of the agreement"),
        retention=_("What was signed stays for its legal time; the rest goes with the account"),
        export=parties.export_agreements,
        erase=parties.erase_agreements,
    )
    privacy.keep(
        "agreements.bulk",
        label=_("Files that put many agreements together (the agreements themselves stay)"),
        days=14,
        source="Durée choisie par le réseau",
        forget=bulk.forget,
    )
