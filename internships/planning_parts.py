"""What the page of a placement and « à faire » say of the planning of the stay (E8)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.workspace import Workspace
from internships.enums import PlacementState, PlanningKind
from internships.models import BudgetLine, Placement, PlanningItem
from internships.parts import Part, Step
from internships.selectors import planning
from internships.steps import Item, Journey, Stage
from messaging.inbox import Todo, Urgency


def part(request: HttpRequest, placement: Placement) -> Part | None:
    """The section of the placement's page: what comes next, which objectives no activity serves."""
    if placement.state == PlacementState.CANCELLED or not request.user.is_authenticated:
        return None
    mine = placement.person_id == request.user.pk
    context = {**planning.summary(placement, planning.read(placement)), "mine": mine}
    return Part(
        title=_("Programme of the stay"),
        template="internships/parts/planning.html",
        context=context,
        position=36,
        anchor="planning",
    )


def step(request: HttpRequest, placement: Placement) -> Step | None:
    """« Programme » among the steps: due where objectives are, otherwise only once something is planned."""
    kept = [one for one in planning.read(placement) if not one.is_proposed]
    count = sum(1 for one in kept if one.kind == PlanningKind.ACTIVITY)
    if not count and not placement.kind.needs_objective:
        return None
    words = ngettext("%(count)d activity", "%(count)d activities", count) % {"count": count}
    return Step(
        title=_("Programme"),
        position=35,
        note=words if count else _("To be planned by the trainee"),
        done=bool(count),
        address=reverse("internships:planning", args=[placement.pk]),
    )


def todos(workspace: Workspace) -> Iterator[Todo]:
    """Activities that a tutor proposes, for the trainee; one line a placement."""
    if workspace.user is None:
        return
    rows = PlanningItem.objects.filter(
        placement__person=workspace.user,
        placement__state=PlacementState.OPEN,
        proposed_at__isnull=False,
        day__gte=timezone.localdate(),
    )
    waiting = rows.order_by("placement").values("placement").annotate(number=Count("pk"), first=Min("day"))
    for row in waiting[:5]:
        words = ngettext(
            "Answer: %(count)d activity is proposed for your stay",
            "Answer: %(count)d activities are proposed for your stay",
            row["number"],
        )
        yield Todo(
            title=words % {"count": row["number"]},
            url=f"{reverse('internships:planning', args=[row['placement']])}?semaine={row['first'].isoformat()}",
            urgency=Urgency.NORMAL,
            due=row["first"],
            icon="calendar-plus",
            count=row["number"],
        )


def on_the_way(journey: Journey) -> Iterator[Item]:
    """What planning and budget add to the four steps (E26); one query. Where a stay asks for no objective, they help
    and nothing waits for them."""
    placement = journey.placement
    if placement is None:
        return
    planned = PlanningItem.objects.filter(placement=OuterRef("pk"), kind=PlanningKind.ACTIVITY, proposed_at=None)
    counted = planned.order_by().values("placement").annotate(number=Count("pk")).values("number")
    budget = BudgetLine.objects.filter(placement=OuterRef("pk"))
    rows = Placement.objects.filter(pk=placement.pk).values_list(Subquery(counted), Exists(budget))
    activities, paid = rows[0]
    note = ngettext("%(count)d activity", "%(count)d activities", activities or 0) % {"count": activities or 0}
    extra = not placement.kind.needs_objective
    yield Item(
        stage=Stage.STRUCTURE,
        title=_("Plan the days of the stay, the journey and the nights"),
        position=40,
        done=bool(activities),
        note=note if activities else "",
        address=reverse("internships:planning", args=[placement.pk]),
        extra=extra,
    )
    yield Item(
        stage=Stage.STRUCTURE,
        title=_("Work out the budget, and ask for a grant"),
        position=45,
        done=bool(paid),
        address=reverse("internships:budget", args=[placement.pk]),
        extra=extra,
    )


def register() -> None:
    """Called when the site starts."""
    from internships import parts, steps
    from messaging import inbox

    steps.register(on_the_way)

    parts.register(part)
    parts.register_step(step)
    inbox.register(todos)
