"""Tables in and out: reading what people have (CSV of any kind, XLSX, XLS, ODS), writing CSV and XLSX safely."""

from __future__ import annotations

from documents.tables.reading import Limits, Row, Table, TableError, read
from documents.tables.writing import Column, export, export_format, neutralise, write_csv, write_list, write_xlsx

__all__ = [
    "Column",
    "Limits",
    "Row",
    "Table",
    "TableError",
    "export",
    "export_format",
    "neutralise",
    "read",
    "write_csv",
    "write_list",
    "write_xlsx",
]
