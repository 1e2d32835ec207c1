"""The network's register of hosts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from accounts.workspace import Workspace
from hosts.enums import HostState, MembershipStatus
from hosts.models import HostInstitution, HostSite

# Sort keys are allow-listed: what stands in the address is looked up here.
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("folded_name", "pk"),
    "-name": ("-folded_name", "pk"),
    "city": ("city_folded", "folded_name", "pk"),
    "-city": ("-city_folded", "folded_name", "pk"),
    "-updated": ("-updated_at", "pk"),
    "updated": ("updated_at", "pk"),
}


def hosts_of_network(workspace: Workspace) -> QuerySet[HostInstitution]:
    """Every sheet but the merged ones, of the network's territory when it has one."""
    hosts = HostInstitution.objects.visible_to(workspace.user).exclude(state=HostState.MERGED)
    if workspace.territory_id is not None:
        hosts = hosts.filter(organisation__territory=workspace.territory_id)
    return hosts


def rows(hosts: QuerySet[HostInstitution]) -> QuerySet[HostInstitution]:
    """With the town and postcode of the main site, to search, sort and show."""
    main = HostSite.objects.filter(institution=OuterRef("pk"), is_main=True)
    return hosts.annotate(
        city=Coalesce(Subquery(main.values("city")[:1]), Value("")),
        postcode=Coalesce(Subquery(main.values("postcode")[:1]), Value("")),
        city_folded=Coalesce(
            Subquery(main.values("place__folded")[:1]), Lower(Subquery(main.values("city")[:1])), Value("")
        ),
    ).select_related("organisation__territory", "sector")


def sort(hosts: QuerySet[HostInstitution], key: str) -> QuerySet[HostInstitution]:
    return hosts.order_by(*SORTS.get(key, SORTS["name"]))


def figures(hosts: QuerySet[HostInstitution]) -> dict[str, Any]:
    """Members and potential members (E3), counted."""
    return hosts.aggregate(
        members=Count("pk", filter=Q(membership_status=MembershipStatus.MEMBER)),
        potential=Count("pk", filter=Q(membership_status=MembershipStatus.POTENTIAL)),
    )
