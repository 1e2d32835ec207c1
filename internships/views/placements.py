"""The lists of placements, and the shared page of each (T5)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import tracewords
from accounts.access import signed_in
from accounts.enums import OrganisationKind
from accounts.workspace import Workspace
from documents.tables import export, export_format
from internships import lawcheck, parts, rights
from internships.enums import SupervisorCapacity
from internships.exports_placements import PLACEMENTS
from internships.filters_placements import PlacementFilter
from internships.forms.placements import DocumentForm
from internships.models import Placement
from internships.models.employments import employs
from internships.selectors import calendars, plans
from internships.selectors.employers import EmployerReach, reach_employer, speaks_for_employer
from internships.selectors.journey import situation_words, steps
from internships.selectors.placements import for_list, history
from internships.selectors.planning import read as read_planning
from internships.views.common import person, seen, workspace
from law import durations
from law.rules import LegalRuleMissing
from messaging import threads
from messaging.emails import absolute

PER_PAGE = 25
HISTORY = 15


@require_safe
@signed_in
def placements(request: HttpRequest) -> HttpResponseBase:
    """« Mes stages », « Stagiaires accueillis », « Stages de nos stagiaires »: by the capacity one acts in."""
    here = workspace(request)
    everyone = for_list(here)
    chosen = PlacementFilter(request.GET, queryset=everyone)
    rows = chosen.qs.order_by("-start", "-pk")
    title = list_title(here)
    if export_format(request):
        return export(request, name=title, columns=PLACEMENTS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for placement in page:
        placement.words, placement.words_kind = situation_words(placement)  # type: ignore[attr-defined]
        placement.minutes = plans.presence(placement).minutes  # type: ignore[attr-defined]
        capacities = {one.capacity for one in placement.companions}  # type: ignore[attr-defined]
        placement.untutored = SupervisorCapacity.TUTOR not in capacities  # type: ignore[attr-defined]
    context = {
        "page": page,
        "filter": chosen,
        "title": title,
        "may_enter": rights.may_enter(here),
    }
    return render(request, "internships/placements.html", context)


def list_title(here: Workspace) -> str:
    if here.is_host and speaks_for_employer(here):
        return _("Trainees we host, and placements of our staff")
    return {
        OrganisationKind.HOST.value: _("Trainees we host"),
        OrganisationKind.TRAINING.value: _("Placements of our trainees"),
        OrganisationKind.EMPLOYER.value: _("Placements of our staff"),
    }.get(here.kind, _("My placements"))


@require_safe
@signed_in
def placement(request: HttpRequest, pk: int) -> HttpResponse:
    """The shared file of all parties: who, where, when, what is shared, what was done, what comes next (T5)."""
    found = seen(request, pk)
    context = page_context(request, found)
    context["document_form"] = DocumentForm()
    return render(request, "internships/placement.html", context)


def page_context(request: HttpRequest, found: Placement) -> dict[str, Any]:
    words, kind = situation_words(found)
    case = lawcheck.Case(found)
    presences = [(site, plan) for site in found.sites.all() if (plan := plans.plan_of(site, found))]  # type: ignore[attr-defined]
    total = plans.presence(found)
    has_hours = any(plan.weekly or plan.special for _site, plan in presences)
    first = calendars.month_asked(request.GET.get("mois", ""), [found])
    mine = rights.parties(found, person(request), workspace(request).memberships)
    planned = [one for one in read_planning(found) if not one.is_proposed]
    lines = list(history(found)[: HISTORY + 1])
    for line in lines:
        line.sentence = tracewords.sentence(line.action)  # type: ignore[attr-defined]
    return {
        "placement": found,
        "may": rights.actions(found, person(request), mine),
        "mine": mine,
        "words": words,
        "words_kind": kind,
        "steps": steps(request, found, has_hours=has_hours),
        "people": people(found),
        "employer": employer_card(found),
        "sites": site_cards(found),
        "total": total,
        "has_hours": has_hours,
        "counted": counted(case, total.minutes),
        "month": calendars.month([found], first, {found.pk: planned}),
        "findings": lawcheck.findings(found, case=case),
        "history": lines[:HISTORY],
        "more_history": len(lines) > HISTORY,
        "parts": parts.collect(request, found),
        "thread": threads.address(found),
        "feed": absolute(reverse("internships:calendar_feed", args=[found.calendar_token])),
    }


def counted(case: lawcheck.Case, minutes: int) -> dict[str, int] | None:
    """The presence in the law's own months and days (D124-6); nothing where the country has no such rule."""
    if not minutes:
        return None
    try:
        scale = durations.scale_in(case.book, case.placement.start)
    except LegalRuleMissing:
        return None
    months, days, rest = scale.split(minutes)
    return {"months": months, "days": days, "rest": rest}


def people(found: Placement) -> list[dict[str, Any]]:
    """Those who accompany it now, each capacity together, with whom they replaced."""
    everyone = list(found.supervisors.all())  # type: ignore[attr-defined]
    current = [one for one in everyone if one.until is None]
    order = list(SupervisorCapacity)
    current.sort(key=lambda one: (order.index(SupervisorCapacity(one.capacity)), one.since))
    before = {one.replaced_by_id: one for one in everyone if one.replaced_by_id}
    return [
        {
            "one": one,
            "initials": "".join(word[0] for word in one.name.split()[:2]).upper(),
            "before": before.get(one.pk),
            "action": rights.Action.REFERENT
            if one.capacity in (SupervisorCapacity.REFERENT_TEACHER, SupervisorCapacity.COORDINATOR)
            else rights.Action.TUTOR,
        }
        for one in current
    ]


def employer_card(found: Placement) -> EmployerReach | None:
    """Who is written to at the employer, beside those who accompany; nothing where none sends the person."""
    return reach_employer(found) if employs(found.sending_organisation) else None


def site_cards(found: Placement) -> list[dict[str, Any]]:
    """Each site with its plan and what it asks for."""
    cards = []
    for site in found.sites.all():  # type: ignore[attr-defined]
        plan = plans.plan_of(site, found)
        tutored = any(
            one.placement_site_id == site.pk and one.capacity == SupervisorCapacity.TUTOR and one.until is None
            for one in found.supervisors.all()  # type: ignore[attr-defined]
        )
        cards.append({"site": site, "weekly": plan.weekly if plan else 0, "tutored": tutored, "week": week_rows(site)})
    return cards


def week_rows(site: Any) -> list[tuple[str, list[Any]]]:
    """The ordinary week, day by day, for those days on which there is something."""
    rows: dict[str, list[Any]] = {}
    for slot in site.week.all():
        rows.setdefault(str(slot.get_weekday_display()), []).append(slot)
    return list(rows.items())
