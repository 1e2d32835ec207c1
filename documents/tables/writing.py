"""Writes lists as CSV (what French spreadsheets open: UTF-8 with its mark, semicolons) and XLSX, formula-safe."""

from __future__ import annotations

import csv
import datetime
import io
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

FORMATS = ("csv", "xlsx")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX_LONGEST = 32_767
CHUNK = 500


@dataclass(frozen=True)
class Column:
    """A column of an export: its title, and how its value is got from a row (an attribute's path, or a function)."""

    title: str | Promise
    value: str | Callable[[Any], Any]
    width: int = 22

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        for name in self.value.split("."):
            row = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
            if row is None:
                return None
            if callable(row):
                row = row()
        return row


def export_format(request: HttpRequest) -> str:
    """The export that the address asks for (`?format=csv`), or "" for the page itself."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in FORMATS else ""


def export(
    request: HttpRequest,
    *,
    name: str,
    columns: Sequence[Column | str],
    rows: Iterable[Any],
    format: str = "",
) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The list as a file to download, in the format that the address asks for (CSV otherwise).

    `rows` may be a queryset: it is streamed. With titles in place of columns, rows are sequences of values. Every list
    of the site is exported by this function.
    """
    titled = [_titled(column, position) for position, column in enumerate(columns)]
    format = format or export_format(request) or "csv"
    stem = f"{slugify(name) or 'export'}-{timezone.localdate().isoformat()}"
    if format == "xlsx":
        file = io.BytesIO()
        write_xlsx(file, title=name, columns=titled, rows=_streamed(rows))
        return FileResponse(file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX_TYPE)
    response = StreamingHttpResponse(
        write_csv(titled, _streamed(rows), language=get_language() or "fr"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
    return response


def write_list(
    request: HttpRequest, *, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """`export` for rows that are sequences already, one value per title: what `accounts.exports` hands over."""
    return export(request, name=name, columns=columns, rows=rows)


def _titled(column: Column | str, position: int) -> Column:
    return Column(column, operator.itemgetter(position)) if isinstance(column, str) else column


def _streamed(rows: Iterable[Any]) -> Iterable[Any]:
    return rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows


class _Echo:
    def write(self, text: str) -> str:
        return text


def write_csv(columns: Sequence[Column], rows: Iterable[Any], *, language: str = "fr") -> Iterator[bytes]:
    """The lines of a CSV file, in blocks. Decimal commas in French, since the semicolon separates."""
    writer = csv.writer(_Echo(), delimiter=";")
    block: list[str] = ["\ufeff"]
    with override(language):
        block.append(writer.writerow([neutralise(str(column.title)) for column in columns]))
    for row in rows:
        with override(language):
            block.append(writer.writerow([_for_csv(column.of(row), language) for column in columns]))
        if len(block) >= CHUNK:
            yield "".join(block).encode()
            block = []
    yield "".join(block).encode()


def write_xlsx(file: BinaryIO, *, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """An XLSX workbook of one sheet, a row in memory at a time; dates and numbers are typed."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {**options, "default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Export")
        bold, moment = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, neutralise(str(column.title)), bold)
        sheet.freeze_panes(1, 0)
        line = 0
        for line, row in enumerate(rows, start=1):
            for position, column in enumerate(columns):
                _write_cell(sheet, line, position, plain(column.of(row)), moment)
        sheet.autofilter(0, 0, max(line, 1), max(len(columns) - 1, 0))
    file.seek(0)


def _write_cell(sheet: Any, line: int, position: int, value: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.datetime):
        sheet.write_datetime(line, position, value, moment)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, position, value)
    elif isinstance(value, int | float | Decimal) and -(10**15) < value < 10**15:
        sheet.write_number(line, position, value)
    else:
        sheet.write_string(line, position, neutralise(str(value))[:XLSX_LONGEST])


def _for_csv(value: Any, language: str) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if language == "fr" else str(value)
    return str(value) if isinstance(value, int) else neutralise(str(value))


def plain(value: Any) -> Any:
    """A value as a cell holds it: local time, yes or no, several values in one line, finite numbers."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list | tuple | set):
        return ", ".join(str(each) for each in value)
    return value


def neutralise(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without characters that break files.

    A leading = + - @, tab or line end (also in their full-width forms, also after spaces) gets an apostrophe before
    it; a plain negative number stays one.
    """
    text = FORBIDDEN.sub("", text)
    begins = text.lstrip(" \xa0")
    if begins.startswith(DANGEROUS) and not NEGATIVE.fullmatch(begins):
        return f"'{text}"
    return text
