"""Keeping the library (A1): texts, their versions, publishing, commitments. Those who keep nothing see a 404."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from hosts.views.people import person
from practices import library_scopes
from practices.editing import seats_of
from practices.forms.library import CommitmentForm, DocumentForm, FollowForm, VersionForm
from practices.library_enums import LibraryState
from practices.models import LibraryDocument
from practices.selectors import library as selectors
from practices.services import library as service

PER_PAGE = 25


def may_add(request: HttpRequest) -> bool:
    return seats_of(request.user).exists() or bool(library_scopes.writable_by(request.user))


def kept(request: HttpRequest, pk: int) -> LibraryDocument:
    rows = LibraryDocument.objects.kept_by(request.user).select_related("territory", "current__file")
    return get_object_or_404(rows, pk=pk)


@require_safe
@signed_in
def kept_list(request: HttpRequest) -> HttpResponse:
    """The texts that one keeps, whatever their state."""
    if not may_add(request):
        raise Http404
    page = Paginator(selectors.kept(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/library/kept.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def document_new(request: HttpRequest) -> HttpResponse:
    """A text with its first version."""
    if not may_add(request):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = DocumentForm(posted, instance=LibraryDocument(), person=person(request))
    version = VersionForm(posted, request.FILES or None, first=True)
    if posted is not None and form.is_valid() and version.is_valid():
        try:
            made = service.add(actor=person(request), values=form.changes, version=version.cleaned_data)
        except (Refused, ValidationError) as problem:
            _say(version, problem)
        else:
            messages.success(request, _("The text is kept. Look at it once more, then publish it."))
            return redirect("practices:document", pk=made.pk)
    context = {"form": form, "version": version, "document": None}
    return _page(request, "practices/library/edit.html", context, form, version)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its kind, words and readers."""
    found = kept(request, pk)
    form = DocumentForm(request.POST if request.method == "POST" else None, instance=found, person=person(request))
    if request.method == "POST" and form.is_valid():
        try:
            service.update(document_id=pk, actor=person(request), changes=form.changes, edit=form.edit)
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=found.get_absolute_url())
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("practices:document", pk=pk)
    context = {"form": form, "version": None, "document": kept(request, pk)}
    return _page(request, "practices/library/edit.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def version_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A newer version; those before it stay."""
    found = kept(request, pk)
    posted = request.POST if request.method == "POST" else None
    version = VersionForm(posted, request.FILES or None)
    if posted is not None and version.is_valid():
        try:
            service.add_version(document_id=pk, actor=person(request), version=version.cleaned_data)
        except (Refused, ValidationError) as problem:
            _say(version, problem)
        else:
            messages.success(request, _("The new version is in force; the one before can still be read."))
            return redirect("practices:document", pk=pk)
    context = {"form": None, "version": version, "document": found}
    return _page(request, "practices/library/edit.html", context, version)


ACTIONS = {"publier": "publish", "retirer": "withdraw", "supprimer": "delete"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def document_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then publishes, withdraws with a reason, or deletes what was never published."""
    found = kept(request, pk)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            if action == "publier":
                service.publish(document_id=pk, actor=person(request))
                messages.success(request, _("The text is published."))
            elif action == "retirer":
                service.withdraw(document_id=pk, actor=person(request), reason=reason)
                messages.success(request, _("The text is withdrawn."))
            else:
                service.delete_draft(document_id=pk, actor=person(request))
                messages.success(request, _("The draft is deleted."))
                return redirect("practices:library_kept")
        except Refused as problem:
            error = str(problem)
        else:
            return redirect("practices:document", pk=pk)
    elif (action == "retirer") != (found.state == LibraryState.PUBLISHED):
        raise Http404
    context = {"document": found, "action": ACTIONS[action], "error": error, "reason": reason}
    return render(request, "practices/library/act.html", context, status=422 if error else 200)


# Commitments


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def commitment(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    """A line of « objectifs et engagements »: added, or reworded."""
    found = kept(request, pk)
    if not found.has_commitments:
        raise Http404
    known = get_object_or_404(found.commitments, pk=row) if row else None
    form = CommitmentForm(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            service.save_commitment(document_id=pk, commitment_id=row, actor=person(request), values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"{found.get_absolute_url()}#engagements")
    context = {"document": found, "form": form, "row": known}
    return _page(request, "practices/library/commitment.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def commitment_follow(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """How far a commitment is, and what shows it."""
    found = kept(request, pk)
    known = get_object_or_404(found.commitments.select_related("evidence_file"), pk=row)
    initial = {"state": known.state, "evidence": known.evidence}
    form = FollowForm(request.POST if request.method == "POST" else None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service.follow_commitment(document_id=pk, commitment_id=row, actor=person(request), **form.cleaned_data)
        except (Refused, ValidationError) as problem:
            _say(form, problem, "evidence")
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{found.get_absolute_url()}#engagements")
    steps = [
        {"title": one.get_target_display(), "when": one.at, "by": one.actor, "text": one.evidence}
        for one in known.steps.select_related("actor")[:30]
    ]
    context = {"document": found, "form": form, "row": known, "steps": steps}
    return _page(request, "practices/library/follow.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def commitment_remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Asks, then removes a line of which nothing was said yet."""
    found = kept(request, pk)
    known = get_object_or_404(found.commitments, pk=row)
    if request.method == "POST":
        try:
            service.remove_commitment(document_id=pk, commitment_id=row, actor=person(request))
        except Refused as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Removed."))
        return redirect(f"{found.get_absolute_url()}#engagements")
    context = {"document": found, "row": known, "action": "remove"}
    return render(request, "practices/library/act.html", context)


def _say(form: Any, problem: Exception, field: str = "upload") -> None:
    """A refusal beside the field that it is about."""
    words = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
    for one in words:
        form.add_error(field if field in form.fields else None, one)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *forms: Any) -> HttpResponse:
    refused = any(form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if refused else 200)
