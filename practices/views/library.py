"""The library of texts (A1): the list, a text with its versions and commitments."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import public
from documents import richtext
from documents.tables import export, export_format
from practices.exports_library import COMMITMENTS, DOCUMENTS
from practices.forms.library import LibraryFilter
from practices.library_enums import LibraryAudience
from practices.models import LibraryDocument
from practices.selectors import library as selectors

PER_PAGE = 20


@require_safe
@public
def document_list(request: HttpRequest) -> HttpResponseBase:
    """The texts that the reader may see: search, kind, territory, year; export."""
    everything = selectors.listed(request.user)
    chosen = LibraryFilter(request.GET, queryset=everything, years=selectors.years(everything))
    rows = chosen.qs
    if export_format(request):
        return export(request, name=_("Library of texts"), columns=DOCUMENTS, rows=rows)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filter": chosen,
        "may_keep": request.user.is_authenticated and _keeps(request),
    }
    return render(request, "practices/library/list.html", context)


def _keeps(request: HttpRequest) -> bool:
    from practices.views.library_keeping import may_add

    return may_add(request)


@require_safe
@public
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One text: what it says today, what it said before, what it commits to and how far that is."""
    rows = LibraryDocument.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("territory", "current__file"), pk=pk)
    followed = selectors.followed(found) if found.has_commitments else None
    if followed and export_format(request):
        lines = [row for one in followed.objectives for row in one.commitments]
        return export(request, name=_("Objectives and commitments"), columns=COMMITMENTS, rows=lines)
    may_keep = request.user.is_authenticated and LibraryDocument.objects.kept_by(request.user).filter(pk=pk).exists()
    versions = (found.versions.all() if may_keep else found.versions.since_published()).select_related("file")
    context = {
        "document": found,
        "versions": list(versions),
        "body": richtext.render(found.current.text) if found.current and found.current.text else "",
        "followed": followed,
        "may_keep": may_keep,
        "is_listed": found.audience != LibraryAudience.SCOPED,
    }
    response = render(request, "practices/library/document.html", context)
    if not found.is_public:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public
def document_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a text said before, to those for whom it was meant then."""
    rows = LibraryDocument.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("territory"), pk=pk)
    version = get_object_or_404(found.versions.open_to(request.user).select_related("file"), number=number)
    context = {"document": found, "version": version, "body": richtext.render(version.text) if version.text else ""}
    response = render(request, "practices/library/version.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
