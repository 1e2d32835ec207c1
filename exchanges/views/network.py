"""The network of structures and what the space changed, by year (B15); the tools of the exchanges (B12)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents import tables
from exchanges import charter_documents, culture_exports, network_chart
from exchanges.access import professional, the_seat
from exchanges.library import documents_of, key
from exchanges.selectors import charters
from exchanges.selectors import network as selectors
from practices.models import LibraryDocument


@require_safe
@professional
def network(request: HttpRequest) -> HttpResponseBase:
    """Figures, drawing and table; `annee` keeps one year, `format` downloads the links."""
    seat = the_seat(request)
    words = request.GET.get("annee", "")
    year = int(words) if words.isdecimal() and len(words) == 4 else None
    found, figures = selectors.read(seat.space, year)
    if tables.export_format(request):
        return tables.export(request, name=_("network of structures"), columns=culture_exports.LINKS, rows=found.links)
    context = {
        "seat": seat,
        "space": seat.space,
        "tab": "exchanges:network",
        "network": found,
        "figures": figures,
        "year": year,
        "chart": network_chart.draw(found) if found.links else "",
        "rows": [(link, culture_exports.people(link)) for link in found.links],
        "least": selectors.LEAST,
        "hidden": max(0, len(found.linked) - network_chart.MOST),
    }
    return render(request, "exchanges/network.html", context)


@require_safe
@professional
def tools(request: HttpRequest) -> HttpResponse:
    """The four tools in one place: cahier des charges, référentiel, model agreements, dated library."""
    seat = the_seat(request)
    current = charters.current(seat.space)
    context = {
        "seat": seat,
        "space": seat.space,
        "tab": "exchanges:tools",
        "current": current,
        "standing": charters.standing(current) if current else None,
        "groups": documents_of(seat.space),
    }
    return render(request, "exchanges/tools.html", context)


@require_safe
@professional
def tool_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A text of the space's library as PDF; one that was sent as a file is downloaded as it is."""
    space = the_seat(request).space
    rows = LibraryDocument.objects.published().in_scope(key(space)).select_related("current__document")
    document = get_object_or_404(rows.exclude(current__text=""), pk=pk)
    assert document.current is not None
    content = charter_documents.render_text(document.current, space, get_language() or "fr")
    name = f"{slugify(document.title)[:60] or 'document'}-{document.current.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
