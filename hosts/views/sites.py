"""The sites of a host: list, add, change, close."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.idempotency import once
from hosts.forms.hosts import SiteForm
from hosts.forms.versions import stale
from hosts.models import HostInstitution, HostSite
from hosts.services import sites as service
from hosts.versions import StaleEdit
from hosts.views.people import person
from hosts.views.sheet import frame, sheet_of

ACTIONS = {"fermer": service.close_site, "rouvrir": service.reopen_site, "principal": service.make_main}


@require_safe
@signed_in
def sites(request: HttpRequest, slug: str) -> HttpResponse:
    """The places where trainees are welcomed."""
    institution = sheet_of(request, slug)
    context = {**frame(institution, "sites"), "sites": institution.sites.select_related("place")}
    return render(request, "hosts/host_sites.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def site_add(request: HttpRequest, slug: str) -> HttpResponse:
    institution = sheet_of(request, slug)
    form = SiteForm(request.POST or None, instance=HostSite(institution=institution))
    if request.method == "POST" and form.is_valid():
        service.add_site(institution=institution, actor=person(request), data=form.changes)
        messages.success(request, _("The site is added."))
        return redirect("hosts:sites", slug=slug)
    return render(request, "hosts/host_site.html", {**frame(institution, "sites"), "form": form, "site": None})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def site_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Changes a site; a stale edit is a 409 that loses nothing."""
    institution = sheet_of(request, slug)
    site = _site(institution, pk)
    form = SiteForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        try:
            service.update_site(site_id=pk, actor=person(request), data=form.changes, edit=form.edit)
        except StaleEdit as problem:
            back = reverse("hosts:site_edit", args=[slug, pk])
            return stale(request, form, problem.current, back=back)
        messages.success(request, _("Saved."))
        return redirect("hosts:sites", slug=slug)
    context = {**frame(institution, "sites"), "form": form, "site": _site(institution, pk)}
    return render(request, "hosts/host_site.html", context)


@require_POST
@signed_in
def site_act(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Closes or reopens a site, or makes it the main one; each can be undone from the same page."""
    institution = sheet_of(request, slug)
    site = _site(institution, pk)
    if action not in ACTIONS:
        raise Http404
    try:
        ACTIONS[action](site_id=site.pk, actor=person(request))  # type: ignore[operator]
    except service.LastSite as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved."))
    return redirect("hosts:sites", slug=slug)


def _site(institution: HostInstitution, pk: int) -> HostSite:
    return get_object_or_404(institution.sites.select_related("place"), pk=pk)
