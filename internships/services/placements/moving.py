"""A placement goes on at another place of the same host."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from hosts.models import HostSite
from internships import events
from internships.models import PlacementSite
from internships.services import locks
from internships.services.placements.dates import require_open


@transaction.atomic
def move_site(*, placement_site_id: int, actor: User | None, site: HostSite, agreed: bool = False) -> PlacementSite:
    """Moves one site of a placement to another place of its host. Raises Refused for a place that is closed or of
    another host, or when an app above objects."""
    placement = locks.placement(PlacementSite.objects.values_list("placement_id", flat=True).get(pk=placement_site_id))
    require_open(placement)
    row = placement.sites.select_related("site").get(pk=placement_site_id)
    if site.institution_id != row.institution_id or not site.active:
        raise Refused(_("Choose a place of the same host that is still open."))
    if row.site_id == site.pk:
        return row
    if not agreed:
        events.ask(placement, change=events.Change.SITES, actor=actor)
    before, row.site = row.site_id, site
    row.save(update_fields=["site"])
    placement.version += 1
    placement.save(update_fields=["version", "updated_at"])
    audit.record(
        action="placement.moved",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation,
        data={"from": before, "to": site.pk},
    )
    events.tell("changed", placement, change=events.Change.SITES, actor=actor)
    return row
