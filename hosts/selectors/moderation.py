"""What a moderator sees: the queue, and the checks of a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from hosts.enums import HostState
from hosts.models import HostClaim, HostInstitution, RegisterEntry
from hosts.numbers import is_right
from hosts.selectors.twins import Twin, likely_twins

TABS = (HostState.PENDING, HostState.RETURNED, HostState.REFUSED, HostState.ARCHIVED)
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}")


@dataclass(frozen=True)
class Check:
    """One line of the checklist: fine, to look at, or simply not there."""

    label: str | Promise
    fine: bool | None
    note: object = ""


def queue(user: Any, state: str) -> QuerySet[HostInstitution]:
    """The sheets of a state in the territories that the person moderates, the oldest first."""
    sheets = HostInstitution.objects.moderated_by(user).filter(state=state)
    return (
        sheets.select_related("organisation__territory", "sector", "discovered_by")
        .prefetch_related("sites")
        .order_by("submitted_at", "pk")
    )


def counts(user: Any) -> dict[str, int]:
    """How many sheets there are by state, and how many requests wait."""
    sheets = HostInstitution.objects.moderated_by(user).filter(state__in=TABS)
    by_state = dict(sheets.order_by().values_list("state").annotate(Count("pk")))
    return {**{str(state): by_state.get(state, 0) for state in TABS}, "claims": claims(user).count()}


def claims(user: Any) -> QuerySet[HostClaim]:
    """The requests to keep a sheet that the person may answer."""
    waiting = HostClaim.objects.pending().decidable_by(user)
    return waiting.select_related("institution__organisation", "user")


def twins_of(institution: HostInstitution) -> list[Twin]:
    """The likely twins of a sheet, by its main site."""
    sites = list(institution.sites.all())
    site = next((one for one in sites if one.is_main), sites[0] if sites else None)
    numbers = RegisterEntry.objects.filter(site__institution=institution).values_list("register", "identifier")
    exact = site is not None and not site.approximate
    return likely_twins(
        name=institution.organisation.name,
        postcode=site.postcode if site else "",
        city=site.city if site else "",
        country=site.country if site else "FR",
        siret=institution.organisation.siret,
        lat=site.latitude if site and exact else None,
        lon=site.longitude if site and exact else None,
        registers=numbers,
        exclude=institution,
    )


def checklist(institution: HostInstitution, twins: list[Twin]) -> list[Check]:
    """What to look at before publishing (S5: verified hosts; no personal data of the people served)."""
    sites = [site for site in institution.sites.all() if site.active]
    siret, country = institution.organisation.siret, institution.organisation.country
    words = f"{institution.presentation} {institution.public_served}"
    none = _("None found.")
    placed = any(site.latitude is not None for site in sites)
    return [
        Check(_("Twins in the register"), not twins, _("Compare with the sheets below.") if twins else none),
        Check(_("SIRET or company number"), _number(siret, country), siret or _("None given.")),
        Check(
            _("Position on the map"),
            placed,
            _("Known.") if placed else _("No commune was recognised: search will not find it."),
        ),
        Check(_("Sector"), bool(institution.sector_id) or None, institution.sector or _("None given.")),
        Check(
            _("Telephone or e-mail address in the texts"),
            not PERSONAL.search(words),
            _("Found: take them out of the presentation.") if PERSONAL.search(words) else none,
        ),
        Check(
            _("Somebody who keeps it"),
            institution.organisation.memberships.current().exists() or None,  # type: ignore[attr-defined]
            institution.get_origin_display(),
        ),
    ]


def history(institution: HostInstitution, limit: int = 30) -> list[dict[str, Any]]:
    """What was done with the sheet, the latest first, in words."""
    entries = AuditEntry.objects.filter(target_type="hosts.hostinstitution", target_id=str(institution.pk))
    return [
        {
            "title": EVENTS.get(entry.action, _("Something was changed")),
            "when": entry.at,
            "by": entry.actor,
            "text": entry.words.text if hasattr(entry, "words") else "",
        }
        for entry in entries.select_related("actor", "words").order_by("-pk")[:limit]
    ]


EVENTS = {
    "host.created": _("The sheet was entered"),
    "host.edited": _("The sheet was changed"),
    "host.site_added": _("A site was added"),
    "host.site_changed": _("A site was changed"),
    "host.site_main": _("Another site became the main one"),
    "host.site_closed": _("A site was closed"),
    "host.site_reopened": _("A site was reopened"),
    "host.contact_saved": _("A contact person was entered"),
    "host.contact_deleted": _("A contact person was removed"),
    "host.photo_added": _("A photo was added"),
    "host.photo_described": _("A photo was described"),
    "host.photo_moved": _("The photos were put in another order"),
    "host.photo_deleted": _("A photo was removed"),
    "host.submit": _("The sheet was sent to moderation"),
    "host.resubmit": _("The sheet was sent to moderation again"),
    "host.publish": _("The sheet was published"),
    "host.send_back": _("The sheet was sent back"),
    "host.refuse": _("The sheet was refused"),
    "host.reopen": _("The sheet was taken up again"),
    "host.archive": _("The sheet was archived"),
    "host.merge": _("The sheet was merged into another"),
    "host.membership": _("The membership of the network changed"),
    "site_qualification.granted": _("A school recognised a site"),
    "site_qualification.ended": _("A school ended its recognition of a site"),
}


def _number(siret: str, country: str) -> bool | None:
    return is_right(siret, country) if siret else None
