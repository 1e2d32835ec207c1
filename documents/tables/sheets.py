"""Sheets of a workbook, by calamine: XLSX, XLS and ODS alike; every cell becomes the text a person would type."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum


class LockedError(Exception):
    """A password is needed."""


class UnreadableError(Exception):
    """Not a workbook, or a damaged one."""


@dataclass(frozen=True)
class SheetSource:
    workbook: CalamineWorkbook
    name: str
    names: tuple[str, ...]

    def records(self) -> Iterator[tuple[int, list[str]]]:
        sheet = self.workbook.get_sheet_by_name(self.name)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, [as_text(cell) for cell in cells]


def open_sheet(file: BinaryIO, name: str = "") -> SheetSource:
    """The sheet of that name; otherwise the visible one with the most cells."""
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        visible = [meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        names = visible or list(workbook.sheet_names)
        sizes = {each: _size(workbook, each) for each in names}
    except PasswordError as error:
        raise LockedError from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError from error
    if not names:
        raise UnreadableError
    chosen = name if name in names else max(names, key=lambda each: sizes[each])
    return SheetSource(workbook, chosen, tuple(names))


def _size(workbook: CalamineWorkbook, name: str) -> int:
    sheet = workbook.get_sheet_by_name(name)
    return sheet.height * sheet.width


def as_text(cell: Any) -> str:
    """A cell as it is written by hand: whole numbers without decimals, ISO dates, oui/non."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell).replace("\0", "") if cell is not None else ""
