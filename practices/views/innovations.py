"""Innovations that everybody reads: the list, the page, the same on paper (E16, E18)."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import public
from documents import richtext
from documents.tables import export, export_format
from practices.exports_network import INNOVATIONS
from practices.forms.innovations import InnovationFilter
from practices.innovation_documents import render_pdf
from practices.innovation_workflow import available_actions
from practices.selectors import innovations as selectors

PER_PAGE = 12


@require_safe
@public
def innovation_list(request: HttpRequest) -> HttpResponseBase:
    """What stays and good practices led to, the newest first."""
    chosen = InnovationFilter(request.GET, queryset=selectors.listed())
    if export_format(request):
        return export(request, name=_("Innovations and progress"), columns=INNOVATIONS, rows=list(chosen.qs[:2000]))
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/innovations/list.html", {"page": page, "filter": chosen})


@require_safe
@public
def innovation(request: HttpRequest, slug: str) -> HttpResponse:
    """What did they change, what came of it, who can I ask."""
    found = get_object_or_404(selectors.public_page(), slug=slug)
    context = {
        "innovation": found,
        "story": richtext.render(found.story),
        "parts": selectors.parts(found),
        "named": found.named,  # type: ignore[attr-defined]
        "address": f"{settings.PUBLIC_URL.rstrip('/')}{found.get_absolute_url()}",
        "mine": request.user.is_authenticated and bool(available_actions(found, request.user)),
    }
    return render(request, "practices/innovations/detail.html", context)


@require_safe
@public
def innovation_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """To print, and to take to a meeting."""
    found = get_object_or_404(selectors.public_page(), slug=slug)
    response = HttpResponse(render_pdf(found, get_language() or "fr"), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
