"""Agreements of a whole cohort at once: asked for on the board, followed on a page of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import with_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.views.members import acted_for
from agreements.enums import JobState
from agreements.models import BulkJob
from agreements.selectors import board
from agreements.services import bulk as services
from agreements.stages import Stage
from agreements.views.board import MOST_CHOSEN
from hosts.views.people import person
from internships.models import Cohort, Placement

PER_PAGE = 25
PROBLEMS = 200
leads = with_role(Role.COORDINATOR, Role.HEAD)
# What can still be drawn up or sent.
OPEN = (Stage.FOUND, Stage.PREPARING)


@require_POST
@leads
@once
def start(request: HttpRequest) -> HttpResponse:
    """Asks first, saying for how many; then begins."""
    school = acted_for(request)
    lines = board.chosen(school, request.POST.getlist("line")[:MOST_CHOSEN])
    placed = [line for line in lines if line.placement_id]
    if not placed:
        messages.warning(request, _("Tick at least one trainee who has a placement."))
        return redirect(f"{reverse('agreements:board')}?vue=tableau")
    sends = request.POST.get("what")
    if sends not in ("draw_up", "send"):
        context = {
            "placed": placed,
            "open": sum(line.stage in OPEN for line in placed),
            "without": len(lines) - len(placed),
        }
        return render(request, "agreements/bulk_ask.html", context)
    placements = Placement.objects.visible_to(request.user).filter(pk__in=[line.placement_id for line in placed])
    cohorts = Cohort.objects.filter(school=school, enrolments__placements__in=placements).distinct()[:2]
    cohort = cohorts[0] if len(cohorts) == 1 else None
    try:
        job = services.start(
            actor=person(request), organisation=school, placements=placements, cohort=cohort, sends=sends == "send"
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('agreements:board')}?vue=tableau")
    return redirect("agreements:bulk", pk=job.pk)


@require_safe
@leads
def jobs(request: HttpRequest) -> HttpResponse:
    """What was asked for before, latest first."""
    rows = BulkJob.objects.visible_to(request.user).filter(organisation=acted_for(request))
    page = Paginator(rows.select_related("cohort", "asked_by"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "agreements/bulk_list.html", {"page": page})


@require_safe
@leads
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job has come; then its files, and what is missing where."""
    one = _job(request, pk)
    context: dict[str, Any] = {"job": one, "done": one.items.filter(done_at__isnull=False).count()}
    if request.headers.get("HX-Request"):
        if one.state == JobState.DONE:
            return HttpResponseClientRefresh()
        return render(request, "agreements/board/bulk_progress.html", context)
    problems = one.items.exclude(problem="").select_related("placement__person", "agreement")
    context["problems"] = list(problems.order_by("placement__person__sort_name", "pk")[:PROBLEMS])
    return render(request, "agreements/bulk.html", context)


@require_POST
@leads
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes up a job that seems to stand still."""
    services.resume(job_id=_job(request, pk).pk)
    messages.success(request, _("It goes on where it stood."))
    return redirect("agreements:bulk", pk=pk)


def _job(request: HttpRequest, pk: int) -> BulkJob:
    rows = BulkJob.objects.visible_to(request.user).filter(organisation=acted_for(request))
    return get_object_or_404(rows.select_related("cohort", "asked_by", "archive", "printable"), pk=pk)
