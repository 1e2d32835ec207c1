"""Amendments on screen: what changes, the form, the reviewed difference, then signatures like any agreement (T11)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from agreements import workflow
from agreements.amendment_kinds import Change
from agreements.enums import AgreementState, AmendmentKind
from agreements.forms.amendments import FORMS, KindForm
from agreements.models import Agreement
from agreements.selectors.facts import facts
from agreements.selectors.signing_page import standing_version
from agreements.selectors.standing import is_steward
from agreements.services import amendments, versions
from agreements.views.parts import agreement_of, person, shown, standing_of


@require_safe
@signed_in
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The first step: what kind of change. The original never changes."""
    original = _led(request, pk)
    if original.state != AgreementState.SEALED or original.is_amendment:
        messages.error(request, _("Only an agreement that all have signed is amended."))
        return redirect("agreements:detail", pk)
    form = KindForm(request.GET if "kind" in request.GET else None)
    if form.is_valid():
        return redirect("agreements:amend_kind", pk, form.cleaned_data["kind"])
    open_one = original.amendments.exclude(state__in=(AgreementState.SEALED, AgreementState.CANCELLED)).first()
    about = {"agreement": original, "facts": facts(original), "form": form, "open_one": open_one}
    return render(request, "agreements/signing/amend.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def amend_kind(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What is to be different; the amendment is then reviewed before it is sent."""
    original = _led(request, pk)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, original=original)
    if request.method == "POST" and form.is_valid():
        try:
            made = amendments.begin(
                agreement_id=pk,
                actor=person(request),
                kind=kind,
                reason=form.cleaned_data["reason"],
                changes=form.changes,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("agreements:amendment", made.pk)
    return _form(request, original, form, kind)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amendment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects an amendment before it is sent for signature."""
    draft = _led(request, pk)
    if draft.amends is None or draft.state != AgreementState.PREPARING:
        return redirect("agreements:detail", pk)
    form = FORMS[draft.amendment_kind](request.POST or None, original=draft.amends, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            amendments.change(
                agreement_id=pk,
                actor=person(request),
                reason=form.cleaned_data["reason"],
                changes=form.changes,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("agreements:amendment", pk)
    return _form(request, draft, form, draft.amendment_kind)


@require_safe
@signed_in
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviewed difference: before and after, why, who signs; then it is sent."""
    made = shown(request, pk)
    if made.amends is None:
        return redirect("agreements:detail", pk)
    may_send = workflow.may(made, "send", request.user, standing_of(request, made))
    context = {
        "agreement": made,
        "facts": facts(made),
        "differences": said(made),
        "signatories": sorted(made.signatories.all(), key=lambda one: (one.step, one.pk)),
        "may_send": may_send,
        "obstacles": [str(problem) for problem in versions.obstacles(made)] if may_send else [],
    }
    return render(request, "agreements/signing/amendment.html", context)


def said(made: Agreement) -> list[Change]:
    """The difference as its document says it; as things stand while there is none."""
    version = standing_version(made)
    if version is None:
        return amendments.differences(made)
    rows: list[dict[str, Any]] = (version.snapshot.get("amendment") or {}).get("changes", [])
    return [Change(one["label"], one["before"], one["after"]) for one in rows]


def _led(request: HttpRequest, pk: int) -> Agreement:
    agreement = agreement_of(request, pk)
    if not is_steward(agreement, request.user):
        raise PermissionDenied
    return agreement


def _form(request: HttpRequest, agreement: Agreement, form: Any, kind: str) -> HttpResponse:
    about = {
        "agreement": agreement,
        "facts": facts(agreement),
        "form": form,
        "title": AmendmentKind(kind).label,
        "button": _("Review the amendment"),
        "back": "agreements:detail",
    }
    return render(request, "agreements/signing/amend_form.html", about)
