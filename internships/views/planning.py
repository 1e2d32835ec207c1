"""The planning of a stay (E8): its weeks, its lines, what the tutor proposes, the programme on paper."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from internships import rights
from internships.enums import PlanningKind
from internships.forms.planning import ActivityForm, CopyForm, ItemForm, JourneyForm, LodgingForm, MoveForm
from internships.models import Placement, PlanningItem, SmartObjective
from internships.rights import Action
from internships.selectors import planning as selectors
from internships.services import planning as service
from internships.timetable import monday
from internships.views.common import allowed, glimpsed, person, seen

# The word in the address → the kind of line.
KINDS = {"activite": PlanningKind.ACTIVITY, "trajet": PlanningKind.JOURNEY, "hebergement": PlanningKind.LODGING}
TITLES = {
    PlanningKind.ACTIVITY: (gettext_lazy("Plan an activity"), gettext_lazy("Change the activity")),
    PlanningKind.JOURNEY: (gettext_lazy("Note a journey"), gettext_lazy("Change the journey")),
    PlanningKind.LODGING: (gettext_lazy("Note a lodging"), gettext_lazy("Change the lodging")),
}


@require_safe
@signed_in
def planning(request: HttpRequest, pk: int) -> HttpResponse:
    """One week of the stay: every party reads it, the trainee writes, those who host propose."""
    placement = glimpsed(request, pk, hours=True)
    items = list(selectors.lines(placement))
    first = selectors.week_asked(request.GET.get("semaine", ""), placement)
    may = rights.actions(placement, person(request))
    weeks = selectors.mondays(placement)
    low, high = selectors.bounds(placement)
    week = selectors.week(placement, first, items)
    context = {
        "placement": placement,
        "week": week,
        "earlier": week.previous if week.previous >= monday(low) else None,
        "later": week.next if week.next <= high else None,
        "weeks": weeks,
        "may_write": Action.PLANNING in may,
        "may_propose": Action.PROPOSE in may,
        "items": items,
        "proposed": [one for one in items if one.is_proposed],
        "coverage": selectors.coverage(placement, items),
        "copy_form": CopyForm(weeks, first) if len(weeks) > 1 and week.activities else None,
    }
    return render(request, "internships/planning.html", context)


@require_safe
@signed_in
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole stay day by day, made to be printed."""
    placement = seen(request, pk)
    items = [one for one in selectors.lines(placement) if not one.is_proposed]
    context = {
        "placement": placement,
        "days": selectors.agenda(items),
        "coverage": selectors.coverage(placement, items),
        "people": [one for one in placement.supervisors.all() if one.until is None],  # type: ignore[attr-defined]
    }
    return render(request, "internships/planning_programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def item_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One more line; from a tutor, an activity is a proposal."""
    if kind not in KINDS:
        raise Http404
    placement = allowed(request, pk, Action.PLANNING, Action.PROPOSE)
    writes = Action.PLANNING in rights.actions(placement, person(request))
    chosen = KINDS[kind]
    if not writes and chosen != PlanningKind.ACTIVITY:
        raise PermissionDenied
    form = form_for(chosen, placement, request.POST or None, initial=initial(request, placement))
    if request.method == "POST" and form.is_valid():
        actor, line = person(request), form.line()
        if fits(form, lambda: service.add(placement_id=pk, actor=actor, line=line, proposed=not writes)):
            said = _("It stands in the planning.") if writes else _("Proposed. The trainee is told, and takes it up.")
            return back(request, placement, line.day, said)
    title = TITLES[chosen][0] if writes else _("Propose an activity")
    return item_page(request, placement, form, title=title, yes=_("Put it in the planning") if writes else _("Propose"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Changes one line, or takes it out."""
    placement, found = changeable(request, pk, item)
    form = form_for(PlanningKind(found.kind), placement, request.POST or None, item=found)
    if request.method == "POST" and form.is_valid():
        actor, line, version = person(request), form.line(), form.cleaned_data["version"]
        if fits(form, lambda: service.change(item_id=found.pk, actor=actor, line=line, version=version)):
            return back(request, placement, line.day, _("Changed."))
    title = TITLES[PlanningKind(found.kind)][1]
    return item_page(request, placement, form, title=title, yes=_("Save"), item=found)


@require_POST
@signed_in
def item_move(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What was dragged to another day or hour."""
    placement, found = changeable(request, pk, item)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This place in the week is unknown. Try again, or open the line."))
        return back(request, placement, found.day)
    values = form.cleaned_data
    try:
        service.move(item_id=found.pk, actor=person(request), day=values["day"], start_minute=values["minute"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, found.day)
    return back(request, placement, values["day"], _("Moved."))


@require_POST
@signed_in
def item_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    placement, found = changeable(request, pk, item)
    try:
        service.remove(item_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, found.day)
    return back(request, placement, found.day, _("Taken out of the planning."))


@require_POST
@signed_in
def item_accept(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The trainee takes up a proposal."""
    placement = allowed(request, pk, Action.PLANNING)
    found = get_object_or_404(placement.planning.all(), pk=item)  # type: ignore[attr-defined]
    try:
        service.accept(item_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, found.day)
    return back(request, placement, found.day, _("It stands in your planning."))


@require_POST
@signed_in
@once
def copy_week(request: HttpRequest, pk: int) -> HttpResponse:
    """The activities of the week shown, again in another."""
    placement = allowed(request, pk, Action.PLANNING)
    source = selectors.week_asked(request.POST.get("source", ""), placement)
    form = CopyForm(selectors.mondays(placement), source, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a week of the stay to copy to."))
        return back(request, placement, source)
    try:
        copied, left = service.copy_week(placement_id=pk, actor=person(request), source=source, target=form.week)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, source)
    say_copied(request, copied, left)
    return back(request, placement, form.week)


def say_copied(request: HttpRequest, copied: int, left: int) -> None:
    if copied:
        words = ngettext("%(count)d activity copied.", "%(count)d activities copied.", copied) % {"count": copied}
        messages.success(request, words)
    if left:
        words = ngettext(
            "%(count)d activity had no room: its hour is taken, or the day is outside the stay.",
            "%(count)d activities had no room: their hours are taken, or the days are outside the stay.",
            left,
        )
        messages.warning(request, words % {"count": left})


def changeable(request: HttpRequest, pk: int, item: int) -> tuple[Placement, PlanningItem]:
    """A line that the person may change: any of the trainee's own planning; a tutor's own proposal until taken up."""
    placement = allowed(request, pk, Action.PLANNING, Action.PROPOSE)
    found = get_object_or_404(placement.planning.all(), pk=item)  # type: ignore[attr-defined]
    if Action.PLANNING not in rights.actions(placement, person(request)) and not (
        found.is_proposed and found.proposed_by_id == person(request).pk
    ):
        raise PermissionDenied
    return placement, found


def form_for(kind: PlanningKind, placement: Placement, *args: Any, **options: Any) -> ItemForm:
    if kind == PlanningKind.ACTIVITY:
        objectives = list(SmartObjective.objects.filter(placement=placement).standing())
        return ActivityForm(placement, objectives, *args, **options)
    return (JourneyForm if kind == PlanningKind.JOURNEY else LodgingForm)(placement, *args, **options)


def initial(request: HttpRequest, placement: Placement) -> dict[str, Any]:
    """The day asked for in the address, or the first of the stay; the objective from which one comes."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        day = placement.start
    objective = request.GET.get("objectif", "")
    return {"day": day, "objective": objective if objective.isdecimal() else ""}


def fits(form: ItemForm, command: Any) -> bool:
    """Runs a command; what refuses it stands beside the field it concerns."""
    try:
        command()
    except service.Misplaced as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def item_page(request: HttpRequest, placement: Placement, form: ItemForm, **context: Any) -> HttpResponse:
    context = {"placement": placement, "form": form, "kind": form.kind, **context}
    return render(request, "internships/planning_item.html", context, status=422 if form.is_bound else 200)


def back(request: HttpRequest, placement: Placement, day: datetime.date, said: str = "") -> HttpResponse:
    """To the week of that day."""
    if said:
        messages.success(request, said)
    return redirect(f"{reverse('internships:planning', args=[placement.pk])}?semaine={monday(day).isoformat()}#week")
