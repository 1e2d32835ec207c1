"""The trace, for network administrators and for those who look after an organisation (their own only)."""

from __future__ import annotations

import json
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import selectors, tracewords
from accounts.access import manager
from accounts.exports import export
from accounts.filters import AuditFilter
from accounts.models import AuditEntry

EXPORTED = 50_000


@manager
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The lines of the trace in one's charge, the latest first."""
    rows = AuditEntry.objects.visible_to(request.user).select_related("actor", "organisation", "words")
    if not request.workspace.is_network_admin:  # type: ignore[attr-defined]
        rows = rows.filter(organisation=request.workspace.organisation)  # type: ignore[attr-defined]
    filtered = AuditFilter(request.GET, queryset=rows, actions=tracewords.choices(), request=request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return export_lines(request, filtered.qs[:EXPORTED])
    page = selectors.page_of(request, filtered.qs)
    context = {
        "page": page,
        "lines": [
            {"entry": one, "sentence": tracewords.sentence(one.action), "details": tracewords.details(one.data)}
            for one in page
        ],
        "filter": filtered,
        "filters_set": sum(bool(request.GET.get(name)) for name in filtered.filters),
    }
    return render(request, "accounts/audit.html", context)


def export_lines(request: HttpRequest, rows: QuerySet[AuditEntry]) -> HttpResponse:
    columns = [
        _("When"),
        _("Who"),
        _("Action"),
        _("Kind of object"),
        _("Number of the object"),
        _("Organisation"),
        _("Details"),
        _("Text"),
    ]
    lines = (
        [
            timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M:%S"),
            str(one.actor or ""),
            tracewords.sentence(one.action),
            one.target_type,
            one.target_id,
            str(one.organisation or ""),
            json.dumps(one.data, ensure_ascii=False) if one.data else "",
            one.words.text if hasattr(one, "words") else "",
        ]
        for one in rows.iterator(chunk_size=1000)
    )
    return cast(HttpResponse, export(request, name=_("trace"), columns=columns, rows=lines))
