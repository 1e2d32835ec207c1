from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.access import public
from documents import files, kinds
from documents.models import StoredFile


@require_safe
@public
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A private file, to those who may read it; a 404 to everyone else, who need not know that it exists."""
    stored = get_object_or_404(StoredFile.objects.select_related("original"), pk=pk)
    return respond(request, stored, stored)


@require_safe
@public
def thumbnail(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The smaller size of a picture."""
    stored = get_object_or_404(StoredFile.objects.select_related("original"), pk=pk, media_type__in=kinds.IMAGES)
    smaller = stored.variants.order_by("width").first() or stored
    return respond(request, stored, smaller)


def respond(request: HttpRequest, asked: StoredFile, given: StoredFile) -> HttpResponseBase:
    """Streams the file: only pictures, which we drew ourselves, are shown in the page; all else is downloaded."""
    if not files.may_read(request.user, asked):
        raise Http404
    return serve(given, request)


def serve(given: StoredFile, request: HttpRequest | None = None) -> HttpResponseBase:
    """The file itself; whoever calls has decided that it may be read."""
    etag = quote_etag(given.sha256)
    if request is not None and (not_modified := get_conditional_response(request, etag=etag)):
        return protected(HttpResponse(status=304) if not_modified.status_code == 304 else not_modified, etag)
    shown = given.media_type in kinds.IMAGES
    try:
        content = default_storage.open(given.path)
    except FileNotFoundError as problem:
        raise Http404 from problem
    response = FileResponse(content, as_attachment=not shown, filename=given.name, content_type=given.media_type)
    response.headers["Content-Length"] = str(given.size)
    return protected(response, etag)


def protected(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
