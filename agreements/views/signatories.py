"""Who signs an agreement: the list, whose turn it is, and what whoever leads may do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from agreements import workflow
from agreements.enums import AgreementState, SignatoryState, Standing
from agreements.forms.signatories import SIDE_OF, OrderForm, SignatoryForm
from agreements.forms.signing import DelegateForm, RemarkForm
from agreements.models import Agreement
from agreements.selectors.facts import facts
from agreements.selectors.kinds import hosts_of
from agreements.selectors.needed import gaps
from agreements.selectors.sealing import seal_wait
from agreements.selectors.signing_page import signature_lines, standing_version
from agreements.selectors.standing import is_steward
from agreements.services import remarks as remark_service
from agreements.services import signatories as service
from agreements.services import signing
from agreements.views.documents import version_file
from agreements.views.parts import agreement_of, person, shown, signatory_of, standing_of

# What the page offers at its foot; the rest of the table has buttons of its own.
ACTIONS = ("reopen", "cancel")


@require_safe
@signed_in
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who signs, in their order, with what they did and what can be done."""
    return render(request, "agreements/signing/signatures.html", context(request, shown(request, pk)))


def context(request: HttpRequest, agreement: Agreement, **more: Any) -> dict[str, Any]:
    user = person(request)
    version = standing_version(agreement)
    lines = signature_lines(agreement, version)
    who = standing_of(request, agreement)
    leads = Standing.STEWARD in who
    preparing = agreement.state == AgreementState.PREPARING
    rows = [line.signatory for line in lines]
    own = [line.signatory for line in lines if not line.signature and service.speaks_for(line.signatory, user)]
    remarks = list(agreement.remarks.select_related("signatory"))
    return {
        "agreement": agreement,
        "facts": facts(agreement),
        "version": version,
        "seal_wait": seal_wait(agreement, version),
        "lines": lines,
        "leads": leads,
        "editing": leads and preparing,
        "signing": leads and agreement.state == AgreementState.SIGNING,
        "gaps": gaps(agreement) if preparing and leads else [],
        "own": [row for row in own if row.state in (SignatoryState.ASKED, SignatoryState.DECLINED)]
        if agreement.state == AgreementState.SIGNING
        else [],
        "actions": [one for one in workflow.available_actions(agreement, user, who) if one.code in ACTIONS],
        "remarks": [(one, remark_service.may_answer(agreement, one, user, who)) for one in remarks],
        "may_remark": agreement.state in remark_service.OPEN,
        "amendments": sorted(agreement.amendments.all(), key=lambda one: one.amendment_number or 0),
        "may_amend": leads and agreement.state == AgreementState.SEALED and not agreement.is_amendment,
        "order_form": OrderForm(rows=rows, in_order=agreement.in_order),
        "remark_form": RemarkForm(),
        **more,
    }


@require_safe
@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document as it stands: sealed, or being signed. Served byte for byte as it was stored."""
    return version_file(request, agreement_of(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def signatory_add(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _led(request, pk)
    form = SignatoryForm(request.POST or None, hosts=hosts_of(agreement.placement))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            service.add(agreement_id=pk, actor=person(request), side=SIDE_OF[values["capacity"]], **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The signatory is added."))
            return redirect("agreements:signatures", pk)
    return _form(request, agreement, form, title=_("Add a signatory"), button=_("Add the signatory"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def signatory_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Corrects who signs, before the agreement is sent."""
    agreement = _led(request, pk)
    signatory = signatory_of(agreement, row)
    form = SignatoryForm(request.POST or None, row=signatory)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(signatory_id=row, actor=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("agreements:signatures", pk)
    title = str(signatory.get_capacity_display())
    return _form(request, agreement, form, title=title, button=_("Save the signatory"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def signatory_replace(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Somebody else signs in their place, while the agreement is being signed; what was signed stays."""
    agreement = _led(request, pk)
    signatory = signatory_of(agreement, row)
    form = DelegateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = service.delegate(signatory_id=row, actor=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s signs instead, and both are told.") % {"name": fresh.name})
            return redirect("agreements:signatures", pk)
    title = _("Somebody else signs in place of %(name)s") % {"name": signatory.name}
    return _form(request, agreement, form, title=title, button=_("Pass the signature on"))


@require_POST
@signed_in
def signatory_act(request: HttpRequest, pk: int, row: int, action: str) -> HttpResponse:
    """Takes a signatory away, or asks again."""
    agreement = _led(request, pk)
    signatory = signatory_of(agreement, row)
    try:
        if action == "retirer":
            service.remove(signatory_id=signatory.pk, actor=person(request))
            messages.success(request, _("The signatory is taken away."))
        else:
            signing.ask_again(signatory_id=signatory.pk, actor=person(request))
            messages.success(request, _("The request is sent again to %(name)s.") % {"name": signatory.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:signatures", pk)


@require_POST
@signed_in
def signatory_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs in which step, or all at once."""
    agreement = _led(request, pk)
    rows = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED))
    form = OrderForm(request.POST, rows=rows, in_order=agreement.in_order)
    if not form.is_valid():
        return render(
            request, "agreements/signing/signatures.html", context(request, agreement, order_form=form), status=422
        )
    try:
        service.reorder(agreement_id=pk, actor=person(request), steps=form.steps, in_order=form.chosen_order)
        messages.success(request, _("The order is saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:signatures", pk)


def _led(request: HttpRequest, pk: int) -> Agreement:
    """An agreement that the person leads; the others of its parties get a 403."""
    from django.core.exceptions import PermissionDenied

    agreement = agreement_of(request, pk)
    if not is_steward(agreement, request.user):
        raise PermissionDenied
    return agreement


def _form(request: HttpRequest, agreement: Agreement, form: Any, **words: Any) -> HttpResponse:
    about = {"agreement": agreement, "facts": facts(agreement), "form": form, **words}
    return render(request, "agreements/signing/form.html", about)
