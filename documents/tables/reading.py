"""Reads a table out of a file, whatever office it comes from.

CSV: any separator, encoding, line end, with or without a byte-order mark, title lines above the header, a quoted cell
over several lines, NUL bytes. Spreadsheets: XLSX, XLS, ODS, several sheets. A ZIP that holds one of these.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.tables import sheets, text
from documents.tables.header import Header, find_header


class TableError(Exception):
    """The file cannot be read as a table; `str()` says why, in the reader's language."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Limits:
    """How much is read. `unpacked` guards against archives that swell."""

    size: int = 100_000_000
    unpacked: int = 1_000_000_000
    rows: int = 500_000
    columns: int = 500


@dataclass(frozen=True)
class Row:
    """A row of a table. `number` is where it stands in the file, as a spreadsheet or an editor counts."""

    number: int
    cells: list[str]
    surplus: bool = False

    def __bool__(self) -> bool:
        return any(self.cells)


class Source(Protocol):
    """Where records come from: the lines of a text file, or a sheet."""

    def records(self) -> Iterator[tuple[int, list[str]]]: ...


@dataclass
class Table:
    """A table that was recognised in a file. `rows()` may be asked again and again; it never holds them all for CSV."""

    kind: str
    source: Source
    limits: Limits
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @cached_property
    def header(self) -> Header:
        sample = [Row(number, cells) for number, cells in itertools.islice(self._records(), 60)]
        return find_header([row.cells for row in sample], [row.number for row in sample])

    @property
    def columns(self) -> list[str]:
        """Names of the columns, each different; « Colonne 3 » where the file names none."""
        return self.header.names

    def rows(self) -> Iterator[Row]:
        """The rows below the header that hold something, cells cut of spaces and as many as there are columns."""
        seen, kept = 0, self.header.kept
        for number, cells in self._records():
            if number <= self.header.last_line or not any(cells):
                continue
            seen += 1
            if seen > self.limits.rows:
                raise TableError(
                    _("The file has more than %(count)s rows. Cut it in two.") % {"count": self.limits.rows}
                )
            surplus = any(cells[self.header.width :])
            yield Row(number, [cells[i] if i < len(cells) else "" for i in kept], surplus)

    def sample(self, count: int = 20) -> list[Row]:
        return list(itertools.islice(self.rows(), count))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for number, cells in self.source.records():
                yield number, [unescape(cell.strip()) for cell in cells[: self.limits.columns]]
        except text.OpenQuoteError as error:
            message = _("The quotation mark opened on line %(line)s is never closed. Close it, or take it away.")
            raise TableError(message % {"line": error.line}) from error
        except csv.Error as error:
            raise TableError(_("The file is damaged: a line is too long.")) from error


def unescape(cell: str) -> str:
    """Takes away the apostrophe by which our own exports keep a spreadsheet from running a cell."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def read(source: Any, *, sheet: str = "", limits: Limits | None = None) -> Table:
    """The table in a file: a path, bytes' file object, or an uploaded file. `sheet` names one of a workbook's sheets.

    A file given open must stay so as long as rows are read; what is opened here closes with the table. Raises
    TableError.
    """
    limits = limits or Limits()
    opened = contextlib.ExitStack()
    try:
        file = _opened(source, opened)
        _check_size(file, limits)
        kind = _kind(file)
        if kind == "zip":
            file, kind = _only_member(file, limits, opened)
        table = _text_table(file, limits) if kind == "text" else _sheet_table(file, kind, sheet, limits)
    except BaseException:
        opened.close()
        raise
    weakref.finalize(table, opened.close)
    return table


def _opened(source: Any, opened: contextlib.ExitStack) -> BinaryIO:
    if isinstance(source, str | Path):
        try:
            return opened.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise TableError(_("The file cannot be opened.")) from error
    inner = getattr(source, "file", source)  # a file of Django's wraps the real one
    return cast(BinaryIO, inner if hasattr(inner, "read") else source)


def _check_size(file: BinaryIO, limits: Limits) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise TableError(_("The file is empty."))
    if size > limits.size:
        raise TableError(_("The file is larger than %(size)s MB.") % {"size": limits.size // 1_000_000})


def _kind(file: BinaryIO) -> str:
    """text, xlsx, xls, ods or zip; TableError for anything else."""
    file.seek(0)
    start = file.read(2048)
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise TableError(_("This is not a table. Give a CSV file, or a spreadsheet (XLSX, XLS, ODS)."))
    words = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if words.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise TableError(_("This is a web page, not a table. Open it in a spreadsheet and save it as XLSX."))
    if words.startswith((b"{", b"[{")):
        raise TableError(_("This is a JSON file. Choose the CSV or XLSX file that the same site offers."))
    return "text"


def _kind_of_archive(file: BinaryIO) -> str:
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile as error:
        raise TableError(_("The file is damaged: it ends too early.")) from error
    if "[Content_Types].xml" in names:
        return "xlsx"
    return "ods" if "content.xml" in names else "zip"


def _only_member(file: BinaryIO, limits: Limits, opened: contextlib.ExitStack) -> tuple[BinaryIO, str]:
    """The one table of a ZIP, unpacked into a temporary file."""
    with zipfile.ZipFile(file) as archive:
        tables = [
            info
            for info in archive.infolist()
            if Path(info.filename).suffix.lower() in {".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods"}
            and not info.filename.startswith("__MACOSX")
        ]
        if len(tables) != 1:
            raise TableError(_("The archive holds %(count)s tables. Give one file at a time.") % {"count": len(tables)})
        if tables[0].file_size > limits.unpacked or tables[0].flag_bits & 1:
            raise TableError(_("The archive is locked by a password, or too large once unpacked."))
        unpacked = cast(BinaryIO, opened.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115 - a context is entered
        with archive.open(tables[0]) as member:
            shutil.copyfileobj(member, unpacked)
    kind = _kind(unpacked)
    if kind == "zip":
        raise TableError(_("The archive holds another archive. Give the table itself."))
    return unpacked, kind


def _text_table(file: BinaryIO, limits: Limits) -> Table:
    encoding = text.detect_encoding(file)
    lines = text.decoded_lines(file, encoding)
    try:
        separator = text.detect_separator(lines)
    except csv.Error as error:
        raise TableError(_("This is not a table. Give a CSV file, or a spreadsheet (XLSX, XLS, ODS).")) from error
    finally:
        lines.close()  # type: ignore[attr-defined]
    return _checked(Table("csv", TextSource(file, encoding, separator), limits, encoding, separator))


def _sheet_table(file: BinaryIO, kind: str, sheet: str, limits: Limits) -> Table:
    if kind in ("xlsx", "ods"):
        swollen = sum(info.file_size for info in zipfile.ZipFile(file).infolist())
        if swollen > limits.unpacked:
            raise TableError(_("The spreadsheet is too large once unpacked. Save it as CSV."))
    try:
        source = sheets.open_sheet(file, sheet)
    except sheets.LockedError as error:
        raise TableError(_("The spreadsheet is locked by a password. Take the password away.")) from error
    except sheets.UnreadableError as error:
        raise TableError(_("The spreadsheet cannot be read. Open it and save it again as XLSX.")) from error
    return _checked(Table(kind, source, limits, sheet=source.name, sheets=source.names))


def _checked(table: Table) -> Table:
    if not table.columns:
        raise TableError(_("The file holds no table: no row with at least two cells was found."))
    return table


@dataclass(frozen=True)
class TextSource:
    file: BinaryIO
    encoding: str
    separator: str

    def records(self) -> Iterator[tuple[int, list[str]]]:
        return text.records(text.decoded_lines(self.file, self.encoding), self.separator)
