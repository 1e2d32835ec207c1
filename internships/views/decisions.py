"""Decisions of the education authority on the number of trainees at a host, on screen (R124-11, S13)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import site_admin
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.text import fold
from hosts.enums import LIVE_STATES
from hosts.models import HostInstitution
from hosts.views.people import person
from internships.forms.decisions import ShareDecisionForm
from internships.models import ShareDecision
from internships.services import decisions
from law import rules

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
@once
def share_decisions(request: HttpRequest) -> HttpResponse:
    """The decisions that hold, and a new one: the host is searched for, then the form is filled in."""
    query = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    hosts = _found(query)
    form = ShareDecisionForm(request.POST if request.method == "POST" else None, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.record(actor=person(request), **form.values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is recorded. It holds from its first day on."))
            return redirect("internships:share_decisions")
    today = timezone.localdate()
    rows = ShareDecision.objects.standing().select_related("institution__organisation", "kind", "recorded_by")
    context = {
        "decisions": list(rows),
        "today": today,
        "rule": _rule(),
        "query": query,
        "hosts": hosts,
        "form": form,
    }
    return render(request, "internships/share_decisions.html", context, status=422 if form.errors else 200)


@require_POST
@site_admin
def share_decision_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision holds no more."""
    made = get_object_or_404(ShareDecision, pk=pk)
    decisions.withdraw(decision_id=made.pk, actor=person(request))
    messages.success(request, _("The decision is withdrawn: the ordinary number holds again."))
    return redirect("internships:share_decisions")


def _found(query: str) -> list[HostInstitution]:
    """Hosts whose name holds every word, or whose number it is."""
    words = fold(query).split()
    if not words:
        return []
    rows = HostInstitution.objects.filter(state__in=LIVE_STATES).select_related("organisation")
    number = "".join(query.split())
    if number.isdecimal():
        rows = rows.filter(organisation__siret=number)
    else:
        for word in words:
            rows = rows.filter(organisation__sort_name__contains=word)
    return list(rows.order_by("organisation__sort_name", "pk")[:FOUND])


def _rule() -> object:
    try:
        return rules.find(key=decisions.MOST)
    except rules.LegalRuleMissing:
        return None
