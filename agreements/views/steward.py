"""Heavier acts of whoever leads an agreement: a scan, taking it back, cancelling it; and the answers to remarks."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from agreements import consent, workflow
from agreements.enums import Standing
from agreements.forms.signatories import AnswerForm, ReasonForm, ScanForm
from agreements.forms.signing import RemarkForm
from agreements.selectors.facts import facts
from agreements.selectors.signing_page import standing_version
from agreements.selectors.standing import is_steward
from agreements.services import cancelling, remarks, signing
from agreements.views.parts import agreement_of, person, shown, signatory_of, standing_of
from agreements.views.signatories import context
from documents import files, kinds

SCANS = frozenset({kinds.PDF, kinds.JPEG, kinds.PNG, kinds.WEBP})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def on_paper(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """« Signé hors plateforme »: the scan of a signature on paper, checked by whoever hands it in."""
    agreement = agreement_of(request, pk)
    if not is_steward(agreement, request.user):
        raise PermissionDenied
    signatory, version = signatory_of(agreement, row), standing_version(agreement)
    if version is None:
        messages.error(request, _("There is no document to sign at the moment."))
        return redirect("agreements:signatures", pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            scan = files.store_upload(form.cleaned_data["scan"], allowed=SCANS, user=person(request))
            signing.sign_on_paper(
                signatory_id=row,
                version_id=version.pk,
                sha256=request.POST.get("sha256", ""),
                scan=scan,
                consent=consent.on_paper(signatory, version, request.user),
                actor=person(request),
            )
        except ValidationError as problem:
            form.add_error("scan", problem)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The signature of %(name)s is recorded.") % {"name": signatory.name})
            return redirect("agreements:signatures", pk)
    about = {"agreement": agreement, "facts": facts(agreement), "form": form, "signatory": signatory}
    return render(request, "agreements/signing/on_paper.html", {**about, "version": version})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how many signatures fall before the agreement is taken back to be changed."""
    return _with_reason(request, pk, "reopen")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancels the agreement, signed or not, with the reason."""
    return _with_reason(request, pk, "cancel")


def _with_reason(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    agreement = shown(request, pk)
    who = standing_of(request, agreement)
    if Standing.STEWARD not in who:
        raise PermissionDenied
    try:
        action = workflow.require(agreement, code, request.user, who)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreements:signatures", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command = signing.reopen if code == "reopen" else cancelling.cancel
        try:
            command(agreement_id=pk, actor=person(request), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            done = _("You can change the agreement now.") if code == "reopen" else _("The agreement is cancelled.")
            messages.success(request, done)
        return redirect("agreements:signatures", pk)
    version = standing_version(agreement)
    signed = version.signatures.count() if version else 0
    about = {"agreement": agreement, "facts": facts(agreement), "form": form, "action": action, "signed": signed}
    return render(request, "agreements/signing/act.html", about)


@require_POST
@signed_in
@once
def remark_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A question, a point of attention or a request for change by a party with an account (T10)."""
    agreement = agreement_of(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        shown = context(request, agreement, remark_form=form, opened="remark")
        return render(request, "agreements/signing/signatures.html", shown, status=422)
    try:
        remarks.ask(agreement_id=pk, user=person(request), **form.cleaned_data)
        messages.success(request, _("Your remark is sent. Nobody signs before its answer."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:signatures", pk)


@require_POST
@signed_in
def remark_answer(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Answers a remark; its author is told."""
    agreement = agreement_of(request, pk)
    found = get_object_or_404(agreement.remarks, pk=remark)
    if not remarks.may_answer(agreement, found, person(request)):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write your answer."))
        return redirect("agreements:signatures", pk)
    try:
        remarks.answer(remark_id=found.pk, actor=person(request), text=form.cleaned_data["text"])
        messages.success(request, _("Your answer is sent."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:signatures", pk)
