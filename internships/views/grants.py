"""« Bourses de stage » (E5): the public list, the page of each, and what funders write of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_of, public, signed_in
from accounts.along import Branch, along
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.idempotency import once
from documents import richtext
from internships.countries import country_name
from internships.filters_grants import GrantFilter
from internships.forms.grants import GrantForm
from internships.models import Grant, GrantApplication
from internships.selectors import grants as selectors
from internships.services import grants as service
from internships.views.common import person, workspace

PER_PAGE = 20
FUNDERS = (OrganisationKind.FUNDER, OrganisationKind.NETWORK, OrganisationKind.EMPLOYER)
ACTIONS = {"publier": service.publish, "clore": service.close}


@require_safe
@public
def grants(request: HttpRequest) -> HttpResponse:
    """What one may ask for: search, filters in the address, the nearest deadline first."""
    everything = selectors.with_page(Grant.objects.public())
    chosen = GrantFilter(request.GET, queryset=everything)
    page = Paginator(chosen.qs.order_by("deadline", "title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "internships/grants.html", {"page": page, "filter": chosen})


@require_safe
@public
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """One grant: how much, for whom, until when, what to send."""
    found = get_object_or_404(selectors.with_page(Grant.objects.visible_to(request.user)), pk=pk)
    mine = []
    if request.user.is_authenticated:
        asked = GrantApplication.objects.filter(grant=found, person=request.user).select_related("placement")
        mine = list(asked.order_by("-created_at"))
    context = {
        "grant": found,
        "description": richtext.render(found.description),
        "countries": [country_name(code) for code in found.countries],
        "shut": selectors.why_shut(found),
        "mine": mine,
        "manages": Grant.objects.managed_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "internships/grant.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def grant_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """For which stay? Each is shown with the conditions that it meets, and those that it does not."""
    found = get_object_or_404(selectors.with_page(Grant.objects.public()), pk=pk)
    mine = along(selectors.stays_of(person(request)), Branch("sites", related=("institution__organisation",)))
    stays = list(mine[:10])
    rows = [(stay, selectors.checks(found, stay)) for stay in stays]
    if request.method == "POST":
        number = request.POST.get("placement", "")
        stay = next((one for one, _checks in rows if str(one.pk) == number), None)
        if stay is None:
            raise Http404
        try:
            made = service.begin(grant=found, placement=stay, actor=person(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(found.get_absolute_url())
        return redirect("internships:grant_request", pk=made.pk)
    context = {
        "grant": found,
        "rows": [(stay, checks, all(one.met for one in checks)) for stay, checks in rows],
        "shut": selectors.why_shut(found),
    }
    return render(request, "internships/grant_apply.html", context)


@require_safe
@member_of(*FUNDERS)
def grants_ours(request: HttpRequest) -> HttpResponse:
    """The grants that one looks after, with the requests that wait."""
    page = Paginator(selectors.of_funder(person(request)), PER_PAGE).get_page(request.GET.get("page"))
    may_write = selectors.funders_of(workspace(request)).exists()
    return render(request, "internships/grants_ours.html", {"page": page, "may_write": may_write})


@require_http_methods(["GET", "HEAD", "POST"])
@member_of(*FUNDERS)
@once
def grant_new(request: HttpRequest) -> HttpResponse:
    funders = selectors.funders_of(workspace(request))
    if not funders:
        raise PermissionDenied
    form = GrantForm(funders, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.save_grant(grant=Grant(), actor=person(request), values=form.values())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The grant is written. Read it as trainees will, then publish it."))
            return redirect(made.get_absolute_url())
    context = {"form": form, "title": _("A new grant")}
    return render(request, "internships/grant_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_of(*FUNDERS)
@once
def grant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Grant.objects.managed_by(request.user).select_related("funder"), pk=pk)
    funders = selectors.funders_of(workspace(request))
    if not funders.filter(pk=found.funder_id).exists():
        raise PermissionDenied
    form = GrantForm(funders, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = Grant.objects.select_related("funder").get(pk=pk)
            service.save_grant(grant=fresh, actor=person(request), values=form.values())
        except service.Settled as refusal:
            form.add_error(refusal.field, str(refusal))
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(found.get_absolute_url())
    context = {"form": form, "title": found.title, "grant": found}
    return render(request, "internships/grant_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_of(*FUNDERS)
def grant_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Publishes it, or closes it."""
    found = get_object_or_404(Grant.objects.managed_by(request.user), pk=pk)
    if action not in ACTIONS:
        raise Http404
    try:
        ACTIONS[action](grant_id=found.pk, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        published = action == "publier"
        words = _("Published: trainees find it now.") if published else _("Closed: no more requests come in.")
        messages.success(request, words)
    return redirect(found.get_absolute_url())
