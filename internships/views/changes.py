"""What the parties change on a placement. Each is a page of its own that asks, then one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.models import HostInstitution
from hosts.services.seats import NoSeatLeft
from internships import rights
from internships.enums import SupervisorCapacity
from internships.forms.placements import (
    AddSiteForm,
    CancelForm,
    DatesForm,
    DocumentForm,
    InterruptionForm,
    NewCompanionForm,
    ReplaceForm,
    StopForm,
    TermsForm,
)
from internships.lawcheck import LawRefused
from internships.models import Placement, PlacementMode
from internships.rights import Action
from internships.services import placements as service
from internships.views.common import allowed, back, person, seen
from internships.views.entering import hosts_named

CAPACITIES = {
    Action.TUTOR: (SupervisorCapacity.TUTOR, SupervisorCapacity.PROFESSIONAL_REFERENT),
    Action.REFERENT: (SupervisorCapacity.REFERENT_TEACHER, SupervisorCapacity.COORDINATOR),
}


def attempt(form: forms.Form, command: Callable[[], Any]) -> bool:
    """Runs a command; what refuses it stands on the form, with the article where it is the law."""
    try:
        command()
    except LawRefused as refusal:
        form.stopped_by = refusal.findings  # type: ignore[attr-defined]
        form.add_error(None, str(refusal))
    except (Refused, NoSeatLeft) as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def page(request: HttpRequest, placement: Placement, form: forms.Form, **context: Any) -> HttpResponse:
    template = context.pop("template", "internships/change.html")
    context = {"placement": placement, "form": form, "today": timezone.localdate(), **context}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.DATES)
    form = DatesForm(placement, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = person(request)
        if attempt(
            form,
            lambda: service.change_dates(placement_id=pk, actor=actor, dates=form.dates, shares=form.shares),
        ):
            return back(request, placement, _("The new dates are noted; everybody concerned is told."))
    return page(request, placement, form, template="internships/change_dates.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def interruptions(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.INTERRUPTION)
    form = InterruptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, values = person(request), form.cleaned_data
        if attempt(form, lambda: service.add_interruption(placement_id=pk, actor=actor, **values)):
            return back(request, placement, _("The days out are noted."), "hours")
    return page(request, placement, form, template="internships/change_interruptions.html")


@require_POST
@signed_in
def interruption_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    placement = allowed(request, pk, Action.INTERRUPTION)
    found = get_object_or_404(placement.interruptions.all(), pk=line)  # type: ignore[attr-defined]
    try:
        service.remove_interruption(interruption_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("internships:placement_interruptions", pk=pk)
    return back(request, placement, _("The days are presence again."), "hours")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def companion_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Names one more tutor, referent or coordinator."""
    placement = allowed(request, pk, Action.TUTOR, Action.REFERENT)
    may = rights.actions(placement, person(request))
    capacities = [one for action, some in CAPACITIES.items() if action in may for one in some]
    initial = {"capacity": request.GET.get("qualite", capacities[0]), "site": request.GET.get("lieu", "")}
    form = NewCompanionForm(placement, capacities, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor, values = person(request), form.cleaned_data
        site = int(values["site"]) if values["site"] else None
        if attempt(
            form,
            lambda: service.name_supervisor(
                placement_id=pk,
                actor=actor,
                capacity=values["capacity"],
                placement_site_id=site,
                companion=form.companion(),
            ),
        ):
            return back(request, placement, _("%(name)s is named, and told by e-mail.") % values, "people")
    words = {"title": _("Name somebody who accompanies"), "yes": _("Name this person")}
    return page(request, placement, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def companion_replace(request: HttpRequest, pk: int, supervisor: int) -> HttpResponse:
    """Replaces a tutor or referent midway; who was there before stays in the history."""
    placement = allowed(request, pk, Action.TUTOR, Action.REFERENT)
    old = get_object_or_404(placement.supervisors.filter(until__isnull=True), pk=supervisor)  # type: ignore[attr-defined]
    may = rights.actions(placement, person(request))
    if not any(old.capacity in some for action, some in CAPACITIES.items() if action in may):
        raise PermissionDenied
    first = max(timezone.localdate(), old.since)
    form = ReplaceForm(request.POST or None, initial={"since": first})
    if request.method == "POST" and form.is_valid():
        actor, values = person(request), form.cleaned_data
        if attempt(
            form,
            lambda: service.replace_supervisor(
                supervisor_id=old.pk, actor=actor, companion=form.companion(), since=values["since"]
            ),
        ):
            return back(request, placement, _("%(name)s is named, and told by e-mail.") % values, "people")
    title = _("Replace %(name)s") % {"name": old.name}
    explanation = _("%(name)s stays in the history of the placement, with their dates.") % {"name": old.name}
    return page(request, placement, form, title=title, explanation=explanation, yes=_("Replace this person"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.STOP)
    mine = placement.person_id == person(request).pk
    initial = {"on": timezone.localdate(), "wish": "trainee" if mine else ""}
    form = StopForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor, values = person(request), form.cleaned_data
        if attempt(
            form,
            lambda: service.stop(
                placement_id=pk,
                actor=actor,
                on=values["on"],
                reason=values["reason"],
                by_trainee=values["wish"] == "trainee",
            ),
        ):
            return back(request, placement, _("The placement ends early; everybody concerned is told."))
    words = {
        "title": _("End the placement early"),
        "explanation": _("What was done until the last day stays. All parties are told, with the reason."),
        "yes": _("End the placement"),
        "dangerous": True,
    }
    return page(request, placement, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.CANCEL)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, reason = person(request), form.cleaned_data["reason"]
        if attempt(form, lambda: service.cancel(placement_id=pk, actor=actor, reason=reason)):
            return back(request, placement, _("The placement is cancelled; everybody concerned is told."))
    words = {
        "title": _("Cancel the placement"),
        "explanation": _("It does not take place, and its seat is free again at once. This cannot be undone."),
        "yes": _("Cancel the placement"),
        "dangerous": True,
    }
    return page(request, placement, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """T9: what belongs to this stay only."""
    placement = allowed(request, pk, Action.TERMS)
    observed = placement.kind.regime.code == "pupil-observation"
    grounds = observed and Action.GROUND in rights.actions(placement, person(request))
    form = TermsForm(placement, request.POST or None, grounds=grounds)
    if request.method == "POST" and form.is_valid():
        actor = person(request)
        if attempt(form, lambda: service.set_terms(placement_id=pk, actor=actor, **form.cleaned_data)):
            return back(request, placement, _("Noted: all parties read it here."), "terms")
    return page(request, placement, form, title=_("What is particular to this placement"), yes=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def site_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A second structure joins (A6): first which, then when and with which share."""
    placement = allowed(request, pk, Action.SITE)
    slug, query = request.GET.get("hote", ""), request.GET.get("q", "").strip()
    if not slug:
        context = {"placement": placement, "query": query, "hosts": hosts_named(request, query)}
        return render(request, "internships/placement_host.html", context)
    institution = get_object_or_404(HostInstitution.objects.visible_to(request.user).published(), slug=slug)
    form = AddSiteForm(institution, placement, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, mode = person(request), several_sites(placement)
        if attempt(
            form,
            lambda: service.add_site(
                placement_id=pk, actor=actor, data=form.data_of_site(), mode=mode, shares=form.shares
            ),
        ):
            return back(request, placement, _("The site is added; its tutor and its host see this page."), "sites")
    title = _("Add %(host)s to the placement") % {"host": institution}
    return page(request, placement, form, title=title, yes=_("Add the site"))


def several_sites(placement: Placement) -> PlacementMode:
    """The mode of several structures; the one it has already where that allows several, or where there is none."""
    if placement.mode.least_sites > 1 or placement.mode.is_collective:
        return placement.mode
    found = PlacementMode.objects.filter(active=True, least_sites__gt=1).order_by("position").first()
    return found or placement.mode


@require_POST
@signed_in
@once
def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.SHARE)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        actor, values = person(request), form.cleaned_data
        try:
            shared = attempt(
                form,
                lambda: service.add_document(
                    placement_id=pk, actor=actor, upload=values["file"], label=values["label"]
                ),
            )
        except ValidationError as refused:
            form.add_error("file", refused)
            shared = False
        if shared:
            return back(request, placement, _("The document is shared with all parties."), "documents")
    words = {"title": _("Share a document"), "yes": _("Share the document"), "upload": True}
    return page(request, placement, form, **words, action_address=request.path)


@require_POST
@signed_in
def document_remove(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    placement = seen(request, pk)
    mine = placement.documents.filter(added_by=person(request))  # type: ignore[attr-defined]
    found = get_object_or_404(mine, pk=document)
    try:
        service.remove_document(document_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, placement, anchor="documents")
    return back(request, placement, _("The document is removed."), "documents")
