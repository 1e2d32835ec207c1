"""What hosts keep about people who are no host: requests to keep a sheet, and who discovered a host."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from hosts.enums import ClaimState
from hosts.models import HostClaim, HostInstitution

INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")


def export_claims(user: User) -> object:
    claims = HostClaim.objects.filter(user=user).select_related("institution__organisation")
    return [
        {
            "host": claim.institution.organisation.name,
            "function": claim.function,
            "message": claim.message,
            "state": claim.state,
            "asked_on": claim.created_at,
            "answered_on": claim.decided_at,
        }
        for claim in claims
    ]


def erase_claims(user: User) -> None:
    HostClaim.objects.filter(user=user).delete()


def export_discoveries(user: User) -> object:
    found = HostInstitution.objects.filter(discovered_by=user).select_related("organisation")
    return [{"host": host.organisation.name, "entered_on": host.created_at, "state": host.state} for host in found]


def erase_discoveries(user: User) -> None:
    """The host stays in the register, without the person's name."""
    HostInstitution.objects.filter(discovered_by=user).update(discovered_by=None)


def forget_claims(before: datetime.datetime) -> int:
    """Requests that were answered, once nobody asks about them any more."""
    return HostClaim.objects.exclude(state=ClaimState.PENDING).filter(decided_at__lt=before).delete()[0]


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "host_claims",
        label=_("Requests to keep the sheet of a host"),
        purpose=_("Let the people of a host look after its sheet, once somebody has recognised them."),
        basis=INTEREST,
        recipients=_("The managers of that host, or else the moderators of its territory"),
        retention=_("A year after the answer"),
        export=export_claims,
        erase=erase_claims,
    )
    privacy.register(
        "discovered_hosts",
        label=_("Hosts that the person entered in the register"),
        purpose=_("Ask the person who discovered a host, and tell them what became of its sheet."),
        basis=INTEREST,
        recipients=_("The moderators of the territory"),
        retention=_("As long as the sheet; without a name after erasure"),
        export=export_discoveries,
        erase=erase_discoveries,
    )
    privacy.keep(
        "host_claims.answered",
        label=_("Requests to keep a sheet, once answered"),
        days=365,
        source="Durée choisie par le réseau",
        forget=forget_claims,
    )
