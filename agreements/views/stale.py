"""The page for somebody who acted on a version that was replaced meanwhile: what changed, and what next (409)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.models import Signatory
from agreements.services.signing import StaleVersion


def stale_page(request: HttpRequest, stale: StaleVersion, *, signatory: Signatory, here: str) -> HttpResponse:
    context = {"stale": stale, "signatory": signatory, "here": here}
    return render(request, "agreements/signing/stale.html", context, status=409)
