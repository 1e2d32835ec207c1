"""Commissions of a host: one project, several trainees (A11, A12)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import with_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.models import HostInstitution
from internships.enums import PlacementState
from internships.forms.placements import CommissionForm
from internships.models import Commission, Placement
from internships.services import commissions as service
from internships.views.changes import attempt
from internships.views.common import person, workspace

PER_PAGE = 20


def own(request: HttpRequest) -> QuerySet[Commission]:
    """The commissions of the host acted for."""
    hosts = HostInstitution.objects.managed_by(request.user).filter(organisation=workspace(request).organisation)
    standing = Count("placements", filter=~Q(placements__state=PlacementState.CANCELLED))
    rows = Commission.objects.filter(institution__in=hosts).annotate(group=standing)
    return rows.select_related("institution__organisation").order_by("closed_at", "-created_at", "-pk")


@require_safe
@with_role(Role.HOST_MANAGER)
def commissions(request: HttpRequest) -> HttpResponse:
    rows = own(request)
    if query := request.GET.get("q", "").strip():
        rows = rows.filter(title__icontains=query)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "internships/commissions.html", {"page": page, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
@once
def commission_new(request: HttpRequest) -> HttpResponse:
    hosts = HostInstitution.objects.managed_by(request.user)
    institution = get_object_or_404(hosts, organisation=workspace(request).organisation)
    form = CommissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, made = person(request), []
        if attempt(
            form, lambda: made.append(service.create(institution=institution, actor=actor, **form.cleaned_data))
        ):
            messages.success(request, _("The commission is written: choose who answers it."))
            return redirect("internships:commission", pk=made[0].pk)
    context = {"form": form, "title": _("A project for several trainees"), "yes": _("Write the commission")}
    return render(request, "internships/commission_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
@once
def commission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    commission = get_object_or_404(own(request), pk=pk)
    initial = {name: getattr(commission, name) for name in service.FIELDS}
    form = CommissionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor = person(request)
        if attempt(form, lambda: service.change(commission_id=pk, actor=actor, **form.cleaned_data)):
            messages.success(request, _("Saved."))
            return redirect("internships:commission", pk=pk)
    context = {"form": form, "title": commission.title, "yes": _("Save"), "commission": commission}
    return render(request, "internships/commission_form.html", context, status=422 if form.is_bound else 200)


@require_safe
@with_role(Role.HOST_MANAGER)
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    """The project, the group that answers it, and who may join."""
    found = get_object_or_404(own(request), pk=pk)
    return render(request, "internships/commission.html", context_of(found))


def context_of(found: Commission) -> dict[str, Any]:
    here = Placement.objects.standing().filter(sites__institution=found.institution_id).distinct()
    here = here.select_related("person", "sending_organisation", "enrolment__cohort")
    group = here.filter(commission=found).order_by("person__sort_name", "pk")
    joinable = here.filter(commission__isnull=True)
    if found.start:
        joinable = joinable.filter(end__gte=found.start)
    if found.end:
        joinable = joinable.filter(start__lte=found.end)
    return {
        "commission": found,
        "group": list(group),
        "joinable": list(joinable.order_by("start", "pk")[:50]) if not found.closed_at else [],
    }


@require_POST
@with_role(Role.HOST_MANAGER)
def commission_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Closes it, or lets a placement join or leave."""
    found = get_object_or_404(own(request), pk=pk)
    actor = person(request)
    try:
        if action == "clore":
            service.close(commission_id=pk, actor=actor)
        else:
            visible = Placement.objects.visible_to(request.user).filter(sites__institution=found.institution_id)
            number = request.POST.get("placement", "")
            placement = get_object_or_404(visible.distinct(), pk=number if number.isdecimal() else 0)
            if action == "joindre":
                service.join(commission_id=pk, placement_id=placement.pk, actor=actor)
            elif placement.commission_id == pk:
                service.leave(placement_id=placement.pk, actor=actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("internships:commission", pk=pk)
