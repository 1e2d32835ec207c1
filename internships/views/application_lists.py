"""« Mes candidatures », « Candidatures reçues », and those of a school's trainees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_of, signed_in, with_role
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import Organisation
from accounts.models.pupils import PUPIL_ROLES
from documents.tables import Column, export, export_format
from hosts.models import HostInstitution
from internships import sentences
from internships.application_exports import OWN, RECEIVED, SCHOOL
from internships.disclosure import name_for_host
from internships.enums import ApplicationState
from internships.forms.answers import RefuseForm
from internships.models import Application
from internships.selectors import application_lists as lists
from internships.services import applications as service
from internships.views.people import person, workspace
from internships.workflow import Who

PER_PAGE = 20
BULK = 50


@require_safe
@signed_in
def my_applications(request: HttpRequest) -> HttpResponseBase:
    """One's own applications, with how far each is."""
    rows = lists.written_by(person(request))
    return _answer(request, rows, Who.TRAINEE, name=_("My applications"), columns=OWN)


@require_safe
@member_of(OrganisationKind.HOST)
def received(request: HttpRequest) -> HttpResponseBase:
    """What a host received: by state, by offer, by name."""
    here = workspace(request)
    rows = lists.received_by(_organisation(request), person(request))
    more = {
        "offers": lists.offers_applied_to(rows),
        "manages": here.has_role(Role.HOST_MANAGER),
        "institution": HostInstitution.objects.filter(organisation=here.organisation).first(),
    }
    who = Who.HOST if more["manages"] else Who.COLLEAGUE
    return _answer(request, rows, who, name=_("Applications received"), columns=RECEIVED, more=more)


@require_safe
@with_role(*PUPIL_ROLES)
def school_applications(request: HttpRequest) -> HttpResponseBase:
    """The applications of a school's trainees, to read along (S5)."""
    rows = lists.of_school(_organisation(request), person(request))
    return _answer(request, rows, Who.SCHOOL, name=_("Our trainees’ applications"), columns=SCHOOL)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
@once
def refuse_several(request: HttpRequest) -> HttpResponseBase:
    """One reason for several: a loop over the single refusal."""
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [number for number in asked.getlist("choix") if number.isdecimal()][:BULK]
    rows = lists.received_by(_organisation(request), person(request))
    chosen = list(rows.filter(pk__in=numbers, state__in=(ApplicationState.SENT, ApplicationState.READ)))
    if not chosen:
        messages.info(request, _("Tick the applications first. Those that are answered already are left out."))
        return redirect("internships:received")
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _refuse_all(request, chosen, form)
        return redirect("internships:received")
    context = {"form": form, "lines": [(one, name_for_host(one)) for one in chosen]}
    return render(request, "internships/refuse_several.html", context, status=400 if form.errors else 200)


def _refuse_all(request: HttpRequest, chosen: Sequence[Application], form: RefuseForm) -> None:
    done = 0
    for one in chosen:
        try:
            reason = form.reason(one.person.language)
            service.refuse(application_id=one.pk, actor=person(request), reason=reason)
            done += 1
        except Refused as problem:
            messages.warning(request, f"{name_for_host(one)} : {problem}")
    if done:
        words = ngettext("%(count)d person is told.", "%(count)d people are told.", done)
        messages.success(request, words % {"count": done})


def _answer(
    request: HttpRequest,
    rows: QuerySet[Application],
    who: Who,
    *,
    name: str,
    columns: Sequence[Column],
    more: dict[str, Any] | None = None,
) -> HttpResponseBase:
    hidden = who in (Who.HOST, Who.COLLEAGUE)
    narrowed = lists.narrowed(rows, request.GET, hidden_names=hidden)
    if export_format(request):
        return export(request, name=name, columns=columns, rows=narrowed)
    page = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    found = lists.tabs(rows)
    context = {
        "page": page,
        "lines": [_line(one, who, hidden) for one in page],
        "tabs": found,
        "group": request.GET.get("etat", ""),
        "query": request.GET.get("q", "").strip(),
        "offer": request.GET.get("offre", ""),
        "total": sum(tab.count for tab in found),
        "title": name,
        "reader": str(who),
        **(more or {}),
    }
    return render(request, "internships/application_list.html", context)


def _line(one: Application, who: Who, hidden: bool) -> dict[str, Any]:
    waits = one.state in (ApplicationState.SENT, ApplicationState.READ)
    return {
        "application": one,
        "name": name_for_host(one) if hidden else str(one.person),
        "state": sentences.sentence(one, frozenset({who})),
        "may_refuse": who == Who.HOST and waits,
        "is_new": who == Who.HOST and one.state == ApplicationState.SENT,
    }


def _organisation(request: HttpRequest) -> Organisation:
    return cast(Organisation, workspace(request).organisation)
