"""The hours of a site: the week as a grid, and the days that differ. The total follows as one types."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from internships import timetable
from internships.forms.weeks import SpecialDayForm, WeekForm
from internships.models import Placement, PlacementSite
from internships.rights import Action
from internships.selectors import plans
from internships.services import placements as service
from internships.services.placements.weeks import Slot
from internships.views.changes import attempt
from internships.views.common import allowed, back, person


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def week(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """The weekly grid. With `apercu` in the address it only computes: what these hours come to, nothing is kept."""
    placement = allowed(request, pk, Action.WEEK)
    found = site_of(placement, site)
    preview = request.method == "GET" and "apercu" in request.GET
    form = WeekForm(found, request.GET if preview else request.POST or None)
    if preview:
        form.is_valid()
        return render(request, "internships/parts/week_total.html", totals(placement, found, form))
    if request.method == "POST" and form.is_valid():
        actor = person(request)
        if attempt(form, lambda: service.set_week(placement_site_id=found.pk, actor=actor, slots=form.slots)):
            return back(request, placement, _("The hours are noted."), "hours")
    context = {
        "placement": placement,
        "site": found,
        "form": form,
        "day_form": SpecialDayForm(),
        "special": special_days(found),
        **totals(placement, found, form),
    }
    return render(request, "internships/week.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
@once
def special_day(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    placement = allowed(request, pk, Action.WEEK)
    found = site_of(placement, site)
    form = SpecialDayForm(request.POST)
    if form.is_valid():
        actor, values = person(request), form.cleaned_data
        if attempt(
            form,
            lambda: service.set_special_day(
                placement_site_id=found.pk,
                actor=actor,
                day=values["day"],
                stretches=form.stretches,
                label=values["label"],
            ),
        ):
            return back(request, placement, _("The day is noted."), "hours")
    week_form = WeekForm(found)
    context = {
        "placement": placement,
        "site": found,
        "form": week_form,
        "day_form": form,
        "special": special_days(found),
        **totals(placement, found, week_form),
    }
    return render(request, "internships/week.html", context, status=422)


@require_POST
@signed_in
def special_day_clear(request: HttpRequest, pk: int, site: int, day: str) -> HttpResponse:
    placement = allowed(request, pk, Action.WEEK)
    found = site_of(placement, site)
    try:
        meant = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    try:
        service.clear_special_day(placement_site_id=found.pk, actor=person(request), day=meant)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, anchor="hours")
    return back(request, placement, _("The day is like its week again."), "hours")


def site_of(placement: Placement, pk: int) -> PlacementSite:
    for site in placement.sites.all():
        if site.pk == pk:
            return site
    raise Http404


def special_days(site: PlacementSite) -> list[dict[str, Any]]:
    """The days that differ, each with its hours."""
    days: dict[datetime.date, dict[str, Any]] = {}
    for one in site.special_days.all():
        line = days.setdefault(one.day, {"day": one.day, "label": one.label, "slots": []})
        if one.start_minute is not None:
            line["slots"].append(one)
    return list(days.values())


def totals(placement: Placement, site: PlacementSite, form: WeekForm) -> dict[str, Any]:
    """What the hours typed, or the stored ones, come to: this site by week and in all, and the whole placement."""
    plan = plans.plan_of(site, placement)
    if plan is None:
        return {"weekly": 0, "here": timetable.Presence(), "whole": timetable.Presence()}
    if form.is_bound:
        plan = dataclasses.replace(plan, week=by_day(getattr(form, "slots", [])))
    others = [
        known for other in placement.sites.all() if other.pk != site.pk and (known := plans.plan_of(other, placement))
    ]
    here = timetable.presence(plan)
    return {"weekly": plan.weekly, "here": here, "whole": here + timetable.presence(others), "several": bool(others)}


def by_day(slots: list[Slot]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for day, start, end in slots:
        found.setdefault(day, []).append((start, end))
    return found
