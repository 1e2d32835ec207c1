"""The document of an agreement: the bytes that were stored, never rendered again."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

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
        content = default_storage.open(stored.path)
    except FileNotFoundError as problem:
        raise Http404 from problem
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type="application/pdf")
    response.headers["Content-Length"] = str(stored.size)
    return protected(response, f'"{stored.sha256}"')
