"""Opens the file of an import: any table, and the two-part file that FINESS publishes without a header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from documents import tables
from documents.tables import Row, Table
from hosts.services.imports.formats import recognise

# The official file of FINESS: lines of établissements, then lines of positions, and no names of columns.
_STOCK = (
    "section nofinesset nofinessej rs rslongue complrs compldistrib numvoie typvoie voie compvoie lieuditbp "
    "commune departement libdepartement ligneacheminement telephone telecopie categetab libcategetab "
    "categagretab libcategagretab siret codeape codemft libmft codesph libsph dateouv dateautor datemaj "
    "numuai"
)
STOCK = _STOCK.split()
POSITION = ("coordxet", "coordyet", "sourcecoordet")


class Source(Protocol):
    """A table as an import reads it."""

    table: Table

    @property
    def columns(self) -> list[str]: ...

    def rows(self) -> Iterator[Row]: ...


class PlainSource:
    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def columns(self) -> list[str]:
        return self.table.columns

    def rows(self) -> Iterator[Row]:
        return self.table.rows()


class StockSource:
    """FINESS' own file: each établissement with the position found further down."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = [*STOCK[1:], *POSITION]

    def rows(self) -> Iterator[Row]:
        positions = {
            row.cells[1]: row.cells[2:5] for row in self.table.rows() if row.cells[0].lower() == "geolocalisation"
        }
        width = len(STOCK)
        for row in self.table.rows():
            if row.cells[0].lower() == "structureet":
                cells = [*row.cells, *[""] * width][1:width]
                yield Row(row.number, [*cells, *positions.get(row.cells[1], ["", "", ""])], any(row.cells[width:]))


def open_source(file: Any, sheet: str = "") -> Source:
    """The table of a file, or of one of its sheets; the sheet of a known register when none is asked for.

    Raises TableError.
    """
    table = tables.read(file, sheet=sheet)
    if not sheet and len(table.sheets) > 1 and not recognise(table.columns):
        for name in table.sheets:
            if name != table.sheet and (other := _sheet(file, name)) and recognise(other.columns):
                table = other
                break
    if not table.header.present and any(row.cells[0].lower() == "structureet" for row in table.sample(5)):
        return StockSource(table)
    return PlainSource(table)


def _sheet(file: Any, name: str) -> Table | None:
    try:
        return tables.read(file, sheet=name)
    except tables.TableError:
        return None
