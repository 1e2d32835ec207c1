"""« À faire » about objectives: one to write, one to read and agree to, one to conclude (E7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import OrganisationKind, Role
from accounts.workspace import Workspace
from internships.enums import PlacementState, Source
from internships.models import Evaluation, ObjectiveNote, ObjectiveResult, Placement, SmartObjective, Supervisor
from internships.words import said
from messaging.inbox import Todo, Urgency

# For so long after the stay a last word is still asked for.
STILL_ASKED = datetime.timedelta(days=90)
SOON = datetime.timedelta(days=21)
FEW = 5


def trainee(workspace: Workspace) -> Iterable[Todo]:
    """For the trainee: an objective where the agreement needs one, and the last words. Two queries."""
    user, today = workspace.user, timezone.localdate()
    if user is None or workspace.organisation is not None:
        return
    standing = SmartObjective.objects.standing().filter(placement=OuterRef("pk"))
    lacking = Placement.objects.filter(
        ~Exists(standing), person=user, state=PlacementState.OPEN, end__gte=today, kind__needs_objective=True
    )
    for placement in lacking.order_by("start", "pk")[:FEW]:
        yield Todo(
            title=_("Write an objective for your stay"),
            url=f"{reverse('internships:objective_new')}?stage={placement.pk}",
            urgency=Urgency.SOON if placement.start <= today + SOON else Urgency.NORMAL,
            due=placement.start,
            icon="target",
            detail=_("Its agreement needs one before it is made."),
        )
    own = ObjectiveResult.objects.filter(objective=OuterRef("pk"), source=Source.TRAINEE)
    evaluated = Evaluation.objects.sent().filter(
        placement=OuterRef("placement"), source=Source.TRAINEE, grid_version__asks_objectives=True
    )
    unjudged = SmartObjective.objects.standing().filter(
        ~Exists(own), ~Exists(evaluated), person=user, placement__end__lt=today, placement__end__gte=today - STILL_ASKED
    )
    rows = list(unjudged.exclude(placement__state=PlacementState.CANCELLED).order_by("due", "pk")[: FEW + 1])
    if rows:
        words = ngettext("Say how far you reached your objective", "Say how far you reached your objectives", len(rows))
        one = len(rows) == 1
        yield Todo(
            title=words,
            url=reverse("internships:objective", args=[rows[0].pk]) if one else reverse("internships:my_objectives"),
            icon="target",
            detail=rows[0].specific if one else "",
            count=len(rows),
        )


def companions(workspace: Workspace) -> Iterable[Todo]:
    """For those who accompany, and the employer who sends: objectives they have said nothing about. One query."""
    user, today = workspace.user, timezone.localdate()
    if user is None:
        return
    accompanies = Supervisor.objects.filter(placement=OuterRef("placement"), user=user, until__isnull=True)
    mine = Q(Exists(accompanies))
    if workspace.kind == OrganisationKind.EMPLOYER and workspace.has_role(Role.HR, Role.SIGNATORY):
        mine |= Q(placement__sending_organisation=workspace.organisation)
    said_something = ObjectiveNote.objects.filter(
        objective=OuterRef("pk"), author=user, created_at__gte=OuterRef("worded_at")
    )
    rows = SmartObjective.objects.standing().filter(
        mine, ~Exists(said_something), placement__state=PlacementState.OPEN, placement__end__gte=today, results=None
    )
    waiting = rows.exclude(person=user).order_by("placement__start", "placement_id", "pk")
    found = waiting.values_list("placement_id", "placement__start", "person__first_name", "person__last_name")
    placements = {row[0]: row for row in found[:200]}
    for pk, start, first, last in list(placements.values())[:FEW]:
        yield Todo(
            title=_("Read the objectives of %(trainee)s") % {"trainee": f"{first} {last}".strip()},
            url=f"{reverse('internships:placement', args=[pk])}#objectifs",
            urgency=Urgency.SOON if start <= today + SOON else Urgency.NORMAL,
            icon="target",
            detail=_("Agree to them, or make a remark; the stay begins on %(day)s.") % {"day": said(start)}
            if start > today
            else _("Agree to them, or make a remark."),
        )
