"""What practices add to the pages of hosts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hosts.models import HostInstitution
from hosts.slots import Section, SectionItem
from messaging import outbox
from practices.models import GoodPractice

SHOWN = 3


def section(institution: HostInstitution) -> Section | None:
    """The host's good practices, the newest first; nothing where there are none."""
    found: list[dict[str, Any]] = getattr(institution, "practices_told", [])
    if not found:
        return None
    return Section(
        title=_("Good practices seen here"),
        items=[
            SectionItem(
                title=one["title"],
                text=one["summary"],
                note=_("Observed during a visit") if one["observed"] else _("Told by the team"),
                address=reverse("practices:detail", args=[one["slug"]]),
            )
            for one in found[:SHOWN]
        ],
        more=_("See all its practices") if len(found) > SHOWN else "",
        more_address=f"{reverse('practices:list')}?hote={institution.slug}",
        anchor="pratiques",
    )


def follow_merge(twin: HostInstitution, survivor: HostInstitution, sites: object) -> None:
    """Two sheets became one: the practices seen at the one that goes are those of the one that stays."""
    GoodPractice.objects.filter(host=twin).update(host=survivor)
    # The list follows once the merge is recorded: versions go on naming the twin, which leads to the survivor.
    payload = {"table": HostInstitution._meta.label_lower, "pk": twin.pk}
    outbox.enqueue(kind="practices.reindex", payload=payload, key=f"hosts.hostinstitution:{twin.pk}")
