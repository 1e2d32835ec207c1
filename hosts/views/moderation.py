"""Moderation by the territory: the queue, a sheet beside its checklist, requests to keep a sheet, merging."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import moderator, signed_in
from accounts.along import Branch, along
from accounts.idempotency import once
from hosts.enums import LIVE_STATES, HostState
from hosts.forms.moderation import MergeForm
from hosts.models import HostInstitution, HostSite
from hosts.selectors import moderation as selectors
from hosts.selectors.completeness import host_completeness
from hosts.services import claims as claim_service
from hosts.services import merging
from hosts.text import fold
from hosts.views.people import person
from hosts.workflow import NotPossible, available_actions

PER_PAGE = 25
TABS = {
    HostState.PENDING: pgettext_lazy("sheets", "Waiting"),
    HostState.RETURNED: pgettext_lazy("sheets", "Sent back"),
    HostState.REFUSED: pgettext_lazy("sheets", "Refused"),
    HostState.ARCHIVED: pgettext_lazy("sheets", "Archived"),
}


@require_safe
@moderator
def queue(request: HttpRequest) -> HttpResponse:
    """The sheets that wait, oldest first; the other states in tabs."""
    state = request.GET.get("state", HostState.PENDING)
    state = state if state in selectors.TABS else HostState.PENDING
    page = Paginator(selectors.queue(request.user, state), PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts(request.user)
    tabs = [{"state": str(one), "label": TABS[one], "count": counts[str(one)]} for one in selectors.TABS]
    context = {"page": page, "tabs": tabs, "state": str(state), "claims": counts["claims"]}
    return render(request, "hosts/moderation_queue.html", context)


@require_safe
@moderator
def moderate(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet beside its checklist, its likely twins and its history."""
    institution = _moderated(request, slug)
    twins = selectors.twins_of(institution)
    context = {
        "institution": institution,
        "organisation": institution.organisation,
        "sites": institution.sites.all(),
        "twins": twins,
        "checks": selectors.checklist(institution, twins),
        "complete": host_completeness(institution),
        "actions": available_actions(institution, request.user),
        "history": selectors.history(institution),
    }
    return render(request, "hosts/moderation_sheet.html", context)


@require_safe
@signed_in
def claims(request: HttpRequest) -> HttpResponse:
    """Requests to keep a sheet that the person may answer: their host's, their territory's."""
    page = Paginator(selectors.claims(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hosts/moderation_claims.html", {"page": page})


@require_POST
@signed_in
def claim_answer(request: HttpRequest, pk: int) -> HttpResponse:
    request_made = get_object_or_404(selectors.claims(request.user), pk=pk)
    accept = request.POST.get("answer") == "accept"
    try:
        claim_service.answer(claim_id=request_made.pk, actor=person(request), accept=accept)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    else:
        name = request_made.user.get_full_name()
        said = _("%(name)s now keeps the sheet.") if accept else _("The request of %(name)s is refused.")
        messages.success(request, said % {"name": name})
    return redirect("hosts:claims")


@require_http_methods(["GET", "HEAD", "POST"])
@moderator
@once
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Chooses the sheet that stays, shows what moves, asks, and merges for good."""
    twin = _moderated(request, slug)
    survivors = HostInstitution.objects.moderated_by(request.user).filter(state__in=LIVE_STATES).exclude(pk=twin.pk)
    chosen = request.POST.get("into") or request.GET.get("into") or ""
    if not chosen:
        return _choose(request, twin)
    survivor = get_object_or_404(survivors.select_related("organisation").prefetch_related("sites"), slug=chosen)
    form = MergeForm(request.POST or None, twin=twin, survivor=survivor, pairs=merging.proposed_pairs(twin, survivor))
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge(twin_id=twin.pk, survivor_id=survivor.pk, actor=person(request), pairs=form.pairs)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("hosts:moderation")
        messages.success(request, _("The two sheets are one now. The old address leads to this page."))
        return redirect("hosts:detail", slug=survivor.slug)
    context = {"twin": twin, "survivor": survivor, "form": form, "moves": _moves(twin)}
    return render(request, "hosts/moderation_merge.html", context)


def _choose(request: HttpRequest, twin: HostInstitution) -> HttpResponse:
    """The likely twins, and a search by name for others."""
    query = request.GET.get("q", "").strip()
    found: list[HostInstitution] = []
    if len(query) >= 2:
        hosts = HostInstitution.objects.moderated_by(request.user).filter(state__in=LIVE_STATES).exclude(pk=twin.pk)
        for word in fold(query).split():
            hosts = hosts.filter(folded_name__contains=word)
        found = list(hosts.select_related("organisation").prefetch_related("sites").order_by("folded_name")[:20])
    twins = selectors.twins_of(twin)
    mine = HostInstitution.objects.moderated_by(request.user).filter(pk__in=[one.institution.pk for one in twins])
    moderated = set(mine.values_list("pk", flat=True))
    context = {
        "twin": twin,
        "twins": [one for one in twins if one.institution.pk in moderated],
        "query": query,
        "found": found,
    }
    return render(request, "hosts/moderation_choose.html", context)


def _moderated(request: HttpRequest, slug: str) -> HostInstitution:
    sheets = HostInstitution.objects.moderated_by(request.user).exclude(state=HostState.MERGED)
    related = sheets.select_related("organisation__territory", "sector", "discovered_by")
    rows = along(related, "occupations", "contacts", Branch("photos", related=("file",)))
    sites = Prefetch("sites", HostSite.objects.select_related("place"))
    return get_object_or_404(rows.prefetch_related(sites), slug=slug)


def _moves(twin: HostInstitution) -> list[tuple[str, int]]:
    """What goes to the survivor, in figures."""
    team = twin.organisation.memberships.current().values("user").distinct().count()  # type: ignore[attr-defined]
    figures = [
        (_("Offers"), twin.offers.count()),
        (_("Contact persons"), twin.contacts.count()),
        (_("Photos"), twin.photos.count()),
        (_("Members of the team"), team),
    ]
    return [(label, number) for label, number in figures if number]
