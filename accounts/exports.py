"""Lists as CSV or XLSX. Accounts stand below the app that writes tables; it fills `writer` in `AppConfig.ready()`.

`writer(request, name=, columns=, rows=)` is `documents.tables.export`: it reads the format from `?format=`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase


class Writer(Protocol):
    def __call__(
        self, request: HttpRequest, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> HttpResponseBase: ...


def export(
    request: HttpRequest, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponseBase:
    """The rows as a file to download."""
    return writer(request, name=name, columns=columns, rows=rows)


def _csv(
    request: HttpRequest, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponseBase:
    """Without documents: a plain CSV, formula-safe."""
    out = io.StringIO()
    writer_ = csv.writer(out, delimiter=";")
    writer_.writerow(columns)
    for row in rows:
        writer_.writerow([_safe(value) for value in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _safe(value: object) -> str:
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


writer: Writer = _csv
