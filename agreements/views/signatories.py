"""Who signs an agreement: the list, whose turn it is, remarks, and what whoever leads may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from agreements.selectors.facts import facts
from agreements.selectors.sealing import seal_wait
from agreements.selectors.signing_page import signature_lines, standing_version
from agreements.selectors.standing import is_steward
from agreements.views.documents import version_file
from agreements.views.parts import agreement_of


@require_safe
@signed_in
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who signs, in their order, with what they did."""
    agreement = agreement_of(request, pk)
    version = standing_version(agreement)
    context = {
        "agreement": agreement,
        "facts": facts(agreement),
        "version": version,
        "seal_wait": seal_wait(agreement, version),
        "lines": signature_lines(agreement, version),
        "leads": is_steward(agreement, request.user),
        "remarks": agreement.remarks.select_related("signatory"),
    }
    return render(request, "agreements/signing/signatures.html", context)


@require_safe
@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document as it stands: sealed, or being signed. Served byte for byte as it was stored."""
    return version_file(request, agreement_of(request, pk))
