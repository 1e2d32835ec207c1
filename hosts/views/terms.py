"""Lists that network administrators keep on screen (S10, S13)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import site_admin
from accounts.idempotency import once
from documents.tables import export, export_format
from hosts.exports import TERMS
from hosts.forms.terms import FORMS
from hosts.models.reference import Term
from hosts.selectors.terms import LISTS
from hosts.services.terms import save_term
from hosts.views.people import person

PER_PAGE = 50


@require_safe
@site_admin
def terms(request: HttpRequest, kind: str) -> HttpResponseBase:
    """One of the lists, with search and pages."""
    model = _model(kind)
    query = request.GET.get("q", "").strip()
    entries = model.objects.select_related(*model.shown_with)  # type: ignore[attr-defined]
    if query:
        entries = entries.filter(Q(name_fr__icontains=query) | Q(name_en__icontains=query) | Q(code__icontains=query))
    if request.GET.get("unused"):
        entries = entries.filter(active=False)
    if export_format(request):
        return export(request, name=_frame(kind)["label"], columns=TERMS, rows=entries)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hosts/term_list.html", {**_frame(kind), "page": page, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@site_admin
@once
def term_edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Adds an entry, or changes one."""
    model = _model(kind)
    term = get_object_or_404(model, pk=pk) if pk else None
    form = FORMS[kind](request.POST or None, instance=term)
    if request.method == "POST" and form.is_valid():
        entry = save_term(term=form.save(commit=False), actor=person(request))
        form.save_m2m()
        messages.success(request, _("« %(name)s » is saved.") % {"name": entry.name})
        return redirect("hosts:terms", kind=kind)
    return render(request, "hosts/term_form.html", {**_frame(kind), "form": form, "term": term})


def _model(kind: str) -> type[Term]:
    if kind not in LISTS:
        raise Http404
    return LISTS[kind]


def _frame(kind: str) -> dict[str, Any]:
    tabs = [{"kind": name, "label": str(model._meta.verbose_name_plural).capitalize()} for name, model in LISTS.items()]
    label = next(tab["label"] for tab in tabs if tab["kind"] == kind)
    return {"kind": kind, "tabs": tabs, "label": label, "one": LISTS[kind]._meta.verbose_name}
