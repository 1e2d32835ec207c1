"""Hosts on the dashboard: by state, members, with an open offer."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.dashboard import Figure, Scope, Section, link
from hosts.enums import LIVE_STATES, HostState, MembershipStatus
from hosts.models import HostInstitution, PlacementOffer


def sections(scope: Scope) -> list[Section]:
    """One query; a sheet belongs to the year in which it was published, or else entered."""
    rows = HostInstitution.objects.filter(state__in=LIVE_STATES).order_by()
    if scope.territory:
        rows = rows.filter(organisation__territory=scope.territory)
    if scope.year:
        rows = rows.annotate(year=ExtractYear(Coalesce("published_at", "created_at"))).filter(year=scope.year)
    public = Q(state=HostState.PUBLISHED)
    offers = PlacementOffer.objects.open().filter(institution=OuterRef("pk"))
    counts: dict[str, int] = rows.aggregate(
        published=Count("pk", filter=public),
        members=Count("pk", filter=public & Q(membership_status=MembershipStatus.MEMBER)),
        offering=Count("pk", filter=public & Q(Exists(offers))),
        pending=Count("pk", filter=Q(state=HostState.PENDING)),
        returned=Count("pk", filter=Q(state=HostState.RETURNED)),
    )
    return [Section("hotes", _("Hosts"), _figures(scope, counts))]


def _figures(scope: Scope, counts: dict[str, int]) -> list[Figure]:
    """Each leads to the register, filtered."""
    register = reverse("hosts:register")
    place = {"territory": scope.territory.pk if scope.territory else ""}
    public, whole = {"state": "published", **place}, counts["published"]
    members, offering = link(register, membership="member", **public), link(register, offers="on", **public)
    figures = [
        Figure(pgettext("hosts", "Published"), whole, None, link(register, **public)),
        Figure(_("of which members of the network"), counts["members"], whole, members),
        Figure(_("of which with an open offer"), counts["offering"], whole, offering),
    ]
    return figures + [
        Figure(state.label, counts[state], None, link(register, state=str(state), **place))
        for state in (HostState.PENDING, HostState.RETURNED)
    ]
