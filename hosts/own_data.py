"""What this app keeps about people: requests to keep a sheet, hosts they discovered, kept searches, favourites."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from hosts.enums import ClaimState
from hosts.models import Favourite, HostClaim, HostInstitution, SavedSearch

INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")
SERVICE = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")


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


def export_searches(user: User) -> object:
    rows = SavedSearch.objects.filter(user=user)
    return list(rows.values("name", "parameters", "frequency", "created_at", "checked_until"))


def erase_searches(user: User) -> None:
    SavedSearch.objects.filter(user=user).delete()


def export_favourites(user: User) -> object:
    rows = Favourite.objects.filter(user=user).select_related("institution__organisation", "offer")
    return [{"what": str(one.offer or one.institution), "marked_on": one.created_at} for one in rows]


def erase_favourites(user: User) -> None:
    Favourite.objects.filter(user=user).delete()


def forget_claims(before: datetime.datetime) -> int:
    """Requests that were answered, once nobody asks about them any more."""
    return HostClaim.objects.exclude(state=ClaimState.PENDING).filter(decided_at__lt=before).delete()[0]


def register() -> None:
    """Called when the site starts."""
    _declare_the_register()
    _declare_the_search()


def _declare_the_register() -> None:
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


def _declare_the_search() -> None:
    privacy.register(
        "saved_searches",
        label=_("Kept searches"),
        purpose=_("Find a search again, and be told by e-mail of what is new to it."),
        basis=SERVICE,
        recipients=_("Nobody but the person"),
        retention=_("Until the person deletes them, or erasure"),
        export=export_searches,
        erase=erase_searches,
    )
    privacy.register(
        "favourites",
        label=_("Favourites"),
        purpose=_("Find hosts and offers again."),
        basis=SERVICE,
        recipients=_("Nobody but the person"),
        retention=_("Until the person takes them off, or erasure"),
        export=export_favourites,
        erase=erase_favourites,
    )
