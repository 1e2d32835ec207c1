"""Lists that leave (style.md: every list has export), and that no spreadsheet runs (quality.md, Security)."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from documents.tables import Column, export, export_format, neutralise, read

COLUMNS = [
    Column("Nom", "name"),
    Column(gettext_lazy("Search"), lambda row: row["n"]),
    Column("Ouvert", "open"),
    Column("Le", "day"),
    Column("Prix", "price"),
    Column("Lieux", "places"),
]
ROW: dict[str, Any] = {
    "name": "Crèche « Œuf »",
    "n": -5,
    "open": True,
    "day": datetime.date(2026, 3, 2),
    "price": Decimal("4.35"),
    "places": ["Rennes", "Vitré"],
}


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def download(format: str, rows: Any, columns: list[Column] = COLUMNS) -> tuple[Any, bytes]:
    request = RequestFactory().get("/", {"format": format})
    response = export(request, name="Nos hôtes", columns=columns, rows=rows)
    return response, content(response)


def test_csv_opens_as_it_is_in_a_french_spreadsheet() -> None:
    response, data = download("csv", [ROW])
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Nom;")
    assert lines[1] == "Crèche « Œuf »;-5;oui;2026-03-02;4,35;Rennes, Vitré"
    assert response["Content-Type"].startswith("text/csv")
    assert response["Content-Disposition"].startswith('attachment; filename="nos-hotes-')


def test_xlsx_keeps_numbers_and_dates_as_such() -> None:
    response, data = download("xlsx", [ROW])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert sheet.name == "Nos hôtes"
    row = sheet.to_python()[1]
    assert row == ["Crèche « Œuf »", -5.0, "oui", datetime.date(2026, 3, 2), 4.35, "Rennes, Vitré"]
    assert response["Content-Disposition"].endswith('.xlsx"')


DANGEROUS = [
    "=1+1",
    "+33612345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    " =1+1",
    "\xa0=1",
    "\0=1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_ever_a_formula(text: str) -> None:
    columns = [Column("=Titre", "name"), Column("Autre", "other")]
    row = {"name": text, "other": "x"}
    lines = read(io.BytesIO(download("csv", [row], columns)[1]))
    raw = download("csv", [row], columns)[1].decode("utf-8-sig")
    for cell in (raw.split("\r\n", 1)[0].split(";")[0], raw.split("\r\n", 1)[1].split(";")[0].lstrip('"')):
        assert cell.lstrip(" \xa0").startswith("'"), cell
    assert "\0" not in raw
    assert lines.columns[1] == "Autre"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(download("xlsx", [row], columns)[1])).get_sheet_by_index(0)
    assert str(sheet.to_python()[1][0]).startswith("'")


@pytest.mark.parametrize("text", ["-12", "-12,5", "-0.5", "a=b", "Jean-Pierre", "1+1", "", "L'école", "“=1”"])
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


def test_what_leaves_comes_back_the_same() -> None:
    """An exported list that is mended and imported again holds no stray apostrophes (E3)."""
    columns = [Column("Téléphone", "phone"), Column("Nom", "name")]
    data = download("csv", [{"phone": "+33 2 99 00 00 00", "name": "-Le Nid-"}], columns)[1]
    assert next(read(io.BytesIO(data)).rows()).cells == ["+33 2 99 00 00 00", "-Le Nid-"]


def test_control_characters_and_odd_numbers_break_no_file() -> None:
    row = {**ROW, "name": "a\x01b\x0bc\ufffe", "n": float("nan"), "price": float("inf"), "day": None}
    assert download("csv", [row])[1].decode("utf-8-sig").split("\r\n")[1] == "abc;;oui;;;Rennes, Vitré"
    assert CalamineWorkbook.from_filelike(io.BytesIO(download("xlsx", [row])[1])).get_sheet_by_index(0).height == 2


def test_moments_are_local_and_long_numbers_keep_their_figures() -> None:
    moment = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
    columns = [Column("Quand", "when"), Column("SIRET", "siret")]
    line = download("csv", [{"when": moment, "siret": "00000000000017"}], columns)[1].decode("utf-8-sig")
    assert line.split("\r\n")[1] == "2026-07-02 00:30;00000000000017"


def test_an_empty_list_is_a_file_with_its_titles() -> None:
    assert download("csv", [])[1].decode("utf-8-sig").count("\r\n") == 1
    assert CalamineWorkbook.from_filelike(io.BytesIO(download("xlsx", [])[1])).get_sheet_by_index(0).height == 1


def test_only_the_two_formats_are_exports() -> None:
    ask = RequestFactory().get
    assert [export_format(ask("/", {"format": f})) for f in ("csv", "xlsx", "pdf", "")] == ["csv", "xlsx", "", ""]


def test_csv_is_streamed_in_blocks() -> None:
    request = RequestFactory().get("/")
    seen: list[int] = []

    def rows() -> Any:
        for number in range(5000):
            seen.append(number)
            yield {**ROW, "n": number}

    response = export(request, name="x", columns=COLUMNS, rows=rows())
    first = next(iter(response.streaming_content))  # type: ignore[union-attr]
    assert first.startswith(b"\xef\xbb\xbf")
    assert len(seen) < 1000
