"""The page of an agreement, and what whoever leads it does there before signing."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from agreements import workflow
from agreements.enums import AgreementState, Side, Standing
from agreements.forms.parts import ContactForm, StartForm
from agreements.models import Agreement
from agreements.selectors.completeness import missing, nobody_signs
from agreements.selectors.drawing_up import may_draw_up
from agreements.selectors.facts import facts
from agreements.selectors.kinds import with_host
from agreements.selectors.leading import lead_of
from agreements.selectors.overview import PartLine, history, part_lines, sentence
from agreements.selectors.sealing import seal_wait
from agreements.selectors.signing_page import signature_lines, standing_version
from agreements.selectors.standing import is_steward
from agreements.services import asking, drafting, versions
from agreements.views.parts import agreement_of, own_parts, part_of, person, shown, standing_of
from internships.lawcases import Case
from internships.lawcheck import findings
from internships.models import Placement


@require_safe
@signed_in
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the agreement stands, whose turn it is, and what comes next."""
    context = _context(request, shown(request, pk))
    template = "agreements/agreement_state.html" if request.headers.get("HX-Request") else "agreements/agreement.html"
    return render(request, template, context)


def _context(request: HttpRequest, agreement: Agreement) -> dict[str, Any]:
    who = standing_of(request, agreement)
    leads = Standing.STEWARD in who
    preparing = agreement.state == AgreementState.PREPARING
    # Nobody has signed yet: today's law; an amendment goes by the day on which its agreement was signed.
    case = Case(agreement.placement, signed_on=_signed_on(agreement) or timezone.localdate())
    lacking = []
    if preparing:
        lacking = nobody_signs(agreement) if agreement.is_amendment else missing(agreement, case=case)
    version = None if preparing else standing_version(agreement)
    lead = lead_of(agreement.placement)
    mine = own_parts(request, agreement, who, lead)
    found = findings(agreement.placement, case=case) if preparing else []
    said = [one for one in found if one.effect != "inform"]
    parts: list[PartLine] = []
    if preparing:
        may_write, by_host = leads and lead.side != Side.TRAINEE, lead.side == Side.HOST
        parts = part_lines(agreement, lacking, mine=mine, leads=may_write, by_host=by_host)
    return {
        "agreement": agreement,
        "facts": facts(agreement),
        "leads": leads,
        "sentence": sentence(agreement, lacking),
        "missing": lacking,
        "parts": parts,
        "findings": said,
        "blocked": any(one.blocking for one in said),
        "version": version,
        "seal_wait": seal_wait(agreement, version),
        "lines": signature_lines(agreement, version) if not preparing else [],
        "may_send": workflow.may(agreement, "send", request.user, who),
        "history": history(agreement),
        "amendments": sorted(agreement.amendments.all(), key=lambda one: one.amendment_number or 0),
        "contact": ContactForm(),
    }


def _signed_on(agreement: Agreement) -> datetime.date | None:
    return agreement.amends.signed_on if agreement.amends else agreement.signed_on


@require_POST
@signed_in
@once
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Draws the agreement of a placement up and asks each side for its part."""
    rows = Placement.objects.visible_to(request.user).select_related("sending_organisation", "kind")
    placement = get_object_or_404(rows, pk=pk)
    if not may_draw_up(placement, request.user):
        raise Http404
    form = StartForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else "fr"
    try:
        agreement = drafting.draw_up(placement_id=placement.pk, actor=person(request), language=language)
    except Refused as problem:
        messages.error(request, str(problem))
        return redirect("internships:placement", pk=pk)
    asked = asking.ask_all(agreement=agreement, actor=person(request))
    if asked:
        several = sum(part.side == Side.HOST for part in asked) > 1
        sides = ", ".join(
            with_host(str(Side(one.side).label), str(one.institution) if one.institution and several else "")
            for one in asked
        )
        messages.success(
            request, _("The agreement is drawn up. Asked to complete its part: %(sides)s.") % {"sides": sides}
        )
    else:
        messages.success(request, _("The agreement is drawn up: here is what is still missing."))
    return redirect("agreements:detail", pk=agreement.pk)


@require_POST
@signed_in
@once
def ask(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """Asks a side for its part, at a new address where one is given."""
    agreement = agreement_of(request, pk)
    if not is_steward(agreement, request.user):
        raise Http404
    part = part_of(agreement, side)
    form = ContactForm(request.POST)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    if request.POST.get("email") and not email:
        messages.error(request, _("This is not an e-mail address: write it like prenom.nom@exemple.fr."))
        return redirect("agreements:detail", pk=pk)
    try:
        asking.ask(agreement_id=pk, side=part.side, institution=part.institution_id, actor=person(request), email=email)
    except asking.AddressRefused as problem:
        refused = {"part": part.key, "email": email or part.contact_email, "sentence": str(problem)}
        context = {**_context(request, shown(request, pk)), "refused": refused}
        return render(request, "agreements/agreement.html", context, status=422)
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The request is on its way."))
    return redirect("agreements:detail", pk=pk)


@require_POST
@signed_in
@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the document made and sent for signature."""
    agreement = agreement_of(request, pk)
    if not is_steward(agreement, request.user):
        raise Http404
    try:
        versions.begin(agreement_id=pk, actor=person(request))
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The document is being made; signing opens as soon as it is there."))
    return redirect("agreements:detail", pk=pk)
