"""The dashboard of those who run the network: figures of every app, by territory and year, to download too (S11)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts import dashboard
from accounts.access import moderator
from accounts.dashboard import Scope, Section
from accounts.models import Territory
from accounts.workspace import Workspace
from documents import charts
from documents.charts import Bar, number
from documents.tables import Column, export, export_format
from internships.forms.impact import PlaceForm

YEARS = 6
COLUMNS = [
    Column(gettext_lazy("Part"), "part", 26),
    Column(gettext_lazy("Figure"), "label", 44),
    Column(pgettext_lazy("figure", "Number"), "number", 12),
    Column(gettext_lazy("Out of"), "whole", 12),
    Column(gettext_lazy("Share in %"), "share", 12),
    Column(gettext_lazy("Territory"), "territory", 26),
    Column(gettext_lazy("Year"), "year", 10),
]


@require_safe
@moderator
def view(request: HttpRequest) -> HttpResponseBase:
    """How is the network doing? A territory's people read their territory's figures, and no others."""
    workspace: Workspace = request.workspace  # type: ignore[attr-defined]
    territories = list(Territory.objects.all())
    if workspace.territory_id is not None:
        territories = [one for one in territories if one.pk == workspace.territory_id]
    this_year = timezone.localdate().year
    form = PlaceForm(request.GET, territories=territories, years=range(this_year - YEARS + 1, this_year + 1))
    own = next(iter(territories), None) if workspace.territory_id is not None else None
    if own is not None:
        del form.fields["territoire"]
    scope = Scope(workspace, own or form.territory, form.year)
    sections = dashboard.sections(scope)
    if export_format(request):
        # In words now: while the file is sent, the reader's language is no longer in force.
        return export(request, name=_("dashboard"), columns=COLUMNS, rows=list(_rows(sections, scope)))
    context = {
        "form": form,
        "scope": scope,
        "filters_set": form.count,
        "sections": [{"section": one, "chart": _chart(one)} for one in sections if not one.is_empty],
    }
    return render(request, "config/dashboard.html", context)


def _chart(section: Section) -> str:
    """What is a part of something, as long as its share."""
    parts = [one for one in section.figures if one.share]
    words = _("%(share)d %% of %(whole)s")
    rows = [
        Bar(one.label, one.share or 0, words % {"share": one.share, "whole": number(one.whole or 0)}) for one in parts
    ]
    about = _("Shares: %(title)s; the table below says the same.") % {"title": section.title}
    return charts.bars(rows, most=100, about=about) if rows else ""


def _rows(sections: list[Section], scope: Scope) -> Iterator[dict[str, object]]:
    for section in sections:
        for one in section.figures:
            yield {
                "part": str(section.title),
                "label": str(one.label),
                "number": one.number,
                "whole": one.whole,
                "share": one.share,
                "territory": scope.territory.name if scope.territory else _("All territories"),
                "year": scope.year or _("All years"),
            }
