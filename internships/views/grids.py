"""Grids of evaluation on screen (E11, T13): schools and networks write theirs, site administrators the site's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import with_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.idempotency import once
from internships.evaluation_screens import TITLES, Subject
from internships.forms.evaluations import FORMS
from internships.forms.grids import CriterionForm, FrameForm, GridForm, ShareForm
from internships.models import Criterion, EvaluationGrid, GridSharing, GridVersion, Skill
from internships.selectors import grids as selectors
from internships.services import grids as service
from internships.views.common import person, workspace

writers = with_role(Role.NETWORK_ADMIN, Role.COORDINATOR, Role.HEAD)
MOVES = {"monter": -1, "descendre": 1}


def _written(request: HttpRequest, pk: int) -> EvaluationGrid:
    return get_object_or_404(selectors.written_by(workspace(request)), pk=pk)


@require_safe
@writers
def grids(request: HttpRequest) -> HttpResponse:
    """One's own, those that others share, and the site's, which serve where nobody has another one."""
    may, owner = selectors.owner_of(workspace(request))
    owner_pk = owner.pk if owner else None
    rows = list(selectors.for_list(workspace(request)))
    for row in rows:
        published = [one for one in row.versions.all() if not one.is_draft]  # type: ignore[attr-defined]
        row.latest = published[0] if published else None  # type: ignore[attr-defined]
        row.has_draft = len(published) < len(row.versions.all())  # type: ignore[attr-defined]
        row.offer = next(iter(row.offered), None)  # type: ignore[attr-defined]
    mine = [row for row in rows if row.organisation_id == owner_pk]
    others = [row for row in rows if row.organisation_id != owner_pk and row.latest and not row.retired_at]  # type: ignore[attr-defined]
    context = {"mine": mine, "others": others, "may_write": may, "is_site": may and owner is None}
    return render(request, "internships/grids/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
@once
def grid_new(request: HttpRequest) -> HttpResponse:
    form = GridForm(request.POST if request.method == "POST" else None)
    may, owner = selectors.owner_of(workspace(request))
    if request.method == "POST" and form.is_valid() and may:
        made = service.add_grid(organisation=owner, actor=person(request), **form.cleaned_data)
        messages.success(request, _("The grid is there: add its questions, then put it in use."))
        return redirect("internships:grid", pk=made.pk)
    return render(request, "internships/grids/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
@once
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """A grid as it is being written: its frame, its questions in order, what can be done with it."""
    found = _written(request, pk)
    version = found.versions.first()
    if version is None:
        version = GridVersion(grid=found, number=0)
    form = FrameForm(request.POST if request.method == "POST" else None, grid=found, version=version)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        service.describe(
            grid_id=found.pk,
            name_fr=chosen["name_fr"],
            name_en=chosen["name_en"],
            kinds=chosen["kinds"],
            values=form.parts,
            actor=person(request),
        )
        messages.success(request, _("Saved in the draft. It holds once you put it in use."))
        return redirect("internships:grid", pk=pk)
    context = {
        "grid": found,
        "form": form,
        "version": version,
        "criteria": list(version.criteria.all()) if version.pk else [],
        "in_use": found.versions.filter(published_at__isnull=False).first(),
        "versions": list(found.versions.filter(published_at__isnull=False)),
        "shared": list(found.sharings.select_related("organisation")),
    }
    return render(request, "internships/grids/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
@once
def criterion(request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
    """Adds a question, or changes one."""
    found = _written(request, pk)
    row = get_object_or_404(Criterion, pk=line, version__grid=found) if line else None
    form = CriterionForm(request.POST if request.method == "POST" else None, criterion=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.save_criterion(grid_id=pk, data=form.criterion, actor=person(request), criterion_id=line)
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Saved in the draft. It holds once you put it in use."))
        return redirect("internships:grid", pk=pk)
    context = {"grid": found, "form": form, "criterion": row}
    return render(request, "internships/grids/criterion.html", context, status=422 if form.errors else 200)


@require_POST
@writers
@once
def criterion_act(request: HttpRequest, pk: int, line: int, action: str) -> HttpResponse:
    """Moves a question up or down, or removes it."""
    found = _written(request, pk)
    try:
        if action in MOVES:
            service.move_criterion(grid_id=found.pk, criterion_id=line, by=MOVES[action], actor=person(request))
        else:
            service.remove_criterion(grid_id=found.pk, criterion_id=line, actor=person(request))
    except Refused as problem:
        messages.error(request, str(problem))
    answer = redirect("internships:grid", pk=pk)
    answer["Location"] += "#questions"
    return answer


@require_POST
@writers
@once
def grid_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Begins a draft, puts it in use, drops it, takes the grid out of use."""
    found, actor = _written(request, pk), person(request)
    try:
        if action == "modifier":
            service.begin_draft(grid_id=found.pk, actor=actor)
        elif action == "publier":
            service.publish(grid_id=found.pk, actor=actor)
            messages.success(request, _("In use: evaluations that open from now on ask these questions."))
        elif action == "abandonner":
            service.drop_draft(grid_id=found.pk, actor=actor)
            messages.success(request, _("The draft is gone; the version in use stands."))
        else:
            service.retire(grid_id=found.pk, actor=actor)
            messages.success(request, _("Out of use: no evaluation opens with it any more."))
    except Refused as problem:
        messages.error(request, str(problem))
    return redirect("internships:grid", pk=pk)


@require_POST
@writers
@once
def grid_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A grid of one's own that begins as another one."""
    source = get_object_or_404(selectors.read_by(workspace(request)), pk=pk)
    _may, owner = selectors.owner_of(workspace(request))
    try:
        made = service.copy_grid(source=source, organisation=owner, actor=person(request))
    except Refused as problem:
        messages.error(request, str(problem))
        return redirect("internships:grids")
    messages.success(request, _("This copy is yours: change what you like, then put it in use."))
    return redirect("internships:grid", pk=made.pk)


@require_safe
@writers
def grid_preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version as those who answer see it; nothing is kept."""
    found = get_object_or_404(selectors.read_by(workspace(request)), pk=pk)
    version = get_object_or_404(found.versions, number=number)
    mine = selectors.written_by(workspace(request)).filter(pk=pk).exists()
    if version.is_draft and not mine:
        version = get_object_or_404(found.versions.filter(published_at__isnull=False), number=number)
    subject = Subject(
        objectives=[],
        skills=list(Skill.objects.in_use()) if version.asks_skills else [],
        criteria=list(version.criteria.all()),
    )
    screens = [
        {"title": TITLES[screen], "screen": str(screen), "form": FORMS[screen](subject=subject, typed={})}
        for screen in subject.screens
    ]
    context: dict[str, Any] = {"grid": found, "version": version, "screens": screens, "mine": mine}
    return render(request, "internships/grids/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@writers
@once
def grid_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers the grid to other organisations."""
    found = _written(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None, grid=found)
    words = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    if request.method == "POST" and form.is_valid():
        try:
            service.share(grid=found, organisations=form.cleaned_data["organisations"], actor=person(request))
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Shared: they see it in their list, and decide whether they use it."))
        return redirect("internships:grid", pk=pk)
    context = {"grid": found, "form": form, "query": words, "found": form.found(words)}
    return render(request, "internships/grids/share.html", context, status=422 if form.errors else 200)


@require_POST
@writers
@once
def sharing_act(request: HttpRequest, sharing: int, action: str) -> HttpResponse:
    """The other organisation uses the grid, or no longer; the owner takes it back."""
    _may, owner = selectors.owner_of(workspace(request))
    rows = GridSharing.objects.select_related("grid", "organisation")
    actor = person(request)
    if action == "retirer":
        row = get_object_or_404(rows.filter(grid__in=selectors.written_by(workspace(request))), pk=sharing)
        service.withdraw(sharing=row, actor=actor)
        messages.success(request, _("This organisation no longer uses your grid."))
        return redirect("internships:grid", pk=row.grid_id)
    row = get_object_or_404(rows.filter(organisation=owner), pk=sharing)
    if action == "utiliser":
        service.adopt(sharing=row, actor=actor)
        messages.success(request, _("Your evaluations use this grid from now on."))
    else:
        service.give_up(sharing=row, actor=actor)
        messages.success(request, _("Your evaluations no longer use this grid."))
    return redirect("internships:grids")
