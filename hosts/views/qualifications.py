"""« Sites qualifiants »: a school grants the status to the sites that train its own trainees well (A19)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import with_role
from accounts.enums import Role
from accounts.models import Organisation
from documents.tables import export, export_format
from hosts.enums import HostState
from hosts.exports import QUALIFICATIONS
from hosts.models import HostSite, SiteQualification
from hosts.services.register import end_qualification, qualify
from hosts.text import fold
from hosts.views.people import person, workspace

PER_PAGE = 30
FOUND = 20


@require_safe
@with_role(Role.COORDINATOR, Role.HEAD)
def qualifications(request: HttpRequest) -> HttpResponseBase:
    """The school's sites, those that were, and a search to add one."""
    school = _school(request)
    ended = bool(request.GET.get("ended"))
    granted = _of(school).filter(until__isnull=not ended).order_by("site__institution__folded_name", "pk")
    if export_format(request):
        return export(request, name=_("« Sites qualifiants »"), columns=QUALIFICATIONS, rows=granted)
    query = request.GET.get("q", "").strip()
    context = {
        "page": Paginator(granted, PER_PAGE).get_page(request.GET.get("page")),
        "ended": ended,
        "query": query,
        "found": _search(query, school) if len(query) >= 2 else [],
        "school": school,
    }
    return render(request, "hosts/host_qualifications.html", context)


@require_POST
@with_role(Role.COORDINATOR, Role.HEAD)
def grant(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("site", "")
    site = get_object_or_404(_sites(), pk=int(number) if number.isdecimal() else 0)
    qualify(site_id=site.pk, school=_school(request), actor=person(request))
    messages.success(request, _("%(site)s is a « site qualifiant » of your school.") % {"site": site})
    return redirect("hosts:qualifications")


@require_POST
@with_role(Role.COORDINATOR, Role.HEAD)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    qualification = get_object_or_404(_of(_school(request)), pk=pk)
    end_qualification(qualification=qualification, actor=person(request))
    messages.success(request, _("The status of %(site)s ends today.") % {"site": qualification.site})
    return redirect("hosts:qualifications")


def _school(request: HttpRequest) -> Organisation:
    school = workspace(request).organisation
    assert school is not None  # the access decorator saw a role in it
    return school


def _of(school: Organisation) -> QuerySet[SiteQualification]:
    related = SiteQualification.objects.filter(school=school)
    return related.select_related("site__institution__organisation", "site__institution__sector", "granted_by")


def _sites() -> QuerySet[HostSite]:
    return HostSite.objects.filter(active=True, institution__state=HostState.PUBLISHED).select_related(
        "institution__organisation"
    )


def _search(query: str, school: Organisation) -> list[HostSite]:
    sites = _sites().exclude(pk__in=SiteQualification.objects.filter(school=school, until__isnull=True).values("site"))
    for word in fold(query).split():
        sites = sites.filter(
            Q(institution__folded_name__contains=word) | Q(place__folded__contains=word) | Q(postcode__startswith=word)
        )
    return list(sites.order_by("institution__folded_name", "pk")[:FOUND])
