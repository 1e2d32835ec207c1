"""« Notre établissement »: what agreements say of the school, and its courses."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import with_role
from accounts.enums import Role
from accounts.idempotency import once
from accounts.models.pupils import PUPIL_ROLES
from accounts.views.members import acted_for
from documents.tables import export, export_format
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person, workspace
from internships.exports import COURSES
from internships.forms.schools import CourseForm, TrainingForm
from internships.models import Course
from internships.services import schools as services

PER_PAGE = 30
# Who looks after trainees reads; who runs the school's placements changes.
reads = with_role(*PUPIL_ROLES)
changes = with_role(Role.COORDINATOR, Role.HEAD)


def may_change(request: HttpRequest) -> bool:
    return workspace(request).has_role(Role.COORDINATOR, Role.HEAD)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
def school(request: HttpRequest) -> HttpResponse:
    """Address, insurance, teaching year: what every agreement of the school says."""
    mine = acted_for(request)
    form = TrainingForm(request.POST if request.method == "POST" else None, instance=services.training_of(mine))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_training(school=mine, actor=person(request), changes=form.changes, edit=form.edit)
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=reverse("internships:school"))
        messages.success(request, _("The next agreements will say so."))
        return redirect("internships:cohorts")
    status = 422 if form.is_bound else 200
    return render(request, "internships/school.html", {"form": form, "school": mine}, status=status)


@require_safe
@reads
def courses(request: HttpRequest) -> HttpResponseBase:
    """The courses of the school."""
    query = request.GET.get("q", "").strip()[:80]
    rows = Course.objects.filter(school=acted_for(request)).select_related("diploma", "level")
    for word in query.split()[:4]:
        rows = rows.filter(Q(title__icontains=word))
    if export_format(request):
        return export(request, name=_("Courses"), columns=COURSES, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "manages": may_change(request)}
    return render(request, "internships/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def course_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Adds a course, or changes one."""
    mine = acted_for(request)
    course = get_object_or_404(Course, school=mine, pk=pk) if pk else Course(school=mine)
    form = CourseForm(request.POST if request.method == "POST" else None, instance=course)
    if request.method == "POST" and form.is_valid():
        saved = services.save_course(course=form.save(commit=False), actor=person(request))
        messages.success(request, _("« %(name)s » is saved.") % {"name": saved.title})
        return redirect("internships:courses")
    status = 422 if form.is_bound else 200
    return render(request, "internships/course_form.html", {"form": form, "course": course}, status=status)
