"""« À faire »: evaluations that wait for one's side, follow-ups that are due (E11, E15)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models.pupils import PUPIL_ROLES
from accounts.workspace import Workspace
from internships.enums import PlacementState, Source
from internships.models import Evaluation, FollowUp
from internships.words import said
from messaging.inbox import Todo, Urgency

FEW = 5


def evaluations(workspace: Workspace) -> Iterable[Todo]:
    """One's own placements and those one accompanies; a host's or sender's by the capacity one acts in. Two queries."""
    today = timezone.localdate()
    rows = Evaluation.objects.open().exclude(placement__state=PlacementState.CANCELLED).filter(_mine(workspace))
    waiting = list(rows.select_related("placement__person").order_by("placement__end", "pk").distinct()[: FEW + 1])
    for one in waiting[:FEW]:
        placement = one.placement
        over = placement.end < today
        day = said(placement.end)
        own = one.source == Source.TRAINEE
        yield Todo(
            title=_("Evaluate your placement")
            if own
            else _("Evaluate the placement of %(trainee)s") % {"trainee": placement.person},
            url=reverse("internships:evaluation", args=[placement.pk, one.source]),
            urgency=Urgency.SOON if over else Urgency.NORMAL,
            icon="clipboard-check",
            detail=(_("Over since %(day)s.") if over else _("Ends on %(day)s.")) % {"day": day},
        )
    if len(waiting) > FEW:
        more = rows.distinct().count() - FEW
        yield Todo(
            title=ngettext("%(count)d more placement to evaluate", "%(count)d more placements to evaluate", more)
            % {"count": more},
            url=reverse("internships:placements"),
            icon="clipboard-check",
            count=more,
        )


def _mine(workspace: Workspace) -> Q:
    user = workspace.user
    tutoring = Q(
        source=Source.HOST,
        placement__supervisors__user=user,
        placement__supervisors__until__isnull=True,
        placement__supervisors__capacity__in=("tutor", "professional_referent"),
    )
    found = tutoring
    here = workspace.organisation
    if workspace.is_host and workspace.has_role(Role.HOST_MANAGER):
        found |= Q(source=Source.HOST, placement__sites__institution__organisation=here)
    elif workspace.is_school and workspace.has_role(*PUPIL_ROLES):
        found |= Q(source=Source.SCHOOL, placement__sending_organisation=here)
    elif here is not None and workspace.has_role(Role.HR):
        found |= Q(source=Source.EMPLOYER, placement__sending_organisation=here)
    # Nobody speaks of their own placement for another side.
    return Q(source=Source.TRAINEE, placement__person=user) | (found & ~Q(placement__person=user))


def follow_ups(workspace: Workspace) -> Iterable[Todo]:
    """What remains of one's own placements; one query."""
    today = timezone.localdate()
    rows = FollowUp.objects.visible_to(workspace.user).waiting().filter(due__lte=today)
    for one in (
        rows.exclude(placement__state=PlacementState.CANCELLED).select_related("placement").order_by("due")[:FEW]
    ):
        yield Todo(
            title=_("What remains of your placement of %(day)s?") % {"day": said(one.placement.end)},
            url=reverse("internships:follow_up", args=[one.pk]),
            icon="sprout",
            detail=_("Three minutes: what it changed in your work."),
        )
