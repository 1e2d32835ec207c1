"""Cohorts of a school: the list, one with its trainees, its form, its copy for the next year, its archive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from accounts.views.members import acted_for
from documents.tables import export, export_format
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person
from internships import exports
from internships.forms.schools import CohortForm, CopyForm
from internships.models import Cohort, Course, EnrolmentInvitation
from internships.selectors import schools as selectors
from internships.services import schools as services
from internships.views.schools import changes, may_change, reads

PER_PAGE = 30
TRAINEES_PER_PAGE = 60


def cohort_of(request: HttpRequest, pk: int) -> Cohort:
    """The cohort, if it is one of the school acted for; otherwise a 404."""
    rows = Cohort.objects.visible_to(request.user).filter(school=acted_for(request))
    return get_object_or_404(rows.select_related("school", "course", "kind__regime", "referent"), pk=pk)


@require_safe
@reads
def cohorts(request: HttpRequest) -> HttpResponseBase:
    """The classes and promotions of the school, with how many trainees each has."""
    school, query, archived = (
        acted_for(request),
        request.GET.get("q", "").strip()[:80],
        bool(request.GET.get("archived")),
    )
    rows = selectors.cohorts(school, query=query, archived=archived)
    if export_format(request):
        return export(request, name=_("Cohorts"), columns=exports.COHORTS, rows=rows)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "archived": archived,
        "manages": may_change(request),
        "described": services.training_of(school).pk is not None,
        "has_courses": Course.objects.filter(school=school, active=True).exists(),
    }
    return render(request, "internships/cohorts.html", context)


@require_safe
@reads
def cohort(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One cohort: what its trainees are to find, and who they are."""
    one = cohort_of(request, pk)
    query, left = request.GET.get("q", "").strip()[:80], bool(request.GET.get("left"))
    rows = selectors.trainees(one, query=query, left=left)
    if export_format(request):
        return export(request, name=one.name, columns=exports.TRAINEES, rows=rows)
    waiting = EnrolmentInvitation.objects.filter(cohort=one, invitation__accepted_at__isnull=True)
    context = {
        "cohort": one,
        "page": Paginator(rows, TRAINEES_PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "left": left,
        "manages": may_change(request),
        "board": selectors.board_address(one),
        "waiting": waiting.filter(invitation__revoked_at__isnull=True)
        .select_related("invitation")
        .order_by("pk")[:100],
    }
    return render(request, "internships/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def cohort_new(request: HttpRequest) -> HttpResponse:
    """A new class or promotion."""
    school = acted_for(request)
    if not Course.objects.filter(school=school, active=True).exists():
        messages.info(request, _("First enter a course: cohorts belong to one."))
        return redirect("internships:course_add")
    form = CohortForm(request.POST if request.method == "POST" else None, instance=Cohort(school=school), school=school)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_cohort(school=school, actor=person(request), values=form.changes)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Now add its trainees."))
            return redirect("internships:cohort", pk=made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "internships/cohort_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
def cohort_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a cohort; a stale edit is a 409 that loses nothing."""
    one = cohort_of(request, pk)
    form = CohortForm(request.POST if request.method == "POST" else None, instance=one, school=acted_for(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_cohort(cohort_id=pk, actor=person(request), changes=form.changes, edit=form.edit)
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=reverse("internships:cohort", args=[pk]))
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("internships:cohort", pk=pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "internships/cohort_form.html", {"form": form, "cohort": cohort_of(request, pk)}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def cohort_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same cohort for the next year."""
    one = cohort_of(request, pk)
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"name": one.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.copy_cohort(cohort_id=pk, actor=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Here is the cohort of the next year. Look at its dates."))
            return redirect("internships:cohort_edit", pk=made.pk)
    context = {"form": form, "cohort": one, "start": services.a_year_later(one.start)}
    return render(request, "internships/cohort_copy.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
def cohort_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then archives a cohort or takes it back."""
    one = cohort_of(request, pk)
    known: dict[str, tuple[Any, str, str, str, str]] = {
        "archiver": (
            services.archive_cohort,
            _("Archive %(cohort)s?"),
            _("It leaves the lists and the board. Nothing is lost, and you can take it back."),
            _("Archive this cohort"),
            _("%(cohort)s is archived."),
        ),
        "reprendre": (
            services.reopen_cohort,
            _("Take %(cohort)s back?"),
            _("It stands in the lists and on the board again."),
            _("Take this cohort back"),
            _("%(cohort)s is back."),
        ),
    }
    if action not in known or (action == "archiver") == (one.archived_at is not None):
        raise Http404
    service, question, explanation, yes, done = known[action]
    if request.method == "POST":
        service(cohort_id=pk, actor=person(request))
        messages.success(request, done % {"cohort": one})
        return redirect("internships:cohorts")
    context = {
        "question": question % {"cohort": one},
        "explanation": explanation,
        "yes": yes,
        "back": reverse("internships:cohort", args=[pk]),
    }
    return render(request, "components/confirm.html", context)
