"""A host that is not in the register yet: entered by its people, a trainee or a school, once it is sure to be new."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.idempotency import once
from accounts.models import Organisation
from hosts.enums import HostOrigin, HostState
from hosts.forms.creation import ClaimForm, DiscoveredHostForm, NewHostForm
from hosts.forms.versions import kept
from hosts.models import HostInstitution
from hosts.selectors.twins import Twin, likely_twins
from hosts.services import claims, contacts, institutions
from hosts.views.people import person, workspace
from hosts.workflow import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def create(request: HttpRequest) -> HttpResponse:
    """« J'accueille »: one's own structure enters the register, unless it is there already."""
    form = NewHostForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        twins = _twins(form)
        if twins and not request.POST.get("new"):
            return _compare(request, form, twins, own=True)
        host = institutions.create_host(
            actor=person(request),
            origin=HostOrigin.ITSELF,
            name=form.cleaned_data["name"],
            siret=form.cleaned_data["siret"],
            site=form.site,
            details=form.details,
            organisation=_empty_organisation(request),
        )
        request.session["organisation"] = host.organisation_id
        messages.success(
            request,
            _("Your structure is entered. Complete its sheet while the moderators of your territory look at it."),
        )
        return redirect("hosts:edit", slug=host.slug)
    return render(request, "hosts/host_create.html", {"form": form, "own": True})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def discover(request: HttpRequest) -> HttpResponse:
    """A trainee or a school tells of a host (E24, S6): the same duplicate check, the same moderation."""
    form = DiscoveredHostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        twins = _twins(form)
        if twins and not request.POST.get("new"):
            return _compare(request, form, twins, own=False)
        host = institutions.create_host(
            actor=person(request),
            origin=_origin(request),
            name=form.cleaned_data["name"],
            siret=form.cleaned_data["siret"],
            site=form.site,
            details=form.details,
        )
        data = form.cleaned_data
        if data["contact_name"] or data["contact_email"]:
            known = {"name": data["contact_name"] or data["contact_email"], "email": data["contact_email"]}
            contacts.save_contact(institution=host, actor=person(request), data=known)
        messages.success(request, _("Thank you. The moderators of the territory look at it, and you will be told."))
        return redirect("hosts:detail", slug=host.slug)
    return render(request, "hosts/host_create.html", {"form": form, "own": False})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """« I work here »: asks to keep a sheet that is in the register already."""
    hosts = HostInstitution.objects.exclude(state__in=[HostState.MERGED, HostState.REFUSED])
    institution = get_object_or_404(hosts.select_related("organisation"), slug=slug)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claims.claim(institution=institution, user=person(request), **form.cleaned_data)
        except NotPossible as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, _("Your request is sent. The answer will come by e-mail."))
        return redirect(_seen_or_home(request, institution))
    return render(request, "hosts/host_claim.html", {"form": form, "institution": institution})


def _compare(request: HttpRequest, form: NewHostForm, twins: list[Twin], *, own: bool) -> HttpResponse:
    """The likely twins beside what was typed: « it is this one », or go on."""
    visible = HostInstitution.objects.visible_to(request.user).filter(pk__in=[twin.institution.pk for twin in twins])
    shown = set(visible.values_list("pk", flat=True))
    for twin in twins:
        twin.visible = twin.institution.pk in shown
    context = {"form": form, "twins": twins, "own": own, "kept": kept(request)}
    return render(request, "hosts/host_twins.html", context)


def _twins(form: NewHostForm) -> list[Twin]:
    data = form.cleaned_data
    return likely_twins(
        name=data["name"],
        place=data["place"],
        postcode=data["postcode"],
        city=data["city"],
        country=data["country"],
        siret=data["siret"],
    )


def _origin(request: HttpRequest) -> HostOrigin:
    here = workspace(request)
    if here.is_school:
        return HostOrigin.SCHOOL
    return HostOrigin.NETWORK if here.may_moderate else HostOrigin.TRAINEE


def _empty_organisation(request: HttpRequest) -> Organisation | None:
    """The host that the person acts for and that has no sheet yet."""
    here = workspace(request)
    if not here.is_host or not here.manages or here.organisation is None:
        return None
    has_sheet = HostInstitution.objects.filter(organisation=here.organisation).exists()
    return None if has_sheet else here.organisation


def _known(request: HttpRequest) -> dict[str, Any]:
    organisation = _empty_organisation(request)
    return {"name": organisation.name, "siret": organisation.siret} if organisation else {}


def _seen_or_home(request: HttpRequest, institution: HostInstitution) -> str:
    if HostInstitution.objects.visible_to(request.user).filter(pk=institution.pk).exists():
        return reverse("hosts:detail", args=[institution.slug])
    return reverse("home")
