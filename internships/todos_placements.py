"""« À faire » about placements: a tutor to name, hours to note, before the first day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from internships.enums import PlacementState, SupervisorCapacity
from internships.models import Placement, PlacementSite, Supervisor, WeekSlot
from internships.selectors.employers import speaks_for_employer
from internships.words import said
from messaging.inbox import Todo, Urgency

# A placement that begins so soon makes what is missing pressing.
SOON = datetime.timedelta(days=21)
FEW = 5


def placements(workspace: Workspace) -> Iterable[Todo]:
    """For the managers of a host, the teachers of a school, those who speak for an employer; two queries."""
    mine = _mine(workspace)
    if mine is None:
        return
    today = timezone.localdate()
    tutors = Supervisor.objects.filter(
        placement_site=OuterRef("pk"), capacity=SupervisorCapacity.TUTOR, until__isnull=True
    )
    slots = WeekSlot.objects.filter(placement_site=OuterRef("pk"))
    sites = PlacementSite.objects.filter(mine, placement__state=PlacementState.OPEN, end__gte=today)
    sites = sites.annotate(tutored=Exists(tutors), scheduled=Exists(slots)).filter(
        Q(tutored=False) | Q(scheduled=False)
    )
    waiting = list(sites.select_related("placement__person").order_by("start", "pk")[: FEW + 1])
    for site in waiting[:FEW]:
        yield _todo(site, today)
    if len(waiting) > FEW:
        count = sites.count() - FEW
        yield Todo(
            title=ngettext(
                "%(count)d more placement lacks a tutor or hours",
                "%(count)d more placements lack a tutor or hours",
                count,
            )
            % {"count": count},
            url=reverse("internships:placements"),
            icon="briefcase",
            count=count,
        )


def _mine(workspace: Workspace) -> Q | None:
    hosted, sent = (
        Q(institution__organisation=workspace.organisation),
        Q(placement__sending_organisation=workspace.organisation),
    )
    manages, employs = workspace.is_host and workspace.has_role(Role.HOST_MANAGER), speaks_for_employer(workspace)
    if manages:
        return hosted | sent if employs else hosted
    if employs or (workspace.is_school and workspace.has_role(*PUPIL_ROLES)):
        return sent
    return None


def _todo(site: PlacementSite, today: datetime.date) -> Todo:
    placement: Placement = site.placement
    tutored, scheduled = site.tutored, site.scheduled  # type: ignore[attr-defined]
    if not tutored:
        title = _("Name the tutor of %(trainee)s") % {"trainee": placement.person}
        url = reverse("internships:companion_new", args=[placement.pk])
        url += f"?qualite={SupervisorCapacity.TUTOR}&lieu={site.pk}"
    else:
        title = _("Note the hours of %(trainee)s") % {"trainee": placement.person}
        url = reverse("internships:placement_week", args=[placement.pk, site.pk])
    detail = "" if tutored or scheduled else _("The hours are not noted either.")
    urgency = Urgency.SOON if site.start <= today + SOON else Urgency.NORMAL
    begins = _("Begins on %(day)s.") if site.start > today else _("Began on %(day)s.")
    return Todo(
        title=title,
        url=url,
        urgency=urgency,
        due=site.start,
        icon="user-round-plus" if not tutored else "clock",
        detail=f"{begins % {'day': said(site.start)}} {detail}".strip(),
    )
