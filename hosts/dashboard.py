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
        offering=Count("pk", filter=public & Exists(offers)),
        pending=Count("pk", filter=Q(state=HostState.PENDING)),
        returned=Count("pk", filter=Q(state=HostState.RETURNED)),
    )
    register, place = reverse("hosts:register"), scope.territory.pk if scope.territory else ""
    public_state = {"state": "published", "territory": place}
    return [
        Section(
            "hotes",
            _("Hosts"),
            [
                Figure(pgettext("hosts", "Published"), counts["published"], None, link(register, **public_state)),
                Figure(
                    _("of which members of the network"),
                    counts["members"],
                    counts["published"],
                    link(register, membership="member", **public_state),
                ),
                Figure(
                    _("of which with an open offer"),
                    counts["offering"],
                    counts["published"],
                    link(register, offers="on", **public_state),
                ),
                Figure(
                    HostState.PENDING.label, counts["pending"], None, link(register, state="pending", territory=place)
                ),
                Figure(
                    HostState.RETURNED.label,
                    counts["returned"],
                    None,
                    link(register, state="returned", territory=place),
                ),
            ],
        )
    ]
