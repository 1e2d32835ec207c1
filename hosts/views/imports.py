"""Imports of registers on screen (E3): the file, its columns, what it would do, its progress, its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import network_admin
from accounts.idempotency import once
from documents import tables
from documents.tables import TableError
from hosts.enums import ImportState, RowOutcome
from hosts.forms.imports import ColumnsForm, UploadForm
from hosts.models import ImportBatch
from hosts.selectors import imports as selectors
from hosts.services.imports import batches, template
from hosts.services.imports import mapping as columns
from hosts.services.imports.formats import FORMATS
from hosts.services.imports.workflow import NotNow, available_actions
from hosts.views.people import person, workspace

PER_PAGE = 25
LINES_PER_PAGE = 50
WORST = 10


@require_safe
@network_admin
def imports(request: HttpRequest) -> HttpResponseBase:
    """The imports of the network, latest first."""
    query, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    found = selectors.batches(request.user, query=query, state=state)
    if tables.export_format(request):
        return tables.export(request, name=_("Imports"), columns=selectors.batch_columns(), rows=found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "state": state, "states": ImportState.choices}
    return render(request, "hosts/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@network_admin
@once
def import_new(request: HttpRequest) -> HttpResponse:
    """Takes a file."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.take(
                upload=form.cleaned_data["file"], organisation=workspace(request).organisation, actor=person(request)
            )
        except TableError as problem:
            form.add_error("file", str(problem))
        except ValidationError as problem:
            form.add_error("file", problem)
        else:
            return redirect("hosts:import_columns", pk=batch.pk)
    status = 422 if form.is_bound else 200
    known = [FORMATS[code] for code in ("finess", "education", "sirene")]
    return render(request, "hosts/import_new.html", {"form": form, "formats": known, "steps": steps(1)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@network_admin
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns mean; then the file is checked line by line."""
    batch = _batch(request, pk)
    if "configure" not in available_actions(batch):
        return redirect("hosts:import_detail", pk=pk)
    try:
        sample = batches.sample_of(batch)
    except TableError as problem:
        messages.error(request, str(problem))
        return redirect("hosts:imports")
    described = columns.describe(batch.columns, sample, [(name, code) for name, code in batch.mapping])
    form = ColumnsForm(request.POST if request.method == "POST" else None, batch=batch, columns=described)
    if request.method == "POST" and form.is_valid():
        try:
            batches.configure(batch_id=pk, actor=person(request), pairs=form.pairs(), options=form.options())
        except NotNow as problem:
            messages.warning(request, str(problem))
        else:
            batches.go_on_here(batch_id=pk)
        return redirect("hosts:import_detail", pk=pk)
    context = {
        "batch": batch,
        "form": form,
        "known": FORMATS.get(batch.format),
        "remembered": batches.remembers(batch),
        "steps": steps(2),
    }
    return render(request, "hosts/import_columns.html", context, status=422 if form.is_bound else 200)


@require_safe
@network_admin
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: under way, checked and waiting for a yes, done with its report, or stopped."""
    batch = _batch(request, pk)
    if request.headers.get("HX-Request"):
        if not batch.under_way:
            return HttpResponseClientRefresh()
        return render(request, "hosts/parts/import_progress.html", {"batch": batch})
    if batch.state == ImportState.UPLOADED:
        return redirect("hosts:import_columns", pk=pk)
    context: dict[str, Any] = {
        "batch": batch,
        "figures": selectors.figures(batch),
        "actions": available_actions(batch),
        "known": FORMATS.get(batch.format),
        "steps": steps(4 if batch.state in (ImportState.RUNNING, ImportState.DONE) else 3, done=batch.state == "done"),
    }
    if not batch.under_way:
        context["worst"] = selectors.lines(batch, RowOutcome.ERROR)[:WORST] if batch.count("error") else []
        context["doubtful"] = selectors.lines(batch, selectors.DOUBTFUL)[:WORST] if batch.count("doubtful") else []
        context["importable"] = batch.count("created") + batch.count("updated")
    return render(request, "hosts/import_detail.html", context)


@require_safe
@network_admin
def import_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The lines of an import, one by one: all of them, or those of one kind."""
    batch = _batch(request, pk)
    kind, query = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:80]
    found = selectors.lines(batch, kind, query)
    if tables.export_format(request):
        return tables.export(request, name=batch.name, columns=selectors.line_columns(batch, kind), rows=found)
    page = Paginator(found, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"batch": batch, "page": page, "kind": kind, "query": query, "figures": selectors.figures(batch)}
    return render(request, "hosts/import_rows.html", context)


@require_POST
@network_admin
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports what was checked."""
    batch = _batch(request, pk)
    leave_out = request.POST.get("leave_out_errors") == "yes"
    try:
        batches.start(batch_id=batch.pk, actor=person(request), leave_out_errors=leave_out)
    except NotNow as problem:
        messages.warning(request, str(problem))
    else:
        batches.go_on_here(batch_id=batch.pk)
    return redirect("hosts:import_detail", pk=pk)


@require_POST
@network_admin
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives an import up."""
    batch = _batch(request, pk)
    try:
        batch = batches.cancel(batch_id=batch.pk, actor=person(request))
    except NotNow as problem:
        messages.warning(request, str(problem))
        return redirect("hosts:import_detail", pk=pk)
    if batch.cancel_requested:
        messages.info(request, _("The import stops after its current lines; nothing of it will stay."))
        return redirect("hosts:import_detail", pk=pk)
    messages.success(request, _("This import was given up. Nothing of it was kept among the hosts."))
    return redirect("hosts:imports")


@require_safe
@network_admin
def import_template(request: HttpRequest) -> HttpResponseBase:
    """The sheet to fill in by hand, in the reader's language."""
    return template.sheet(request)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user).select_related("territory", "sector", "created_by", "file")
    return get_object_or_404(visible, pk=pk)


def steps(current: int, *, done: bool = False) -> list[dict[str, str]]:
    """The four stops of an import, for the stepper."""
    titles = [_("The file"), _("Its columns"), _("Check"), _("Import")]
    return [
        {"title": title, "state": "done" if number < current or done else "current" if number == current else ""}
        for number, title in enumerate(titles, start=1)
    ]
