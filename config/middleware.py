from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from psycopg_pool import PoolTimeout

from config.views import unavailable


class DatabaseUnavailableMiddleware:
    """Answers a swift 503 in plain words when the database cannot be reached or every connection is busy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, PoolTimeout)):
            return unavailable(request)
        return None


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages and JSON; not files, which are compressed already. Random padding hides lengths (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
            return super().process_response(request, response)  # type: ignore[arg-type]
        return response
