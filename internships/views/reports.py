"""The return report: its page, its PDF, and the link by which the team reads it (E14)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import public, signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from documents import pdf
from internships import return_leads, skill_chart
from internships.forms.returns import SummaryForm
from internships.models import Placement, ReturnReport
from internships.selectors import returns as selectors
from internships.services import returns as service
from internships.views.common import person
from internships.views.evaluation_common import host_of, lean, own, seen
from messaging.emails import absolute


def _context(placement: Placement, sources: set[str], *, public: bool = False) -> dict[str, Any]:
    found = selectors.report_of(placement, sources, public=public)
    return {
        "placement": placement,
        "report": found,
        "host": host_of(placement),
        "chart": skill_chart.draw(found.skills) if found.skills else "",
        "made_on": timezone.localdate(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a placement: the trainee writes its first words and shares it; the other parties read it."""
    placement, mine = seen(request, pk)
    is_trainee = placement.person_id == person(request).pk
    context = _context(placement, selectors.shown_sources(placement, mine))
    row = context["report"].report
    data = request.POST if request.method == "POST" else None
    form = SummaryForm(data, initial={"summary": row.summary})
    if request.method == "POST":
        if not is_trainee:
            raise Http404
        if form.is_valid():
            service.write_summary(placement_id=pk, actor=person(request), **form.cleaned_data)
            if request.POST.get("autosave"):
                return render(request, "hosts/autosave.html", {"marks": {}, "waiting": False})
            messages.success(request, _("Saved."))
            return redirect("internships:report", pk=pk)
    context |= {
        "form": form if is_trainee else None,
        "is_trainee": is_trainee,
        "address": absolute(reverse("internships:report_shared", args=[row.token])) if row.is_shared else "",
        "leads": return_leads.collect(request, placement) if is_trainee else [],
    }
    return render(request, "internships/returns/report.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a document."""
    placement, mine = seen(request, pk)
    return _pdf(placement, selectors.shown_sources(placement, mine))


def _pdf(placement: Placement, sources: set[str], *, public: bool = False) -> HttpResponse:
    context = _context(placement, sources, public=public)
    content = pdf.render("internships/pdf/report.html", {**context, "title": _("Return report")})
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(f"{_('return report')} {placement.person} {placement.end:%Y-%m}")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@signed_in
@once
def report_share(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Makes the link for one's team, prolongs it, or withdraws it."""
    placement = own(request, pk)
    try:
        if action == "partager":
            service.share(placement_id=placement.pk, actor=person(request))
            messages.success(request, _("The link is ready: copy it to your team."))
        else:
            service.withdraw(placement_id=placement.pk, actor=person(request))
            messages.success(request, _("The link is withdrawn: nobody reads the report by it any more."))
    except Refused as problem:
        messages.error(request, str(problem))
    answer = redirect("internships:report", pk=pk)
    answer["Location"] += "#team"
    return answer


def _shared(token: str) -> Placement:
    row = ReturnReport.objects.filter(token=token, shared_until__gt=timezone.now()).first()
    if row is None:
        raise Http404
    placement = lean(Placement.objects.standing().filter(pk=row.placement_id)).first()
    if placement is None or service.is_minors(placement):
        raise Http404
    return placement


@never_cache
@require_safe
@public
def report_shared(request: HttpRequest, token: str) -> HttpResponse:
    """The report for the team: whoever has the link reads it, until it ends or is withdrawn."""
    placement = _shared(token)
    context = _context(placement, selectors.public_sources(placement), public=True)
    response = render(request, "internships/returns/report_shared.html", {**context, "token": token})
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
@public
def report_shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    placement = _shared(token)
    response = _pdf(placement, selectors.public_sources(placement), public=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
