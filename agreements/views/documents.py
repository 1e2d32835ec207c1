"""The document of an agreement: the bytes that were stored, never rendered again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from agreements.models import Agreement
from agreements.selectors.signing_page import standing_version
from documents.views import protected


def version_file(request: HttpRequest, agreement: Agreement) -> HttpResponseBase:
    """The sealed document, or the one being signed; a 404 while there is none. The caller has checked who asks."""
    version = standing_version(agreement)
    stored = version and (version.sealed_file or version.file)
    if not stored:
        raise Http404
    try:
        response = HttpResponse(stored.read(), content_type="application/pdf")
    except FileNotFoundError as problem:
        raise Http404 from problem
    response.headers["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    return protected(response, f'"{stored.sha256}"')
